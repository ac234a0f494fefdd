"""What is asked of a shift, of a week that is copied, and of what one agent leaves for the next."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.clock_form import MOMENT, MomentInput
from fedportal.accounts.models import User
from hotline.actions.rota import WEEKS, Planned, may_sit
from hotline.forms.call_new_form import LineField
from hotline.models import Call, HotlineLine


class AgentField(forms.ModelChoiceField):
    """One of the unit's people, by her name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class CallField(forms.ModelChoiceField):
    """One of the unit's calls that the reader may read, by its moment."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{timezone.localtime(obj.rang_at):%m-%d %H:%M} {obj.get_state_display()}"


def agents_of(by: User) -> Any:
    """Who may answer calls of her unit."""
    rows = User.objects.filter(org=by.org_id, is_active=True)
    return rows.filter(pk__in=[row.pk for row in rows if may_sit(row, by.org_id)]).order_by("name", "pk")


def lines_of(by: User, on: dt.date) -> Any:
    return HotlineLine.objects.filter(org=by.org_id).live(on).order_by("pk")


class ShiftForm(forms.Form):
    """One shift."""

    use_required_attribute = False

    line = LineField(
        HotlineLine.objects.none(),
        label="线路",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "请选择线路。", "invalid_choice": "请从本单位接听中的线路里选择。"},
    )
    begins_at = forms.DateTimeField(
        label="开始",
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=MomentInput,
        error_messages={"required": "请填写开始时间。", "invalid": "请按“年-月-日 时:分”填写开始时间。"},
    )
    ends_at = forms.DateTimeField(
        label="结束",
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=MomentInput,
        error_messages={"required": "请填写结束时间。", "invalid": "请按“年-月-日 时:分”填写结束时间。"},
    )
    agent = AgentField(
        User.objects.none(),
        label="接线员",
        required=False,
        empty_label="暂不排定",
        help_text="暂不排定的，班次开始前 1 日提醒，到时仍无人的上报",
        error_messages={"invalid_choice": "请从本单位能接听来电的人员里选择。"},
    )
    capacity = forms.IntegerField(
        label="每半小时可约回拨",
        min_value=0,
        max_value=10,
        initial=1,
        help_text="未接来电约到这个班次里回拨；填 0 的不约",
        error_messages={"required": "请填写 0 至 10 的数。", "invalid": "请填写 0 至 10 的数。"},
    )

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime, day: dt.date | None = None) -> None:
        super().__init__(data)
        lines = lines_of(by, timezone.localdate(at))
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]
        self.fields["line"].initial = lines.first()
        self.fields["agent"].queryset = agents_of(by)  # type: ignore[attr-defined]
        first = day or timezone.localdate(at) + dt.timedelta(days=1)
        for name, hour in (("begins_at", dt.time(8, 30)), ("ends_at", dt.time(17, 30))):
            self.fields[name].initial = timezone.make_aware(dt.datetime.combine(first, hour))

    def planned(self) -> Planned:
        given = self.cleaned_data
        return Planned(given["begins_at"], given["ends_at"], given["agent"], given["capacity"])


class AssignForm(forms.Form):
    """Who takes a shift."""

    use_required_attribute = False

    agent = AgentField(
        User.objects.none(),
        label="接线员",
        error_messages={"required": "请选择接线员。", "invalid_choice": "请从本单位能接听来电的人员里选择。"},
    )

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        self.fields["agent"].queryset = agents_of(by)  # type: ignore[attr-defined]


class CallOffForm(forms.Form):
    """Why a shift does not take place."""

    use_required_attribute = False

    reason = forms.CharField(label="取消理由", max_length=100, error_messages={"required": "请写明取消的理由。"})


class CopyWeekForm(forms.Form):
    """That week again in the weeks after it."""

    use_required_attribute = False

    line = LineField(HotlineLine.objects.none(), label="线路", empty_label=None)
    monday = forms.DateField(widget=forms.HiddenInput)
    weeks = forms.IntegerField(label="复制到以后几周", min_value=1, max_value=WEEKS, initial=1)

    def __init__(self, data: Any = None, *, by: User, on: dt.date, monday: dt.date | None = None) -> None:
        super().__init__(data, initial={"monday": monday})
        self.fields["line"].queryset = lines_of(by, on)  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """What is left for who comes next."""

    use_required_attribute = False

    note = forms.CharField(
        label="交班事项",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="还要做什么、什么时候做；不写电话号码和身份证号，有关的人从来电里查",
        error_messages={"required": "请填写交班事项。"},
    )
    call = CallField(
        Call.objects.none(),
        label="有关来电",
        required=False,
        empty_label="没有",
        error_messages={"invalid_choice": "请从本单位的来电里选择。"},
    )

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime) -> None:
        super().__init__(data)
        recent = Call.objects.visible_to(by).since(at - dt.timedelta(days=3)).order_by("-rang_at")
        self.fields["call"].queryset = recent  # type: ignore[attr-defined]
