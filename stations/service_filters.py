"""The filters of the list of services: first and last (days, this month unless said), q (station or place), service;
`station` and `under`, a code, come from the pages of these."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from cases.widgets import PlainSelect
from stations.models import ServiceEntry
from stations.models.station_log import ServiceEntryQuerySet
from stations.station_facts import Service
from stations.station_filters import units_below


def _day(label: str, lookup: str) -> django_filters.DateFilter:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return django_filters.DateFilter(label=label, field_name="day", lookup_expr=lookup, widget=widget)


class ServiceFilter(django_filters.FilterSet):
    """Give it `on`, the day: its month is asked of, unless days are named."""

    first, last = _day("自", "gte"), _day("至", "lte")
    q = django_filters.CharFilter(
        label="站点或者地区",
        method="by_words",
        widget=forms.TextInput(attrs={"type": "search", "data-wide": True, "maxlength": 60}),
        max_length=60,
    )
    service = django_filters.ChoiceFilter(
        label="类别", choices=Service.choices, empty_label="全部", widget=PlainSelect
    )
    station = django_filters.NumberFilter(widget=forms.HiddenInput, max_value=2**53, min_value=1)
    under = django_filters.CharFilter(method="by_place", widget=forms.HiddenInput, max_length=12)

    class Meta:
        model = ServiceEntry
        fields: list[str] = []

    def __init__(self, data: Any, *args: Any, on: dt.date, **kwargs: Any) -> None:
        asked = data.copy()
        if "first" not in asked and "last" not in asked:
            asked["first"] = str(on.replace(day=1))
        super().__init__(asked, *args, **kwargs)

    def by_words(self, rows: ServiceEntryQuerySet, name: str, value: str) -> ServiceEntryQuerySet:
        words = value.replace("\0", "").strip()
        return rows.filter(Q(station__name__contains=words) | Q(station__org__region_name__contains=words))

    def by_place(self, rows: ServiceEntryQuerySet, name: str, value: str) -> ServiceEntryQuerySet:
        return units_below(rows, "station__org_code", value)

    def labels(self) -> list[str]:
        """The conditions that are on, by their names alone."""
        data = self.form.data
        return [str(field.label or name) for name, field in self.form.fields.items() if data.get(name)]
