"""The filters of the list of supervision orders. Parameters, which its figures link with:

state, level, cause    as the order has them        side       ours (we issued it), theirs (we are to answer it)
waiting=1              asks this unit for work      overdue=1  an answer is owed after its last moment
ignored=1              about matters in which two answers are owed after their last moments
"""

import datetime as dt
from typing import Any

import django_filters
from django import forms

from cases.models import SupervisionOrder
from cases.models.supervision import LEVELS
from cases.order_querysets import SupervisionQuerySet
from cases.widgets import PlainSelect
from cases.workflow import Cause, OrderState
from fedportal.accounts.models import User

YES = [("1", "是")]
SIDES = [("ours", "本单位督办的"), ("theirs", "督办本单位的")]


def _choice(label: str, choices: list[Any], **more: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label="全部", widget=PlainSelect, **more)


def _flag(label: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=YES, method="by_flag", widget=forms.HiddenInput)


class OrderFilter(django_filters.FilterSet):
    """Give it `user` and `at`."""

    state = _choice("状态", OrderState.choices)
    side = _choice("范围", SIDES, method="by_side")
    level = _choice("督办层级", LEVELS)
    cause = _choice("督办事由", Cause.choices)
    waiting = _flag("待本单位处理")
    overdue = _flag("逾期未回复")
    ignored = _flag("两次督办逾期未回复")

    class Meta:
        model = SupervisionOrder
        fields: list[str] = []

    def __init__(self, *args: Any, user: User, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.at = user, at

    def by_side(self, rows: SupervisionQuerySet, name: str, value: str) -> SupervisionQuerySet:
        return rows.filter(**{"issuer" if value == "ours" else "receiver": self.user.org_id})

    def by_flag(self, rows: SupervisionQuerySet, name: str, value: str) -> SupervisionQuerySet:
        return flagged(rows, name, self.user, self.at)

    def chips(self) -> list[tuple[str, str]]:
        """The flags in force: parameter and words."""
        given = self.form.cleaned_data if self.form.is_valid() else {}
        return [(name, str(self.form.fields[name].label)) for name in FLAGS if given.get(name)]


FLAGS = ("waiting", "overdue", "ignored")


def flagged(rows: SupervisionQuerySet, name: str, user: User, at: dt.datetime) -> SupervisionQuerySet:
    """The orders of one figure of the page."""
    if name == "waiting":
        return rows.filter(pk__in=SupervisionOrder.objects.waiting_for(user).values("pk"))
    return rows.unanswered(at) if name == "overdue" else rows.filter(petition__in=rows.ignored_matters(at))
