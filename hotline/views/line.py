"""The lines of one's range, one line with its history, and the form by which its unit keeps it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.drafts import draft_saved
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from hotline.actions.lines import change_line, close_line, open_line, why_not_edit
from hotline.forms.line_form import CloseLineForm, LineForm
from hotline.line_filters import LineFilter
from hotline.models import HotlineLine, LineEvent

SIZE = 25
TITLES = {"line.open": "登记线路", "line.change": "更改", "line.close": "停用"}


@require_safe
@requires(Can.SEE_DASHBOARD)
def line_list(request: UserRequest) -> HttpResponse:
    """By code: the unit's own on top, those below it after it."""
    on = timezone.localdate()
    asked = LineFilter(request.GET, HotlineLine.objects.visible_to(request.user), on=on)
    rows = asked.qs.for_page().order_by("org_code", "closed_on", "pk")
    context = {
        "filter": asked,
        "active": any(request.GET.get(name) for name in asked.filters),
        "page": Paginator(rows, SIZE).get_page(request.GET.get("page")),
        "may_enter": not why_not_edit(request.user.org, by=request.user),
        "may_answer": request.user.can(Can.ANSWER_CALLS),
        "on": on,
    }
    return render(request, "hotline/line_list.html", context)


@require_safe
@requires(Can.SEE_DASHBOARD)
def line(request: UserRequest, pk: int) -> HttpResponse:
    """What it is, and what was changed when by whom."""
    row = _visible(request, pk)
    events = row.events.select_related("actor", "org").order_by("-pk")
    context = {
        "line": row,
        "events": [_told(event) for event in events],
        "may_edit": row.closed_on is None and not why_not_edit(row.org, by=request.user),
        "redirection": row.redirections.filter(ended_on=None).select_related("target").first(),
        "close": CloseLineForm(initial={"closed_on": timezone.localdate()}),
    }
    return render(request, "hotline/line.html", context)


def _told(event: LineEvent) -> dict[str, Any]:
    """A line of components/timeline.html."""
    changes = [
        f"{label}：{before or '未填'} → {after or '未填'}" if before else f"{label}：{after}"
        for label, before, after in event.changes
    ]
    who = f"{event.actor.name}（{event.org.name}）"
    return {"at": event.at, "title": TITLES[event.verb], "who": who, "text": "\n".join(changes)}


@requires(Can.RUN_HOTLINE)
def line_new(request: UserRequest) -> HttpResponse:
    """A line of one's own unit."""
    form = LineForm(request.POST or None)
    refusal = why_not_edit(request.user.org, by=request.user)
    if not refusal and form.is_valid():
        try:
            row = open_line(form.facts(), by=request.user, at=timezone.now())
        except (NotAllowed, IntegrityError) as refused:
            refusal = _words(refused)
        else:
            messages.success(request, f"线路 {row} 已登记。")
            draft_saved(request, "line-new")
            return redirect(row)
    context = {"form": form, "refusal": refusal, "draft": "line-new", "line": None}
    return render(request, "hotline/line_form.html", context, status=409 if refusal else 200)


@requires(Can.RUN_HOTLINE)
def line_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Of one's own unit."""
    row, draft = _own(request, pk), f"line-{pk}"
    form, refusal = LineForm(request.POST or None, line=row), ""
    if form.is_valid():
        try:
            change_line(row, form.facts(), by=request.user, at=timezone.now())
        except (NotAllowed, IntegrityError) as refused:
            refusal = _words(refused)
        else:
            messages.success(request, f"线路 {row} 已更新。")
            draft_saved(request, draft)
            return redirect(row)
    context = {"form": form, "refusal": refusal, "draft": draft, "line": row}
    return render(request, "hotline/line_form.html", context, status=409 if refusal else 200)


@require_POST
@requires(Can.RUN_HOTLINE)
def line_close(request: UserRequest, pk: int) -> HttpResponse:
    """Nobody answers it any more."""
    row, form = _own(request, pk), CloseLineForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["closed_on"][0]))
        return redirect(row)
    try:
        close_line(row, on=form.cleaned_data["closed_on"], by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"线路 {row} 已停用。")
    return redirect(row)


def _words(refused: Exception) -> str:
    return str(refused) if isinstance(refused, NotAllowed) else "本单位已有这个号码的线路，请在列表中查找。"


def _visible(request: UserRequest, pk: int) -> HotlineLine:
    return get_object_or_404(HotlineLine.objects.visible_to(request.user).for_page(), pk=pk)


def _own(request: UserRequest, pk: int) -> HotlineLine:
    row = _visible(request, pk)
    if refusal := why_not_edit(row.org, by=request.user):
        raise PermissionDenied(refusal)
    return row
