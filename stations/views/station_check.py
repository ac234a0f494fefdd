"""Checks of stations: begin one, fill it in by telephone, finish it; read one, and say what was put right."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.deadlines.unanswered import unanswered
from fedportal.lib.refusals import NotAllowed
from stations.actions.station_checks import (
    begin_check,
    finish_check,
    keep_answers,
    rectify,
    remove_photo,
    why_not_check,
    why_not_rectify,
)
from stations.check_facts import MADE_ABOVE, CheckKind, Section
from stations.duties_above import waiting_above
from stations.forms.check_form import BeginCheckForm, CheckForm, RectifyForm
from stations.models import CheckAnswer, CheckPhoto, Station, StationCheck
from stations.views.acts import first_error


@requires(Can.KEEP_STATIONS)
def check_begin(request: UserRequest, pk: int) -> HttpResponse:
    """Why, when, with whom; then its items. `of` is the check that is looked at again."""
    row = get_object_or_404(Station.objects.visible_to(request.user).select_related("org"), pk=pk)
    able = [kind for kind in CheckKind if not why_not_check(row, kind, by=request.user)]
    if not able:
        raise PermissionDenied(why_not_check(row, CheckKind.YEARLY, by=request.user))
    follows, refusal = _looked_at_again(request, row), ""
    form = BeginCheckForm(request.POST or None, station=row, follows=follows, by=request.user)
    if form.is_valid():
        try:
            made = begin_check(row, **form.begun(), follows=follows, by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            return redirect(made)
    context = {"station": row, "form": form, "refusal": refusal, "follows": follows}
    return render(request, "stations/check_begin.html", context, status=409 if refusal else 200)


def _looked_at_again(request: UserRequest, row: Station) -> StationCheck | None:
    key = request.GET.get("of", "")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    able = any(not why_not_check(row, kind, by=request.user) for kind in MADE_ABOVE)
    checks = StationCheck.objects.visible_to(request.user).done().made_above()
    return checks.filter(station=row, missing__gt=0, pk=int(key)).first() if able else None


@requires(Can.SEE_DASHBOARD)
def station_check(request: UserRequest, pk: int) -> HttpResponse:
    """While it is made, its form before who makes it; from then on, what was found."""
    row = visible_check(request, pk)
    answers = list(row.answers.in_order())
    if row.done_at is None and row.by_id == request.user.pk:
        return _filling(request, row, answers)
    return render(request, "stations/station_check.html", _found(row, answers, request.user))


def _filling(request: UserRequest, row: StationCheck, answers: list[CheckAnswer]) -> HttpResponse:
    """What is sent is kept whatever becomes of it; “finish” refuses with what is still missing."""
    form, refusal = CheckForm(request.POST or None, request.FILES or None, check=row, answers=answers), ""
    if form.is_valid():
        at = timezone.now()
        try:
            keep_answers(row, form.found(), note=form.cleaned_data["note"], by=request.user, at=at)
            _remove(request, row, at)
            if "finish" in request.POST:
                finish_check(row, by=request.user, at=at)
                messages.success(request, "检查已完成，结果已经算出。")
                return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, "已保存，可以接着检查。")
            return redirect(row)
    answers = list(row.answers.in_order())  # with the photos that were kept just now
    shown = CheckForm(check=StationCheck.objects.get(pk=row.pk), answers=answers) if refusal else form
    context = {"check": row, "form": shown, "errors": form, "refusal": refusal, "left": _left(answers)}
    return render(request, "stations/check_fill.html", context, status=409 if refusal else 200)


def _remove(request: UserRequest, row: StationCheck, at: dt.datetime) -> None:
    """The photo whose button was pressed, if one was."""
    key = request.POST.get("remove", "")
    if key.isascii() and key.isdecimal() and len(key) < 19:
        for photo in CheckPhoto.objects.filter(answer__of=row, pk=int(key)).select_related("answer__of"):
            remove_photo(photo, by=request.user, at=at)


def _left(answers: list[CheckAnswer]) -> int:
    return sum(answer.met is None for answer in answers)


def _found(row: StationCheck, answers: list[CheckAnswer], user: User) -> dict[str, Any]:
    parts: dict[str, list[CheckAnswer]] = {}
    for answer in answers:
        parts.setdefault(str(Section(answer.item.section).label), []).append(answer)
    clocks: list[Any] = row.open_deadlines  # type: ignore[attr-defined]
    may_look = bool(row.missing) and row.kind != CheckKind.SELF and row.settled_at is None and _may_check(row, user)
    return {
        "check": row,
        "sections": list(parts.items()),
        "clock": clocks[0] if clocks else None,
        "above": waiting_above(user, row),
        "unanswered": unanswered(row, user),
        "rectify_form": RectifyForm() if not why_not_rectify(row, by=user) else None,
        "may_recheck": may_look,
        "at": timezone.now(),
    }


def _may_check(row: StationCheck, user: User) -> bool:
    return not why_not_check(row.station, CheckKind.RECHECK, by=user)


@require_POST
@requires(Can.LOG_SERVICES)
def check_rectify(request: UserRequest, pk: int) -> HttpResponse:
    """The station's unit says what it has put right."""
    row, form = visible_check(request, pk), RectifyForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect(row)
    try:
        rectify(row, words=form.cleaned_data["words"], by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已报告整改情况，等待复查。")
    return redirect(row)


def visible_check(request: UserRequest, pk: int) -> StationCheck:
    return get_object_or_404(StationCheck.objects.visible_to(request.user).for_page(), pk=pk)
