"""The filters of the list of applications and names. Parameters: tab (TABS), q (station or place), kind, level."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from cases.widgets import PlainSelect
from fedportal.accounts.models import User
from stations.accreditation_querysets import AccreditationQuerySet
from stations.accreditation_workflow import LEVELS, AccreditationKind
from stations.models import Accreditation

TABS = {"turn": "待办", "waiting": "审核中", "standing": "示范单位", "ending": "将到期"}
_ALL = "全部"


def in_tab(rows: AccreditationQuerySet, tab: str, user: User, on: dt.date) -> AccreditationQuerySet:
    """What a tab holds before this reader."""
    return {
        "turn": lambda: rows.turn_of(user),
        "waiting": rows.waiting,
        "standing": lambda: rows.standing(on),
        "ending": lambda: rows.ending(on),
    }[tab]()


class AccreditationFilter(django_filters.FilterSet):
    """Give it `user` and `on`, the day."""

    q = django_filters.CharFilter(
        label="站点或者地区",
        method="by_words",
        widget=forms.TextInput(attrs={"type": "search", "data-wide": True, "maxlength": 60}),
        max_length=60,
    )
    kind = django_filters.ChoiceFilter(
        label="类别", choices=AccreditationKind.choices, empty_label=_ALL, widget=PlainSelect
    )
    level = django_filters.ChoiceFilter(
        label="级别",
        choices=[(level.value, level.label) for level in LEVELS],
        empty_label=_ALL,
        widget=PlainSelect,
    )
    tab = django_filters.ChoiceFilter(choices=[*TABS.items()], method="by_tab", widget=forms.HiddenInput)

    class Meta:
        model = Accreditation
        fields: list[str] = []

    def __init__(self, *args: Any, user: User, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.on = user, on

    def by_words(self, rows: AccreditationQuerySet, name: str, value: str) -> AccreditationQuerySet:
        words = value.replace("\0", "").strip()
        return rows.filter(Q(station__name__contains=words) | Q(unit__region_name__contains=words))

    def by_tab(self, rows: AccreditationQuerySet, name: str, value: str) -> AccreditationQuerySet:
        return in_tab(rows, value, self.user, self.on)

    @property
    def found(self) -> AccreditationQuerySet:
        rows: AccreditationQuerySet = self.qs
        return rows

    def labels(self) -> list[str]:
        """Labels of what is asked, and no values; of the tab its words."""
        asked = {name: self.form.data.get(name) for name in self.form.fields}
        words = [str(self.form.fields[name].label) for name, value in asked.items() if value and name != "tab"]
        return words + [TABS[tab] for tab in [asked["tab"]] if tab in TABS]
