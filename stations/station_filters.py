"""The filters of the register of stations: q (station or unit), kind, level, state, served, under (a code)."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q

from cases.widgets import PlainSelect
from fedportal.orgs.codes import code_end
from fedportal.orgs.models import Level
from stations.models import Station, StationMonth
from stations.quarters import Quarter
from stations.station_facts import StationKind
from stations.station_querysets import StationQuerySet

_ALL = "全部"
LEVELS = [(level.value, level.label) for level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)]


def has_served(quarter: Quarter) -> Exists:
    """Whether a station logged a service in that quarter."""
    months = StationMonth.objects.filter(station=OuterRef("pk"), entries__gt=0)
    return Exists(months.filter(month__gte=quarter.first, month__lte=quarter.last))


def units_below(rows: Any, column: str, code: str) -> Any:
    """All units below a code, itself among them; no code is nobody's place."""
    if not (code.isascii() and code.isdigit() and 0 < int(code) < 10**12):
        return rows.none()
    return rows.filter(**{f"{column}__gte": int(code), f"{column}__lt": code_end(int(code))})


class StationFilter(django_filters.FilterSet):
    """Give it `on`, the day: what served is asked of its quarter."""

    q = django_filters.CharFilter(
        label="站点、单位或者地址",
        method="by_words",
        widget=forms.TextInput(attrs={"type": "search", "data-wide": True, "maxlength": 60}),
        max_length=60,
    )
    kind = django_filters.ChoiceFilter(label="类别", choices=StationKind.choices, empty_label=_ALL, widget=PlainSelect)
    level = django_filters.ChoiceFilter(
        label="层级", choices=LEVELS, empty_label=_ALL, widget=PlainSelect, field_name="org__level"
    )
    state = django_filters.ChoiceFilter(
        label="状态",
        choices=[("live", "在用"), ("closed", "已撤销")],
        empty_label=_ALL,
        widget=PlainSelect,
        method="by_state",
    )
    served = django_filters.ChoiceFilter(
        label="本季度服务",
        choices=[("yes", "有服务记录"), ("no", "没有服务记录")],
        empty_label=_ALL,
        widget=PlainSelect,
        method="by_service",
    )
    under = django_filters.CharFilter(method="by_place", widget=forms.HiddenInput, max_length=12)

    class Meta:
        model = Station
        fields: list[str] = []

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quarter = Quarter.of(on)

    def by_words(self, rows: StationQuerySet, name: str, value: str) -> StationQuerySet:
        words = value.replace("\0", "").strip()
        return rows.filter(Q(name__contains=words) | Q(org__region_name__contains=words) | Q(address__contains=words))

    def by_state(self, rows: StationQuerySet, name: str, value: str) -> StationQuerySet:
        return rows.live() if value == "live" else rows.exclude(closed_on=None)

    def by_service(self, rows: StationQuerySet, name: str, value: str) -> StationQuerySet:
        served = has_served(self.quarter)
        return rows.filter(served) if value == "yes" else rows.filter(~served)

    def by_place(self, rows: StationQuerySet, name: str, value: str) -> StationQuerySet:
        return units_below(rows, "org_code", value)

    def labels(self) -> list[str]:
        """The conditions that are on, by their names alone."""
        data = self.form.data
        return [str(field.label or "地区") for name, field in self.form.fields.items() if data.get(name)]
