"""Planning a leader's reception day, and how it went."""

import datetime as dt
import re
from operator import attrgetter
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils import timezone

from cases.actions.reception import Plan
from cases.models import Petition, ReceptionDay
from cases.querysets import PetitionQuerySet
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines.clock import SHANGHAI

OFFERED = 50  # matters of the day
DIGITS = 6  # of a running number


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": f"请填写{label}时间。", "invalid": "请填写正确的时间，如 9:00。"},
    )


class ReceptionForm(forms.Form):
    """Who receives when, where, about what."""

    use_required_attribute = False

    on = forms.DateField(
        label="日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写日期。", "invalid": "请填写正确的日期。"},
    )
    begins = _time("开始")
    ends = _time("结束")
    leader = forms.ModelChoiceField(
        label="接待领导",
        queryset=User.objects.none(),
        required=False,
        empty_label="不在列表中，填写姓名",
        error_messages={"invalid_choice": "请从本单位领导中选择。"},
    )
    leader_name = forms.CharField(label="领导姓名", max_length=60, required=False, help_text="已选择接待领导的不用填")
    leader_post = forms.CharField(
        label="职务", max_length=60, help_text="如“主席”“副主席”", error_messages={"required": "请填写职务。"}
    )
    place = forms.CharField(label="地点", max_length=120, error_messages={"required": "请填写地点。"})
    theme = forms.CharField(label="主题", max_length=120, required=False, help_text="如“农村妇女土地权益”")

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime) -> None:
        first = {"on": timezone.localdate(at), "begins": dt.time(9), "ends": dt.time(11, 30), "place": by.org.address}
        super().__init__(data, initial=first)
        picker = cast(forms.ModelChoiceField, self.fields["leader"])
        heads = User.objects.filter(org=by.org, is_active=True, roles__contains=[Role.UNIT_HEAD])
        picker.queryset = heads.order_by("name")
        picker.label_from_instance = attrgetter("name")  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        leader = given.get("leader")
        if leader is not None:
            given["leader_name"] = leader.name
        elif not given.get("leader_name") and "leader" not in self.errors:
            self.add_error("leader_name", "请选择接待领导，或者填写姓名。")
        if given.get("begins") and given.get("ends") and given["ends"] <= given["begins"]:
            self.add_error("ends", "结束时间应当在开始之后。")
        return given

    def plan(self) -> Plan:
        return Plan(**self.cleaned_data)


class HoldForm(forms.Form):
    """Who came, which matters were heard, what was said."""

    use_required_attribute = False

    visitors = forms.IntegerField(
        label="接待人次",
        min_value=0,
        max_value=9999,
        help_text="没有人来的填 0",
        error_messages={
            "required": "请填写接待人次，没有人来的填 0。",
            "invalid": "接待人次应当是整数。",
            "min_value": "接待人次不能小于 0。",
            "max_value": "接待人次不能超过 9999。",
        },
    )
    petitions = forms.ModelMultipleChoiceField(
        label="当日来访来信来电的信访事项",
        queryset=Petition.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "请从列表中选择。"},
    )
    numbers = forms.CharField(
        label="其他接待的信访事项",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一个编号；本单位当年登记的，可以只写最后的序号，如“123”",
    )
    summary = forms.CharField(
        label="接待情况",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="反映的主要问题、当场答复和交办的事项；不写姓名、住址和电话",
        error_messages={"required": "请填写接待情况。"},
    )

    def __init__(self, data: Any = None, *, day: ReceptionDay, by: User) -> None:
        super().__init__(data)
        self.day, self.visible = day, Petition.objects.visible_to(by).exportable()
        picker = cast(forms.ModelMultipleChoiceField, self.fields["petitions"])
        picker.queryset = self.visible.filter(pk__in=self._of_that_day())
        picker.label_from_instance = _label  # type: ignore[assignment]
        if not picker.queryset.exists():
            del self.fields["petitions"]

    def _of_that_day(self) -> list[int]:
        first = dt.datetime.combine(self.day.on, dt.time(), SHANGHAI)
        came = self.visible.filter(
            contacts__org=self.day.org_id, contacts__at__gte=first, contacts__at__lt=first + dt.timedelta(days=1)
        )
        return list(came.order_by("pk").distinct().values_list("pk", flat=True)[:OFFERED])

    def clean_numbers(self) -> list[Petition]:
        lines = [line.strip() for line in self.cleaned_data["numbers"].splitlines() if line.strip()]
        found = {line: self._numbered(line) for line in lines}
        if unknown := [line for line, row in found.items() if row is None]:
            raise forms.ValidationError(f"没有找到：{'、'.join(unknown[:5])}。请核对编号。")
        return [row for row in found.values() if row is not None]

    def _numbered(self, line: str) -> Petition | None:
        rows: PetitionQuerySet = self.visible
        if re.fullmatch(rf"[0-9]{{1,{DIGITS}}}", line):
            ending = f"〔{self.day.on.year}〕{int(line):0{DIGITS}d}"
            return rows.filter(Q(registered_org=self.day.org_id), number__endswith=ending).first()
        return rows.filter(number=line).first()

    def heard(self) -> list[Petition]:
        chosen = [*self.cleaned_data.get("petitions", ()), *self.cleaned_data["numbers"]]
        return list({row.pk: row for row in chosen}.values())


def _label(row: Petition) -> str:
    return f"{row.number} {row.category_label}"


class CancelForm(forms.Form):
    """Why a day does not take place."""

    use_required_attribute = False

    reason = forms.CharField(
        label="取消原因",
        max_length=200,
        error_messages={"required": "请填写取消原因。"},
        help_text="已公布的，请同时告知群众",
    )
