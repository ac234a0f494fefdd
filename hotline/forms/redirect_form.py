"""What is asked of a redirection, and of the president's answering day."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.orgs.models import Organization
from hotline.actions.redirecting import DayPlan, Leads, targets_of
from hotline.forms.call_new_form import LineField
from hotline.forms.rota_form import AgentField, lines_of
from hotline.models import HotlineLine, Redirection


def _clock(label: str, initial: dt.time | None = None, *, required: bool) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    wrong = "请按“时:分”填写，如 08:30。"
    return forms.TimeField(
        label=label,
        required=required,
        initial=initial,
        widget=widget,
        error_messages={"invalid": wrong, "required": wrong},
    )


class RedirectForm(forms.Form):
    """To whom a line leads outside its hours."""

    use_required_attribute = False

    target = forms.ModelChoiceField(
        Organization.objects.none(),
        label="代接单位",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择代接单位。", "invalid_choice": "请从上级妇联里选择。"},
    )
    number = forms.RegexField(
        r"^[0-9]{3,4}-[0-9]{5,8}$",
        label="代接号码",
        max_length=20,
        help_text="带区号，如 0543-12338",
        error_messages={"required": "请填写代接号码。", "invalid": "请填写带区号的号码，如 0543-12338。"},
    )
    begins = _clock("代接自", required=False)
    ends = _clock("代接至", required=False)

    def __init__(self, data: Any = None, *, line: HotlineLine, now: Redirection | None) -> None:
        names = ("target", "number", "begins", "ends")
        super().__init__(data, initial={name: getattr(now, name) for name in names} if now else None)
        units = targets_of(line.org)
        self.fields["target"].queryset = Organization.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]
        self.fields["target"].initial = units[-1] if units else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        begins, ends = given.get("begins"), given.get("ends")
        if not self.errors and bool(begins) != bool(ends):
            self.add_error("begins", "请填写从几点到几点；接听时间以外全部代接的，两处都不填。")
        elif not self.errors and begins and begins == ends:
            self.add_error("ends", "请填写另一个时间。")
        return given

    def leads(self) -> Leads:
        return Leads(**self.cleaned_data)


class AnsweringDayForm(forms.Form):
    """A day on which the president answers."""

    use_required_attribute = False

    line = LineField(
        HotlineLine.objects.none(),
        label="线路",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择线路。", "invalid_choice": "请从本单位接听中的线路里选择。"},
    )
    day = forms.DateField(
        label="日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="每年安排，一般在 3 月 8 日前后",
        error_messages={"required": "请填写日期。", "invalid": "请按“年-月-日”填写日期。"},
    )
    begins = _clock("自", dt.time(9), required=True)
    ends = _clock("至", dt.time(11, 30), required=True)
    president = AgentField(
        User.objects.none(),
        label="接听的主席",
        empty_label=None,
        error_messages={"required": "请选择接听的主席。", "invalid_choice": "请从本单位的主席（分管副主席）里选择。"},
    )
    topic = forms.CharField(label="主题", max_length=60, required=False)

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime) -> None:
        super().__init__(data)
        lines = lines_of(by, timezone.localdate(at))
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]
        self.fields["line"].initial = lines.first()
        presidents = User.objects.filter(org=by.org_id, is_active=True, roles__contains=[Role.UNIT_HEAD])
        self.fields["president"].queryset = presidents.order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["day"].initial = _next_eighth_of_march(timezone.localdate(at))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and given["begins"] >= given["ends"]:
            self.add_error("ends", "结束时间应当晚于开始时间。")
        return given

    def plan(self) -> DayPlan:
        return DayPlan(**{name: value for name, value in self.cleaned_data.items() if name != "line"})


def _next_eighth_of_march(today: dt.date) -> dt.date:
    this_year = dt.date(today.year, 3, 8)
    return this_year if this_year >= today else dt.date(today.year + 1, 3, 8)


class DayRecordForm(forms.Form):
    """What came of it."""

    use_required_attribute = False

    answered = forms.IntegerField(
        label="接听来电", min_value=0, max_value=999, error_messages={"required": "请填写接听了多少通。"}
    )
    settled = forms.IntegerField(
        label="当场解答", min_value=0, max_value=999, error_messages={"required": "请填写当场解答了多少通。"}
    )
    text = forms.CharField(
        label="接听情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="问得多的是什么、怎么答复的、要跟进的是什么；不写来电人姓名、电话、住址",
        error_messages={"required": "请写明接听情况。"},
    )
