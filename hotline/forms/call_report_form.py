"""What is asked of a report that the law commands, made on a call."""

import datetime as dt
from typing import Any

from django import forms

from cases.actions.handling_steps import whole_minute
from cases.actions.violence.reports import Telling
from cases.forms.plain_fields import choice, words
from cases.forms.violence.acts import several, when
from cases.workflow.violence_reports import ReportTo, Trigger
from fedportal.accounts.models import User
from hotline.call_facts import ReportFor
from hotline.models import Call


class CallReportForm(forms.Form):
    """Of whom, why, when, to whom."""

    use_required_attribute = False

    report_for = choice("受害人", ReportFor.choices, "请选择受害人。")
    triggers = several("情形", Trigger.choices, "", "未成年人的必选（高检发〔2020〕9号第四条）")
    reported_at = when("报告时间")
    to = several("报告对象", ReportTo.choices, "请选择报告对象。")
    station = words("公安机关", 100, "请填写公安机关。", "如：市中派出所、110 指挥中心")
    reporter = forms.ModelChoiceField(
        label="报告人",
        queryset=User.objects.none(),
        empty_label=None,
        required=False,
        error_messages={"invalid_choice": "报告人应当是本单位的工作人员。"},
    )
    person = words("接报人", 60, "请填写接报人。", "姓名或者警号")

    def __init__(self, data: Any = None, *, call: Call, by: User, at: dt.datetime) -> None:
        known = {"report_for": call.report_for, "reported_at": call.police_at or at, "to": [ReportTo.POLICE]}
        super().__init__(data, initial=known | {"reporter": by.pk})
        colleagues: Any = self.fields["reporter"]
        colleagues.queryset = User.objects.filter(org=call.org_id, is_active=True).people().order_by("name", "pk")
        colleagues.label_from_instance = lambda user: user.name
        self.call = call

    def telling(self) -> Telling:
        given = self.cleaned_data
        return Telling(
            known_at=whole_minute(self.call.rang_at),
            reported_at=given["reported_at"],
            to=given["to"],
            station=given["station"],
            person=given["person"],
            triggers=tuple(map(int, given["triggers"])),
            reporter=given["reporter"],
        )
