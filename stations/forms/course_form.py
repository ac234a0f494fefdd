"""A course, and everybody who attended it, in one form."""

import datetime as dt
from typing import Any

from django import forms

from fedportal.accounts.models import User
from fedportal.orgs.models import Level
from stations.actions.training import NOBODY, CourseFacts
from stations.forms.fields import day_field, line_field, one_of
from stations.models import NetworkPerson
from stations.network_facts import CourseKind, RoleKind
from stations.network_querysets import PersonQuerySet

OFFERED = 400  # people in one form; a larger roster is narrowed by role


class PeopleField(forms.ModelMultipleChoiceField):
    """People by name and unit."""

    def label_from_instance(self, obj: NetworkPerson) -> str:
        return f"{obj}（{obj.org.region_name}）"


def _people(by: User, on: dt.date, kind: str) -> PersonQuerySet:
    rows: PersonQuerySet = NetworkPerson.objects.visible_to(by).kept().serving(on)
    rows = rows.with_role(on, kind) if kind in RoleKind.values else rows
    return rows.select_related("org").unopened().order_by("org_code", "name", "pk")


class AttendedForm(forms.Form):
    """Who attended; `kind` narrows whom the form offers."""

    use_required_attribute = False

    people = PeopleField(
        NetworkPerson.objects.none(),
        label="参训人员",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "参训人员中有不在名册中的，请重新选择。"},
    )

    everyone = forms.BooleanField(label="上面列出的人员全部参加", required=False)

    def __init__(self, data: Any = None, *, by: User, on: dt.date, kind: str = "") -> None:
        super().__init__(data)
        offered: Any = self.fields["people"]
        offered.queryset = _people(by, on, kind)
        shown = list(offered.queryset[: OFFERED + 1])
        self.is_cut = len(shown) > OFFERED
        self.shown = [row.pk for row in shown[:OFFERED]]
        offered.choices = [(row.pk, offered.label_from_instance(row)) for row in shown[:OFFERED]]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "people" not in self.errors and not self.chosen:
            self.add_error("people", NOBODY)
        return given

    @property
    def chosen(self) -> list[int]:
        """Whom the verb is told of: those ticked, or all that the form shows."""
        given = self.cleaned_data
        return self.shown if given.get("everyone") else [row.pk for row in given.get("people", ())]


class CourseFactsForm(forms.Form):
    """What is said of a course."""

    use_required_attribute = False

    name = line_field("培训名称", 100, help_text="如“2026 年全省妇联系统信访业务培训班”")
    kind = one_of("内容", CourseKind.choices, radio=True)
    level = one_of("举办层级", [choice for choice in Level.choices if choice[0] <= Level.TOWNSHIP], radio=True)
    begins, ends = day_field("开始日期"), day_field("结束日期")
    hours = forms.IntegerField(
        label="学时",
        min_value=0,
        max_value=1000,
        initial=0,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "请填写 0 至 1000 的整数。"),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("begins") and given.get("ends") and given["ends"] < given["begins"]:
            self.add_error("ends", "结束日期不能早于开始日期。")
        return given

    def facts(self) -> CourseFacts:
        given = self.cleaned_data
        names = CourseFacts.__dataclass_fields__
        return CourseFacts(**{name: given[name] for name in names} | {"level": int(given["level"])})


class CourseForm(CourseFactsForm, AttendedForm):
    """The course and who attended it."""

    field_order = ("name", "kind", "level", "begins", "ends", "hours", "people", "everyone")
