"""What is done with the selected petitions of the list: moved on, printed, exported."""

import datetime as dt
import logging
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.actions.bulk import ask, go_on
from cases.forms.bulk_form import BulkForm
from cases.models import BulkRun, Petition
from cases.querysets import PetitionQuerySet
from cases.rows import Row, listed
from cases.tasks import run_bulk
from cases.workflow import MOVES, Move
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can

MOST = 200  # with one form; some ten seconds of work
AT_ONCE = 40  # within the request; a second of work
SLOW = dt.timedelta(seconds=30)  # after which one that nobody has taken up is worth a word
LOG = logging.getLogger(__name__)
MOVING = ("reassign", "pass_down", "assign")


def picked(request: UserRequest) -> PetitionQuerySet:
    """The selected petitions that this reader may see, newest first."""
    keys = [int(key) for key in request.POST.getlist("pick") if key.isascii() and key.isdigit() and len(key) < 19]
    return Petition.objects.visible_to(request.user).filter(pk__in=keys[:MOST]).order_by("-received_at", "-pk")


def moves_of(user: User) -> list[Move]:
    """What this user may do with several at once."""
    return [MOVES[name] for name in MOVING if user.can(MOVES[name].needs)]


@require_POST
@requires(Can.SEE_CASES)
def bulk_move(request: UserRequest, name: str) -> HttpResponse:
    """First what it asks for, once for all; then the move with each, and a page that says what became of each."""
    move = MOVES[name] if name in MOVING else None
    if move is None:
        raise Http404
    if not request.user.can(move.needs):
        raise PermissionDenied(move.needs)
    rows, at = picked(request), timezone.now()
    sent = request.POST if "token" in request.POST else None
    form = BulkForm(sent, move=move, by=request.user, at=at, initial={"token": uuid.uuid4()})
    if form.is_valid():
        return _move(request, rows, move, form, at)
    facts = list(listed().filter(pk__in=rows.values("pk")).order_by("-received_at", "-pk"))
    if not facts:
        messages.error(request, "请先在列表中勾选信访事项。")
        return redirect("cases:petition_list")
    shown = [(Row.of(each, request.user, at), _why_not(each, move, request.user)) for each in facts]
    context = {"move": move, "form": form, "rows": shown, "likely": sum(not why for _, why in shown), "most": MOST}
    return render(request, "cases/bulk_move.html", context)


def _why_not(facts: Any, move: Move, user: User) -> str:
    """What the row alone tells; the verb itself looks closer."""
    if facts.org_id != user.org_id:
        return f"由{facts.org__name}承办"
    return "" if facts.status in move.source else "现在的状态不能办"


def _move(request: UserRequest, rows: PetitionQuerySet, move: Move, form: BulkForm, at: dt.datetime) -> HttpResponse:
    """A few at once, many by the worker. The same sending acts once, however often it arrives."""
    given = form.cleaned_data
    run = ask(rows, move, token=given["token"], by=request.user, at=at, note=given["note"], answers=form.answers())
    if run.asked > AT_ONCE:
        transaction.on_commit(run_bulk.delay)
        return redirect(run)
    try:
        go_on(run, at=at)
    except Exception:  # what was done stands, the worker goes on with the rest: the page of the run says both
        LOG.exception("a bulk move stopped")
    return redirect(run)


@requires(Can.SEE_CASES)
def bulk_result(request: UserRequest, token: uuid.UUID) -> HttpResponse:
    """How far it has come; of each what happened, or why not. For a day, and for who asked."""
    at = timezone.now()
    run = get_object_or_404(BulkRun.objects.visible_to(request.user).kept(at), token=token)
    polled = request.htmx and request.htmx.target == f"bulk-{run.pk}"
    if polled and not run.is_waiting:
        return HttpResponse(headers={"HX-Refresh": "true"})
    refused = run.told(done=False)
    context = {
        "run": run,
        "move": MOVES[run.move],
        "bar": f"bulk-{run.pk}",
        "words": _wait_words(run, at),
        "refused": refused,
        "done": run.told(done=True),
        "again": [each["pk"] for each in refused],
    }
    return render(request, "cases/bulk_result.html#progress" if polled else "cases/bulk_result.html", context)


def _wait_words(run: BulkRun, at: dt.datetime) -> str:
    if run.attempts > 1:
        return f"办到 {run.numbers[run.gone_through]} 时出错，正在重试"
    if run.gone_through:
        return ""
    slow = at - run.asked_at > SLOW
    return "后台处理程序还没有开始，请稍候；一直不动，请联系系统管理员" if slow else "排队中"
