"""The filters of the list of lines. Parameters: q (number or unit), staffing, state (live, closed)."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from cases.widgets import PlainSelect
from hotline.line_facts import Staffing
from hotline.line_querysets import LineQuerySet
from hotline.models import HotlineLine

_ALL = "全部"


class LineFilter(django_filters.FilterSet):
    """Give it `on`, the day."""

    q = django_filters.CharFilter(
        label="号码或者地区",
        method="by_words",
        widget=forms.TextInput(attrs={"type": "search", "data-wide": True, "maxlength": 60}),
        max_length=60,
    )
    staffing = django_filters.ChoiceFilter(
        label="接听时间", choices=Staffing.choices, empty_label=_ALL, widget=PlainSelect
    )
    state = django_filters.ChoiceFilter(
        label="状态",
        choices=[("live", "接听中"), ("closed", "已停用")],
        empty_label=_ALL,
        widget=PlainSelect,
        method="by_state",
    )

    class Meta:
        model = HotlineLine
        fields: list[str] = []

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def by_words(self, rows: LineQuerySet, name: str, value: str) -> LineQuerySet:
        words = value.replace("\0", "").strip()
        return rows.filter(Q(number__contains=words) | Q(org__region_name__contains=words))

    def by_state(self, rows: LineQuerySet, name: str, value: str) -> LineQuerySet:
        return rows.live(self.on) if value == "live" else rows.exclude(pk__in=rows.live(self.on).values("pk"))
