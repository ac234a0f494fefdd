"""Choosing a station for a work order, and what the station answers: made for a thumb."""

import datetime as dt
from typing import Any

from django import forms

from cases.widgets import FixedChoices
from fedportal.accounts.models import User
from hotline.actions.call_ticket_station import stations_for
from hotline.call_ticket_workflow import StationOutcome
from hotline.forms.call_ticket_form import text_field
from hotline.models import CallTicket
from stations.models import Station
from stations.station_facts import Service

NO_SERVICE = ("", "不计入服务日志")


class ReferStationForm(forms.Form):
    """Which station, and what it is asked to do."""

    use_required_attribute = False

    station: Any = forms.ModelChoiceField(
        queryset=Station.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"required": "请选择站点。", "invalid_choice": "请从所列的站点中选择。"},
    )
    note = text_field(
        "请站点做什么",
        required=False,
        rows=3,
        most=2_000,
        help_text="来电内容全部带过去；这里写要站点做的，如上门看望、陪同报案",
    )

    def __init__(self, data: Any = None, *, ticket: CallTicket, by: User, at: dt.datetime) -> None:
        super().__init__(data)
        self.fields["station"].queryset = stations_for(ticket, by=by, at=at)  # type: ignore[attr-defined]


class ServedForm(forms.Form):
    """What was done, in as few presses as may be."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label="结果",
        choices=FixedChoices(StationOutcome.choices),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结果。", "invalid_choice": "请从所列结果中选择。"},
    )
    note = text_field("做了什么", rows=4, most=5_000, help_text="什么时候、怎样联系、做了什么、她怎么说")
    service = forms.ChoiceField(
        label="计入服务日志",
        choices=FixedChoices([NO_SERVICE, *Service.choices]),
        required=False,
        widget=forms.RadioSelect,
        help_text="选了类别的，今天的服务日志加 1 人次；日志里没有她的情况",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)  # sent again, it is another by then

    def __init__(self, data: Any = None, *, ticket: CallTicket) -> None:
        super().__init__(data, initial={"version": ticket.version})
