"""The filters of the list of calls. Parameters, which its tabs use:

tab      a group of states (TABS)       call_class   of 3.5
whose    mine: the reader's own         q            a telephone number, exactly, or the number of the call
since    today, week
"""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from cases.indexing import phone_of
from cases.widgets import PlainSelect
from fedportal.accounts.models import User
from hotline.call_querysets import CallQuerySet
from hotline.call_workflow import TALKING, CallClass, CallState
from hotline.models import Call

# By slug: what the tab says, and which calls it holds.
TABS: dict[str, tuple[str, Q]] = {
    "callback": ("待回拨", Q(state=CallState.CALLBACK_DUE)),
    "open": ("未完成", Q(state__in=[*sorted(TALKING), CallState.RESOLVED, CallState.TICKETED, CallState.ORDERED])),
    "emergency": ("紧急", Q(emergency_at__isnull=False)),
    "petition": ("已登记信访", Q(petition__isnull=False)),
    "closed": ("已办结", Q(state=CallState.CLOSED)),
}
_ALL = "全部"


def _choice(label: str, choices: list[Any], **more: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label=_ALL, widget=PlainSelect, **more)


class CallFilter(django_filters.FilterSet):
    """Give it `user` and `at`."""

    q = django_filters.CharFilter(
        label="来电号码",
        method="by_number",
        widget=forms.TextInput(attrs={"type": "search", "data-wide": True, "maxlength": 40}),
        max_length=40,
    )
    call_class = _choice("类别", CallClass.choices)
    whose = _choice("接线员", [("mine", "本人")], method="by_agent")
    since = _choice("时间", [("today", "今天"), ("week", "最近 7 天")], method="by_time")
    tab = _choice("状态", [(slug, words) for slug, (words, _) in TABS.items()], method="by_tab")

    class Meta:
        model = Call
        fields: list[str] = []

    def __init__(self, *args: Any, user: User, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.at = user, at
        self.form.fields["tab"].widget = forms.HiddenInput()

    def by_number(self, rows: CallQuerySet, name: str, value: str) -> CallQuerySet:
        """The whole number: of an enciphered one nobody finds a part."""
        return rows.from_number(phone_of(value, self.user.org))

    def by_agent(self, rows: CallQuerySet, name: str, value: str) -> CallQuerySet:
        return rows.filter(agent=self.user)

    def by_time(self, rows: CallQuerySet, name: str, value: str) -> CallQuerySet:
        midnight = timezone.localtime(self.at).replace(hour=0, minute=0, second=0, microsecond=0)
        return rows.since(midnight if value == "today" else self.at - dt.timedelta(days=7))

    def by_tab(self, rows: CallQuerySet, name: str, value: str) -> CallQuerySet:
        return rows.filter(TABS[value][1])
