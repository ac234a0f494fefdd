"""The filters of the list of people. Parameters, which links of the figures use too:

q         a part of the name or workplace, or pinyin initials      kind      a role (RoleKind)
time      full, part                                               state     serving (else), left, all
training  due (24 months), late (36 months): petition cadres       paper     expiring
term      ending
under     a code: the people of that unit and of those below it    own       only those of that unit itself
"""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef

from cases.widgets import PlainSelect
from fedportal.orgs.codes import code_end
from fedportal.orgs.models import Level
from stations.models import Credential, NetworkPerson, NetworkRole
from stations.network_facts import RoleKind
from stations.network_law import EXPIRING_WITHIN, TERM_ENDS_WITHIN
from stations.network_querysets import PersonQuerySet
from stations.training_days import late_before, reminded_before

_ALL = "全部"
HIDDEN = ("under", "own")


def _choice(label: str, choices: list[Any], **more: Any) -> django_filters.ChoiceFilter:
    more = {"empty_label": _ALL} | more
    return django_filters.ChoiceFilter(label=label, choices=choices, widget=PlainSelect, **more)


class PersonFilter(django_filters.FilterSet):
    """Give it `on`, the day."""

    q = django_filters.CharFilter(
        label="姓名、工作单位或者拼音首字母",
        method="by_words",
        widget=forms.TextInput(attrs={"type": "search", "data-wide": True, "maxlength": 60}),
        max_length=60,
    )
    kind = _choice("身份", RoleKind.choices, method="by_kind")
    time = _choice("专兼职", [("full", "专职"), ("part", "兼职")], method="by_time")
    level = _choice("层级", Level.choices, field_name="org__level")
    training = _choice("信访干部参训", [("due", "24 个月内未参训"), ("late", "36 个月内未参训")], method="by_training")
    paper = _choice("资质", [("expiring", "60 日内到期")], method="by_paper")
    term = _choice("任期", [("ending", "60 日内届满")], method="by_term")
    state = _choice("状态", [("left", "已离队"), ("all", "全部")], method="by_state", empty_label="在册")
    under = django_filters.NumberFilter(method="by_place")
    own = django_filters.BooleanFilter(method="ignored")

    class Meta:
        model = NetworkPerson
        fields: list[str] = []

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        for name in HIDDEN:
            self.form.fields[name].widget = forms.HiddenInput()

    @property
    def found(self) -> PersonQuerySet:
        """What was asked for; those who serve, unless others were."""
        rows: PersonQuerySet = self.qs
        asked = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        return (rows if asked.get("state") else rows.serving(self.on)).order_by("org_code", "name", "pk")

    def by_words(self, rows: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return rows.matching(value)

    def by_kind(self, rows: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return rows.with_role(self.on, value)

    def by_time(self, rows: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return rows.working(self.on, full_time=value == "full")

    def by_training(self, rows: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        before = late_before(self.on) if value == "late" else reminded_before(self.on)
        return rows.with_role(self.on, RoleKind.CADRE).trained_before(before)

    def by_paper(self, rows: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        running_out = Credential.objects.expiring(self.on, EXPIRING_WITHIN).filter(person=OuterRef("pk"))
        return rows.filter(Exists(running_out))

    def by_term(self, rows: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        ending = NetworkRole.objects.ending(self.on, TERM_ENDS_WITHIN).filter(person=OuterRef("pk"))
        return rows.filter(Exists(ending))

    def by_state(self, rows: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return rows.exclude(left_on=None) if value == "left" else rows

    def by_place(self, rows: PersonQuerySet, name: str, value: Any) -> PersonQuerySet:
        code = int(value)
        if not 10**10 <= code < 10**12:
            return rows.none()
        end = code + 1 if self.form.cleaned_data.get("own") else code_end(code)
        return rows.filter(org_code__gte=code, org_code__lt=end)

    def ignored(self, rows: PersonQuerySet, name: str, value: object) -> PersonQuerySet:
        """It counts along with the place alone."""
        return rows

    def labels(self) -> list[str]:
        """Labels of what is asked, and no values: one may be a person's."""
        return [
            "地区" if name == "under" else str(field.label)
            for name, field in self.form.fields.items()
            if self.form.data.get(name) and name != "own"
        ]
