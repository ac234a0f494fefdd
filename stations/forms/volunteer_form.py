"""What is asked of a task for volunteers, of signing up, and of the hours that one gave."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from fedportal.accounts.models import User
from stations.actions.volunteering import Service, TaskPlan
from stations.forms.fields import day_field, line_field, one_of
from stations.models import NetworkPerson, VolunteerTask
from stations.network_facts import ServiceKind

MINUTES = [
    (30, "半小时"),
    (60, "1 小时"),
    (90, "1 个半"),
    (120, "2 小时"),
    (180, "3 小时"),
    (240, "半天"),
    (480, "一天"),
]


class VolunteerField(forms.ModelChoiceField):
    """A volunteer by name and unit, found by typing."""

    def label_from_instance(self, obj: NetworkPerson) -> str:
        return f"{obj}（{obj.org.region_name}）"


def volunteer_field(by: User, on: dt.date) -> VolunteerField:
    """Who may be asked on that day."""
    rows = NetworkPerson.objects.visible_to(by).volunteers(on).filter(Q(paused_until=None) | Q(paused_until__lt=on))
    return VolunteerField(
        rows.select_related("org").unopened().order_by("org_code", "name"),
        label="志愿者",
        widget=forms.Select(attrs={"data-combobox": ""}),
        empty_label="请选择",
        error_messages={"required": "请选择志愿者。", "invalid_choice": "请从在册的志愿者中选择。"},
    )


class TaskForm(forms.Form):
    """Something for which volunteers are wanted."""

    use_required_attribute = False

    title = line_field("任务", 60)
    kind = one_of("服务内容", ServiceKind.choices)
    place = line_field("地点", 100, required=False, help_text="不写求助妇女的住址")
    day = day_field("日期")
    begins = forms.TimeField(
        label="开始",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages=dict.fromkeys(("required", "invalid"), "请按“时:分”填写，如 09:00。"),
    )
    ends = forms.TimeField(
        label="结束",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages=dict.fromkeys(("required", "invalid"), "请按“时:分”填写，如 11:00。"),
    )
    wanted = forms.IntegerField(
        label="需要人数",
        min_value=1,
        max_value=500,
        initial=2,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "请填写 1 至 500 的整数。"),
    )

    def plan(self) -> TaskPlan:
        given = self.cleaned_data
        begins_at, ends_at = (
            timezone.make_aware(dt.datetime.combine(given["day"], given[name])) for name in ("begins", "ends")
        )
        return TaskPlan(given["title"], given["kind"], begins_at, ends_at, given["wanted"], given["place"])


class SignUpForm(forms.Form):
    """Who will come."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, by: User, on: dt.date) -> None:
        super().__init__(data)
        self.fields["person"] = volunteer_field(by, on)


class HoursForm(forms.Form):
    """How long, what, which day: where one knows whose hours they are."""

    use_required_attribute = False
    task: VolunteerTask | None = None

    minutes = forms.TypedChoiceField(
        label="多长时间",
        choices=MINUTES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择多长时间。"},
    )
    kind = one_of("做了什么", ServiceKind.choices, radio=True)
    served_on = day_field("哪一天")

    def service(self) -> Service:
        given = self.cleaned_data
        return Service(given["served_on"], given["minutes"], given["kind"], self.task)


class ServiceForm(HoursForm):
    """Hours, as quickly as they are told: who too; today, unless another day is chosen."""

    field_order = ("person", "minutes", "kind", "served_on")

    def __init__(self, data: Any = None, *, by: User, on: dt.date, task: VolunteerTask | None = None) -> None:
        super().__init__(data, initial={"served_on": on, "kind": task.kind if task else ServiceKind.VISIT})
        self.task = task
        self.fields["person"] = volunteer_field(by, on)
        self.order_fields(self.field_order)


class ReasonForm(forms.Form):
    """Why not."""

    use_required_attribute = False

    reason = line_field("理由", 100)
