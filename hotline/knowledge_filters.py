"""The filters of the knowledge base. Parameters: q (words), category, state."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from cases.widgets import PlainSelect
from fedportal.lib.search_terms import query_terms
from hotline.knowledge_facts import Category, EntryState
from hotline.knowledge_querysets import EntryQuerySet
from hotline.models import KnowledgeEntry

_ALL = "全部"
WAITING = ("waiting", "有待审核的版本")


class KnowledgeFilter(django_filters.FilterSet):
    """By words of the published version, category and state."""

    q = django_filters.CharFilter(
        label="问题、答复或者法律条文",
        method="by_words",
        widget=forms.TextInput(attrs={"type": "search", "data-wide": True, "maxlength": 60}),
        max_length=60,
    )
    category = django_filters.ChoiceFilter(
        label="类别", choices=Category.choices, empty_label=_ALL, widget=PlainSelect
    )
    state = django_filters.ChoiceFilter(
        label="状态",
        choices=[*EntryState.choices, WAITING],
        empty_label=_ALL,
        widget=PlainSelect,
        method="by_state",
    )

    class Meta:
        model = KnowledgeEntry
        fields: list[str] = []

    def by_words(self, rows: EntryQuerySet, name: str, value: str) -> EntryQuerySet:
        terms = query_terms(value)
        if not terms:
            return rows.none()
        asked: Any = Q(current=None, versions__question__contains=value.replace("\0", "").strip())
        unpublished = rows.filter(asked).values("pk")
        return rows.filter(Q(pk__in=rows.with_all(terms).values("pk")) | Q(pk__in=unpublished))

    def by_state(self, rows: EntryQuerySet, name: str, value: str) -> EntryQuerySet:
        return rows.waiting() if value == WAITING[0] else rows.filter(state=value)
