"""The filters of the list of checks. Parameters: q (station or place), kind, result (RESULTS), sort."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from cases.widgets import PlainSelect
from stations.check_facts import CheckKind
from stations.check_querysets import StationCheckQuerySet
from stations.models import StationCheck

RESULTS = {
    "passed": "四有、五个一达标",
    "failed": "四有、五个一未达标",
    "rectify": "待整改",
    "recheck": "待复查",
    "begun": "没有完成",
}
_ALL = "全部"


class CheckFilter(django_filters.FilterSet):
    """What is asked of the list."""

    q = django_filters.CharFilter(
        label="站点或者地区",
        method="by_words",
        widget=forms.TextInput(attrs={"type": "search", "data-wide": True, "maxlength": 60}),
        max_length=60,
    )
    kind = django_filters.ChoiceFilter(label="类别", choices=CheckKind.choices, empty_label=_ALL, widget=PlainSelect)
    result = django_filters.ChoiceFilter(
        label="结果", choices=[*RESULTS.items()], empty_label=_ALL, widget=PlainSelect, method="by_result"
    )

    class Meta:
        model = StationCheck
        fields: list[str] = []

    def by_words(self, rows: StationCheckQuerySet, name: str, value: str) -> StationCheckQuerySet:
        words = value.replace("\0", "").strip()
        return rows.filter(Q(station__name__contains=words) | Q(station__org__region_name__contains=words))

    def by_result(self, rows: StationCheckQuerySet, name: str, value: str) -> StationCheckQuerySet:
        found: dict[str, Any] = {
            "passed": lambda: rows.done().filter(four_haves=True, five_ones=True),
            "failed": lambda: rows.done().exclude(four_haves=True, five_ones=True),
            "rectify": rows.made_above().to_rectify,
            "recheck": rows.to_recheck,
            "begun": lambda: rows.filter(done_at=None),
        }
        kept: StationCheckQuerySet = found[value]()
        return kept
