"""Leaders' reception days: the month's list, one day, planning, how it went, cancelling."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from cases.actions.reception import cancel_reception, hold_reception, plan_reception
from cases.forms.reception_form import CancelForm, HoldForm, ReceptionForm
from cases.models import MatterClass, Petition, ReceptionDay
from cases.receptions import regularity
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed

NOT_SECRET = ~Q(petitions__matter_class=MatterClass.ACCUSATION)


@requires(Can.SEE_CASES)
def reception_list(request: UserRequest) -> HttpResponse:
    """A month of one's unit and those below it, and who has held none for too long."""
    at = timezone.now()
    today = timezone.localdate(at)
    first = _month(request.GET.get("month", ""), today)
    last = _next(first) - dt.timedelta(days=1)
    days = ReceptionDay.objects.visible_to(request.user).within(first, last).select_related("org")
    context = {
        "days": days.annotate(heard=Count("petitions", filter=NOT_SECRET)).order_by("on", "begins", "org_code", "pk"),
        "first": first,
        "before": _before(first),
        "after": _next(first),
        "is_now": first == today.replace(day=1),
        "regularity": regularity(request.user, at) if first == today.replace(day=1) else None,
        "may_plan": request.user.can(Can.DECIDE),
        "may_brief": request.user.can(Can.EXPORT),
        "is_leader": request.user.can(Can.APPROVE),
        "today": today,
    }
    return render(request, "cases/reception_list.html", context)


def _month(text: str, today: dt.date) -> dt.date:
    """The first day of a month like 2026-11; of this one for what is none."""
    try:
        first = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return first if dt.date.min.year < first.year < dt.date.max.year else today.replace(day=1)


def _next(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1)


def _before(first: dt.date) -> dt.date:
    return (first - dt.timedelta(days=1)).replace(day=1)


@requires(Can.DECIDE)
def reception_new(request: UserRequest) -> HttpResponse:
    """Plan a day of one's own unit."""
    at = timezone.now()
    form, refusal = ReceptionForm(request.POST or None, by=request.user, at=at), ""
    if form.is_valid():
        try:
            day = plan_reception(form.plan(), by=request.user, at=at)
            messages.success(request, f"已安排 {day.on} {day.who}接待。")
            return redirect(day)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"form": form, "refusal": refusal, "back": reverse("cases:reception_list")}
    context |= {"heading": "安排领导接待日", "button": "安排", "draft": "reception"}
    return render(request, "cases/reception_form.html", context, status=409 if refusal else 200)


@requires(Can.SEE_CASES)
def reception(request: UserRequest, pk: int) -> HttpResponse:
    """One day, with the matters that this reader may see."""
    day = _visible(request, pk)
    visible = Petition.objects.visible_to(request.user).exportable()  # one may have become an accusation
    seen = list(visible.filter(reception_days=day).select_related("org"))
    own = day.org_id == request.user.org_id and request.user.can(Can.DECIDE)
    context = {
        "day": day,
        "petitions": seen,
        "may_change": own and day.state == ReceptionDay.State.PLANNED,
        "may_hold": day.on <= timezone.localdate(),
    }
    return render(request, "cases/reception.html", context)


@requires(Can.DECIDE)
def reception_hold(request: UserRequest, pk: int) -> HttpResponse:
    """How it went: who came, which matters were heard."""
    day, at = _visible(request, pk), timezone.now()
    form, refusal = HoldForm(request.POST or None, day=day, by=request.user), ""
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("summary", "visitors")}
        try:
            hold_reception(day, **given, petitions=form.heard(), by=request.user, at=at)
            messages.success(request, f"{day.on} 接待情况已登记。")
            return redirect(day)
        except NotAllowed as refused:
            refusal = str(refused)
    return _answer(request, day, form, refusal, heading="登记接待情况", button="登记", draft=f"reception-{pk}")


@requires(Can.DECIDE)
def reception_cancel(request: UserRequest, pk: int) -> HttpResponse:
    """It does not take place."""
    day, at = _visible(request, pk), timezone.now()
    form, refusal = CancelForm(request.POST or None), ""
    if form.is_valid():
        try:
            cancel_reception(day, reason=form.cleaned_data["reason"], by=request.user, at=at)
            messages.success(request, f"已取消 {day.on} 的接待日。")
            return redirect(day)
        except NotAllowed as refused:
            refusal = str(refused)
    return _answer(request, day, form, refusal, heading="取消接待日", button="确认取消", draft="")


def _visible(request: UserRequest, pk: int) -> ReceptionDay:
    days = ReceptionDay.objects.visible_to(request.user).select_related("org", "planned_by", "ended_by")
    return get_object_or_404(days, pk=pk)


def _answer(request: UserRequest, day: ReceptionDay, form: Form, refusal: str, **words: Any) -> HttpResponse:
    context = {"day": day, "form": form, "refusal": refusal, "back": day.get_absolute_url()} | words
    return render(request, "cases/reception_form.html", context, status=409 if refusal else 200)
