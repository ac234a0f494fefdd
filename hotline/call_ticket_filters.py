"""The filters of the list of work orders of calls. Parameters, which its tabs and the figures' links use:

tab      a group (TABS)                 call_class   of 3.5
q        number, or a whole telephone   whose        mine: which the reader answers for
sort     made, made_first (else: due first)
figure, under, own, first, last                what a figure of the statistics counts (call_ticket_figures)
"""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from cases.indexing import phone_of
from cases.widgets import PlainSelect
from fedportal.accounts.models import User
from hotline.call_ticket_figures import FIGURES, Span, counted
from hotline.call_ticket_querysets import CallTicketQuerySet
from hotline.call_workflow import CallClass
from hotline.models import CallTicket
from hotline.models.call_ticket import PREFIX

TABS: dict[str, str] = {
    "send": "待派",
    "do": "待办",
    "feedback": "待反馈",
    "back": "待回访",
    "overdue": "超期",
}
SORTS = {
    "due": "先到期的在前",
    "made": "最近生成的在前",
    "made_first": "最早生成的在前",
}
HIDDEN = ("tab", "figure", "own", "under", "first", "last")
_ALL = "全部"


def in_tab(rows: CallTicketQuerySet, tab: str, user: User, at: dt.datetime) -> CallTicketQuerySet:
    """What a tab holds before this reader."""
    return {
        "send": lambda: rows.to_send(user),
        "do": lambda: rows.to_do(user),
        "feedback": lambda: rows.awaiting_feedback(user),
        "back": lambda: rows.to_call_back(user),
        "overdue": lambda: rows.overdue(at),
    }[tab]()


def _choice(label: str, choices: list[Any], **more: Any) -> django_filters.ChoiceFilter:
    more = {"empty_label": _ALL} | more
    return django_filters.ChoiceFilter(label=label, choices=choices, widget=PlainSelect, **more)


class CallTicketFilter(django_filters.FilterSet):
    """Give it `user` and `at`."""

    q = django_filters.CharFilter(
        label="编号或者来电号码",
        method="by_words",
        widget=forms.TextInput(attrs={"type": "search", "data-wide": True, "maxlength": 60}),
        max_length=60,
    )
    call_class = _choice("类别", CallClass.choices)
    whose = _choice("首问责任人", [("mine", "本人")], method="by_agent")
    sort = _choice("排序", [*SORTS.items()][1:], method="by_sort", empty_label=SORTS["due"])
    tab = _choice("状态", [*TABS.items()], method="by_tab")
    figure = _choice("统计", [(name, name) for name in FIGURES], method="by_figure")
    own = django_filters.BooleanFilter(method="ignored")
    under = django_filters.NumberFilter(method="ignored")
    first = django_filters.DateFilter(method="ignored")
    last = django_filters.DateFilter(method="ignored")

    class Meta:
        model = CallTicket
        fields: list[str] = []

    def __init__(self, *args: Any, user: User, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.at = user, at
        for name in HIDDEN:
            self.form.fields[name].widget = forms.HiddenInput()

    def ignored(self, rows: CallTicketQuerySet, name: str, value: object) -> CallTicketQuerySet:
        """It counts along with the figure alone."""
        return rows

    def by_words(self, rows: CallTicketQuerySet, name: str, value: str) -> CallTicketQuerySet:
        """The number, or its last figures; a telephone whole: of an enciphered one nobody finds a part."""
        words = value.replace("\0", "").strip().upper().removeprefix(PREFIX)
        found = Q(phone_index=phone_of(words, self.user.org)) & ~Q(phone_index="")
        tail = words[8:] if len(words) > 8 else words
        if tail.isdecimal() and tail.isascii() and len(tail) <= 12:
            found |= Q(pk=int(tail))
        return rows.filter(found)

    def by_agent(self, rows: CallTicketQuerySet, name: str, value: str) -> CallTicketQuerySet:
        return rows.filter(agent=self.user)

    def by_tab(self, rows: CallTicketQuerySet, name: str, value: str) -> CallTicketQuerySet:
        return in_tab(rows, value, self.user, self.at)

    def by_sort(self, rows: CallTicketQuerySet, name: str, value: str) -> CallTicketQuerySet:
        """Applied by `ordered`."""
        return rows

    def by_figure(self, rows: CallTicketQuerySet, name: str, value: str) -> CallTicketQuerySet:
        given = self.form.cleaned_data
        if not (given.get("first") and given.get("last")):
            return rows
        span, own = Span.of(given["first"], given["last"]), bool(given.get("own"))
        return counted(rows, value, span, under=given.get("under"), own=own)

    @property
    def ordered(self) -> CallTicketQuerySet:
        rows: CallTicketQuerySet = self.qs
        how = self.form.cleaned_data.get("sort") if self.form.is_bound and self.form.is_valid() else ""
        if how == "made":
            return rows.order_by("-registered_at", "-pk")
        if how == "made_first":
            return rows.order_by("registered_at", "pk")
        return rows.by_next_duty()

    def labels(self) -> list[str]:
        """Labels of what is asked, and no values: one may be a person's."""
        named = {"tab": "状态", "figure": "统计"}
        return [
            named.get(name, str(field.label))
            for name, field in self.form.fields.items()
            if self.form.data.get(name) and name not in ("own", "under", "first", "last")
        ]
