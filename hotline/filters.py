"""The filters of the list of work orders. Parameters, which its tabs and links use:

tab                    a group of states (TABS)      class    of 12345
whose=ours             the unit's own                 overdue=1  a duty is owed after its last moment
q                      number or title
"""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from cases.widgets import PlainSelect
from fedportal.accounts.models import User
from hotline.models import ExternalTicket
from hotline.querysets import TicketQuerySet
from hotline.workflow import AWAY, Direction, TicketClass, TicketState

# By slug: what the tab says, and which states it holds.
TABS: dict[str, tuple[str, Q]] = {
    "waiting": ("待签收", Q(state=TicketState.RECEIVED)),
    "open": ("办理中", Q(state__in=[TicketState.ACCEPTED, TicketState.REWORK])),
    "answered": ("已答复", Q(state=TicketState.ANSWERED)),
    "returned": ("已退回", Q(state=TicketState.RETURNED)),
    "out": (
        "转 12345",
        Q(direction=Direction.OUT, state__in=[*sorted(AWAY), TicketState.REFUSED, TicketState.REPLIED]),
    ),
    "ended": ("已结束", Q(state__in=[TicketState.CLOSED, TicketState.WITHDRAWN])),
}
_ALL = "全部"


def _choice(label: str, choices: list[Any], **more: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label=_ALL, widget=PlainSelect, **more)


class TicketFilter(django_filters.FilterSet):
    """Give it `user` and `at`."""

    q = django_filters.CharFilter(
        label="编号或者标题",
        method="by_words",
        widget=forms.TextInput(attrs={"type": "search", "data-wide": True, "maxlength": 100}),
        max_length=100,
    )
    ticket_class = _choice("类别", TicketClass.choices)
    whose = _choice("范围", [("ours", "本单位的")], method="by_unit")
    overdue = _choice("时限", [("1", "已超期")], method="by_lateness")
    tab = _choice("状态", [(slug, words) for slug, (words, _) in TABS.items()], method="by_tab")

    class Meta:
        model = ExternalTicket
        fields: list[str] = []

    def __init__(self, *args: Any, user: User, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.at = user, at
        self.form.fields["tab"].widget = forms.HiddenInput()

    def by_words(self, rows: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        words = value.replace("\0", "").strip()
        ours = Q(org=self.user.org_id, title__icontains=words)  # titles of others are read without their people
        return rows.filter(Q(system_number__icontains=words) | ours)

    def by_unit(self, rows: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        return rows.filter(org=self.user.org_id)

    def by_lateness(self, rows: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        return rows.overdue(self.at)

    def by_tab(self, rows: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        return rows.filter(TABS[value][1])
