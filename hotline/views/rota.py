"""The rota of one's unit by week and month; planning a shift and copying a week."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from hotline.actions.rota import copy_week, plan_shift, why_not_plan
from hotline.forms.rota_form import CopyWeekForm, ShiftForm
from hotline.models import HandOver, Shift
from hotline.rota_weeks import Stretch

FIRST_YEAR, LAST_YEAR = 2020, 2100


@require_safe
@requires(Can.ANSWER_CALLS)
def rota(request: UserRequest) -> HttpResponse:
    """Who answers when, where nobody does, and what waits to be taken up."""
    user, today = request.user, timezone.localdate()
    by_month = request.GET.get("view") == "month"
    stretch = Stretch.of(_day(request.GET.get("day", ""), today), by_month=by_month)
    at, weeks = timezone.now(), stretch.weeks(user, today=today)
    context = {
        "stretch": stretch,
        "weeks": weeks,
        "planned": any(day.shifts for week in weeks for day in week),
        "gaps": Shift.objects.visible_to(user).filter(org=user.org_id, ends_at__gt=at).untaken().count(),
        "notes": HandOver.objects.for_taker(user).noticed(),
        "may_plan": not why_not_plan(user.org_id, by=user),
        "copying": CopyWeekForm(by=user, on=today, monday=stretch.first),
        "at": at,
    }
    return render(request, "hotline/rota.html", context)


def _day(text: str, today: dt.date) -> dt.date:
    """The day that the address names, else today."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    return day if day and FIRST_YEAR <= day.year < LAST_YEAR else today


@requires(Can.RUN_HOTLINE)
def shift_new(request: UserRequest) -> HttpResponse:
    """One shift more."""
    at, refusal = timezone.now(), ""
    day = _day(request.GET.get("day", ""), timezone.localdate(at) + dt.timedelta(days=1))
    form = ShiftForm(request.POST or None, by=request.user, at=at, day=day)
    if form.is_valid():
        try:
            row = plan_shift(form.cleaned_data["line"], form.planned(), by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"班次 {row} 已排定。" if row.agent else f"班次 {row} 已登记，还没有接线员。")
            return redirect(f"{reverse('hotline:rota')}?day={timezone.localdate(row.begins_at)}")
    context = {"form": form, "refusal": refusal, "lines": form.fields["line"].queryset}  # type: ignore[attr-defined]
    return render(request, "hotline/shift_form.html", context, status=409 if refusal else 200)


@require_POST
@requires(Can.RUN_HOTLINE)
def rota_copy(request: UserRequest) -> HttpResponse:
    """That week again."""
    form = CopyWeekForm(request.POST, by=request.user, on=timezone.localdate())
    if not form.is_valid():
        messages.error(request, "请选择线路和以后 1 至 12 周。")
        return redirect("hotline:rota")
    given = form.cleaned_data
    try:
        made = copy_week(given["line"], given["monday"], given["weeks"], by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        untaken = sum(1 for row in made if row.agent is None)
        words = f"已复制 {len(made)} 个班次" if made else "以后几周已经排好，没有需要复制的班次"
        messages.success(request, f"{words}{f'，其中 {untaken} 个还没有接线员' if untaken else ''}。")
    return redirect(f"{reverse('hotline:rota')}?day={given['monday'] + dt.timedelta(days=7)}")
