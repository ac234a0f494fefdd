"""What is done with the selected petitions of the list: moved on, printed, exported."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.actions.bulk import advance_each
from cases.forms.bulk_form import BulkForm
from cases.models import Petition
from cases.querysets import PetitionQuerySet
from cases.rows import Row, listed
from cases.workflow import MOVES, Move
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can

MOST = 200  # at once; some ten seconds of work
MOVING = ("reassign", "pass_down", "assign")
KEPT = 24 * 60 * 60  # seconds for which a result can be looked at again


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
    """The same sending acts once, however often it arrives; who comes second sees what the first one did."""
    token = form.cleaned_data["token"]
    key = _key(request.user, token)
    if cache.add(key, {"move": move.name, "outcomes": None}, KEPT):
        note, answers = form.cleaned_data["note"], form.answers()
        outcomes = advance_each(rows, move, by=request.user, at=at, note=note, answers=answers)
        cache.set(key, {"move": move.name, "outcomes": [asdict(each) for each in outcomes]}, KEPT)
    return redirect("cases:bulk_result", token)


@requires(Can.SEE_CASES)
def bulk_result(request: UserRequest, token: uuid.UUID) -> HttpResponse:
    """Of each what happened, or why not; for a day, and for who did it."""
    result: Mapping[str, Any] | None = cache.get(_key(request.user, token))
    if result is None:
        raise Http404
    outcomes = result["outcomes"]
    refused = [each for each in outcomes or [] if not each["done"]]
    context = {
        "move": MOVES[result["move"]],
        "waiting": outcomes is None,
        "refused": refused,
        "done": [each for each in outcomes or [] if each["done"]],
        "again": [each["pk"] for each in refused],
    }
    return render(request, "cases/bulk_result.html", context)


def _key(user: User, token: uuid.UUID) -> str:
    return f"bulk:{user.pk}:{token}"
