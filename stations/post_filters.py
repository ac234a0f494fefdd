"""The filters of the lists of rights posts and partner bases. Parameters: q, agency or kind, state."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from cases.widgets import PlainSelect
from fedportal.orgs.models import AgencyKind
from stations.models import PartnerBase, RightsPost
from stations.post_facts import BaseKind

_ALL = "全部"


def _choice(label: str, choices: list[Any], **more: Any) -> django_filters.ChoiceFilter:
    more = {"empty_label": _ALL} | more
    return django_filters.ChoiceFilter(label=label, choices=choices, widget=PlainSelect, **more)


def _words(label: str) -> django_filters.CharFilter:
    widget = forms.TextInput(attrs={"type": "search", "data-wide": True, "maxlength": 60})
    return django_filters.CharFilter(label=label, method="by_words", widget=widget, max_length=60)


class _Closing(django_filters.FilterSet):
    """What is open, unless all was asked for."""

    @property
    def found(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.qs
        asked = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        return rows if asked.get("state") else rows.filter(closed_on=None)

    def labels(self) -> list[str]:
        """Labels of what is asked, and no values."""
        return [str(field.label) for name, field in self.form.fields.items() if self.form.data.get(name)]

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows if value == "all" else rows.exclude(closed_on=None)


class PostFilter(_Closing):
    """Of rights posts."""

    q = _words("名称、所在单位或者地区")
    agency = _choice("单位类别", AgencyKind.choices, field_name="agency__kind")
    state = _choice("状态", [("closed", "已撤销"), ("all", "全部")], method="by_state", empty_label="在岗")

    class Meta:
        model = RightsPost
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        words = value.replace("\0", "").strip()
        found = Q(name__contains=words) | Q(agency__name__contains=words) | Q(org__region_name__contains=words)
        return rows.filter(found)


class BaseFilter(_Closing):
    """Of partner bases."""

    q = _words("名称或者地区")
    kind = _choice("阵地类型", BaseKind.choices)
    state = _choice("状态", [("closed", "已停办"), ("all", "全部")], method="by_state", empty_label="开放")

    class Meta:
        model = PartnerBase
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        words = value.replace("\0", "").strip()
        return rows.filter(Q(agency__name__contains=words) | Q(org__region_name__contains=words))
