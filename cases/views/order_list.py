"""The list of supervision orders of one's range, with the figures of what waits and what is late."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.models import SupervisionOrder
from cases.order_filters import FLAGS, OrderFilter, flagged
from cases.order_querysets import SupervisionQuerySet
from cases.workflow import OrderState
from cases.workflow.supervision import ANSWER_OWED
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can

SIZE = 25


@require_safe
@requires(Can.SEE_CASES)
def order_list(request: UserRequest) -> HttpResponse:
    """Drafts first, then answers to judge, then what is owed, the latest on top; then what has ended."""
    at = timezone.now()
    visible = SupervisionOrder.objects.visible_to(request.user)
    asked = OrderFilter(request.GET, visible, user=request.user, at=at)
    page = Paginator(_ordered(asked.qs, at), SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": asked,
        "active": any(request.GET.get(name) for name in asked.filters),
        "chips": [(words, _without(request, name)) for name, words in asked.chips()],
        "figures": _figures(visible, request.user, at),
        "page": page,
        "at": at,
    }
    return render(request, "cases/order_list.html", context)


def _ordered(rows: SupervisionQuerySet, at: dt.datetime) -> SupervisionQuerySet:
    owed = Q(state__in=sorted(ANSWER_OWED))
    rank = Case(
        When(state=OrderState.DRAFTED, then=Value(0)),
        When(state=OrderState.REPLIED, then=Value(1)),
        When(owed, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    due = Case(When(owed, then=F("clock__due_at")))
    related = ("petition", "issuer", "receiver", "document", "clock", "escalation__deadline")
    return (
        rows.select_related(*related).alias(rank=rank, due=due).order_by("rank", F("due").asc(nulls_last=True), "-pk")
    )


@dataclass(frozen=True)
class Figure:
    """One count of the page's head, and the list behind it."""

    label: str
    number: int
    url: str
    unit: str = "张"


def _figures(visible: SupervisionQuerySet, user: User, at: dt.datetime) -> list[Figure]:
    labels = {"waiting": "待本单位处理", "overdue": "逾期未回复", "ignored": "两次督办逾期未回复"}
    figures = [
        Figure("在督办", visible.running().count(), reverse("cases:order_list")),
        *(Figure(labels[name], flagged(visible, name, user, at).count(), _flag_url(name)) for name in FLAGS[:2]),
    ]
    ignored = visible.ignored_matters(at).count()
    return [*figures, Figure(labels["ignored"], ignored, _flag_url("ignored"), unit="件")]


def _flag_url(name: str) -> str:
    return f"{reverse('cases:order_list')}?{name}=1"


def _without(request: UserRequest, name: str) -> str:
    """This page's address without that condition."""
    left = request.GET.copy()
    left.pop(name, None)
    left.pop("page", None)
    return f"{reverse('cases:order_list')}?{left.urlencode()}"
