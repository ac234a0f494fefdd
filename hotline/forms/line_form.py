"""What is asked of a line of 12338, and on which day one is closed."""

import datetime as dt
from typing import Any

from django import forms

from cases.workflow.contacting import Weekday
from hotline.actions.lines import LineFacts
from hotline.line_facts import CLOSING, GREETING, Service, Staffing
from hotline.models import HotlineLine
from hotline.models.line import WORKING_WEEK

HOURS = ("begins", "rests_from", "rests_until", "ends")


def _clock(label: str) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(
        label=label, required=False, widget=widget, error_messages={"invalid": "请按“时:分”填写，如 08:30。"}
    )


def _day(label: str, wrong: str) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, error_messages={"required": wrong, "invalid": wrong})


class LineForm(forms.Form):
    """One line, new or as it stands."""

    use_required_attribute = False

    number = forms.RegexField(
        r"^[0-9]{3,4}-[0-9]{5,8}$",
        label="号码",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text="带区号，如 0543-12338；市级统一接听、转到本单位的也填这个号码",
        error_messages={"required": "请填写号码。", "invalid": "请填写带区号的号码，如 0543-12338。"},
    )
    opened_on = _day("开通日期", "请按“年-月-日”填写开通日期。")
    staffing = forms.ChoiceField(
        label="接听时间",
        choices=Staffing.choices,
        widget=forms.RadioSelect,
        initial=Staffing.OFFICE,
        error_messages={"required": "请选择接听时间。"},
    )
    days = forms.TypedMultipleChoiceField(
        label="接听日",
        coerce=int,
        choices=Weekday.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=WORKING_WEEK,
    )
    begins, rests_from = _clock("开始"), _clock("午休自")
    rests_until, ends = _clock("午休至"), _clock("结束")
    in_centre = forms.BooleanField(label="进驻综治中心", required=False)
    unified_sign = forms.BooleanField(label="悬挂 12338 妇联维权服务中心统一标识", required=False)
    services = forms.MultipleChoiceField(
        label="服务内容", choices=Service.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    greeting = forms.CharField(
        label="接听用语",
        max_length=200,
        initial=GREETING,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="接听时显示在来电登记页上方；通话录音的，应当告知",
        error_messages={"required": "请填写接听用语。"},
    )
    closing = forms.CharField(
        label="结束用语",
        max_length=200,
        initial=CLOSING,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请填写结束用语。"},
    )

    def __init__(self, data: Any = None, *, line: HotlineLine | None = None) -> None:
        standing = {name: getattr(line, name) for name in self.base_fields} if line else {}
        super().__init__(data, initial=standing)
        if line is None:
            hours = (dt.time(8, 30), dt.time(11, 30), dt.time(14, 30), dt.time(17, 30))
            self.initial.update(zip(HOURS, hours, strict=True))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("staffing") == Staffing.OFFICE and not self.errors:
            self._check_hours(given)
        return given

    def _check_hours(self, given: dict[str, Any]) -> None:
        begins, rests_from, rests_until, ends = (given.get(name) for name in HOURS)
        if not given.get("days"):
            self.add_error("days", "请选择接听日。")
        if not (begins and ends):
            self.add_error("begins", "请填写从几点到几点接听。")
        elif begins >= ends:
            self.add_error("ends", "结束时间应当晚于开始时间。")
        elif bool(rests_from) != bool(rests_until):
            self.add_error("rests_from", "午休请填写从几点到几点；中午不休息的，两处都不填。")
        elif rests_from and rests_until and not begins < rests_from < rests_until < ends:
            self.add_error("rests_from", "午休应当在接听时间以内。")

    def facts(self) -> LineFacts:
        given = self.cleaned_data
        return LineFacts(**given | {"days": tuple(given["days"]), "services": tuple(given["services"])})


class CloseLineForm(forms.Form):
    """From which day on nobody answers."""

    use_required_attribute = False

    closed_on = _day("停用日期", "请按“年-月-日”填写停用日期。")
