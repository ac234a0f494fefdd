"""A petition's page, and its acknowledgement."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cases.actions.guards import why_not
from cases.actions.handling_steps import LOCKED
from cases.actions.leading import open_case
from cases.actions.turns import acting_org, may_do
from cases.clocks import hop_words, window_words
from cases.models import Petition
from cases.panels import panels_of
from cases.secrecy import note_reading
from cases.shown import Shown
from cases.timeline import timeline
from cases.urgent_board import urgent_board
from cases.views.accusation import readers_card
from cases.views.aftercare import aftercare
from cases.views.checks import progress
from cases.views.contacts import contact_card, matter_hints
from cases.views.documents import may_serve, papers, serving
from cases.views.former import former_lines
from cases.views.letters import letter_section
from cases.views.order_section import supervision_of
from cases.views.parties import may_change_people
from cases.views.petition_edit import may_amend
from cases.views.protection_packet import may_apply
from cases.views.related import related
from cases.views.rights import personal_card
from cases.views.safe_contacts import contact_terms
from cases.views.violence.page import violence_card
from cases.workflow import ENDED_BY_MOVES, Move, Status, leads_to, moves_from
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.deadlines.actions import acknowledge as acknowledge_deadline
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.receipts import in_words
from fedportal.deadlines.unanswered import unanswered
from fedportal.lib.refusals import NotAllowed

SENDING = ("pass_down", "assign")  # moves that the budget of each level speaks of


@requires(Can.SEE_CASES)
def petition(request: UserRequest, pk: int) -> HttpResponse:
    """The story, the clocks, the people, and what may be done next."""
    at = timezone.now()
    row = get_object_or_404(Petition.objects.visible_to(request.user).for_page(), pk=pk)
    note_reading("petition.read", row, of=row, by=request.user, at=at)
    shelf = papers(row, request.user)
    shown = Shown(row, request.user, turn=acting_org(row))
    steps = _next_steps(shown, request.user, at)
    return render(
        request,
        "cases/petition.html",
        {
            "petition": row,
            "shown": shown,
            "clocks": [Clock.of(deadline) for deadline in _clocks(row)],
            "events": timeline(row, say=shown.say),
            "steps": steps,
            "rare_steps": [step for step in steps if step.rare],
            "papers": shelf,
            "letters": letter_section(row, request.user, at),
            "to_serve": [(paper, *serving(paper)) for paper in shelf if may_serve(paper, request.user)],
            "leader_case": open_case(row),
            "urgent": urgent_board(row, request.user),
            "attachments": list(row.attachments.kept().select_related("uploaded_by").order_by("-pk")),
            "may_attach": shown.holds and row.status != Status.ARCHIVED and request.user.can(Can.HANDLE),
            "checks": progress(row),
            "may_check": _works_on(row, request.user, Can.HANDLE, but={Status.ARCHIVED}),
            "may_apply": may_apply(row, request.user),
            "violence": violence_card(row, request.user),
            "supervision": supervision_of(row, request.user, at),
            "panels": panels_of(row, request.user, at),
            "may_amend": may_amend(row, request.user),
            "accusation": readers_card(row, request.user),
            "opened_urgently": row.urgent_accesses.unjudged().exists(),
            **contact_card(row, request.user),
            "former": former_lines(row, whole=shown.holds),
            "may_change_people": may_change_people(row, request.user),
            "hints": matter_hints(row),
            "window": window_words(row, at),
            "care": aftercare(row, request.user, at),
            "contact": contact_terms(row, whole=shown.whole),
            "personal": personal_card(row, request.user),
            "may_reach": _works_on(row, request.user, Can.REGISTER, but=LOCKED),
            "related": related(row, request.user),
            "unanswered": unanswered(row, request.user),
            "provisional_years": _provisional_years(shown.clocks),
            "may_go_on": row.registered_by_id == request.user.pk and request.user.can(Can.REGISTER),
            "at": at,
        },
    )


def _works_on(row: Petition, user: User, right: Can, *, but: Collection[str]) -> bool:
    """Whether her unit holds it, she has the right, and it stands in none of these states."""
    return row.org_id == user.org_id and row.status not in but and user.can(right)


def _clocks(petition: Petition) -> list[Deadline]:
    """Open ones first, the nearest on top; then the closed ones, the newest on top."""
    rows = list(petition.deadlines.select_related("org", "desk").order_by("due_at"))
    return [row for row in rows if row.closed_at is None] + [row for row in rows[::-1] if row.closed_at is not None]


def _provisional_years(clocks: list[Deadline]) -> list[int]:
    return sorted({timezone.localdate(clock.due_at).year for clock in clocks if clock.derivation["provisional"]})


@dataclass(frozen=True)
class Clock:
    """One duty with its receipt in words."""

    deadline: Deadline
    label: str
    receipt: str

    @classmethod
    def of(cls, deadline: Deadline) -> "Clock":
        return cls(deadline, str(deadline.derivation["label"]), in_words(deadline.derivation))


@dataclass(frozen=True)
class NextStep:
    """A move that this reader may make, and the limit that it meets."""

    move: Move
    url: str
    limit: Deadline | None
    hint: str = ""  # what one's own rules advise
    main: bool = False  # the one that the page puts forward

    @property
    def rare(self) -> bool:
        return self.move.rare


def _next_steps(shown: Shown, user: User, at: dt.datetime) -> list[NextStep]:
    row = shown.petition
    moves = [
        move
        for move in moves_from(row.status)
        if user.can(move.needs) and may_do(row, move, user.org) and not why_not(row, move.name, by=user, at=at)
    ]
    owed, main = [clock for clock in shown.clocks if clock.org_id == user.org_id], _main(moves, shown, user)
    hop = hop_words(row, at) if any(move.name in SENDING for move in moves) else ""
    return [
        NextStep(
            move,
            reverse("cases:petition_move", args=[row.pk, move.name]),
            next((clock for clock in owed if clock.kind in move.ends), None),
            hop if move.name in SENDING else "",
            move is main,
        )
        for move in moves
    ]


def _main(moves: list[Move], shown: Shown, user: User) -> Move | None:
    """The first move towards what her unit owes; any first one where it owes nothing that a move could end."""
    plain = [move for move in moves if not move.rare]
    kinds = {clock.kind for clock in shown.clocks if clock.org_id == user.org_id} & ENDED_BY_MOVES
    return next((move for move in plain if not kinds or any(leads_to(move, kind) for kind in kinds)), None)


@require_POST
@requires(Can.ACKNOWLEDGE)
def acknowledge(request: UserRequest, pk: int, deadline: int) -> HttpResponse:
    """The desk to which a petition climbed has seen it."""
    row = get_object_or_404(Petition.objects.visible_to(request.user), pk=pk)
    duty = get_object_or_404(row.deadlines, pk=deadline)
    try:
        acknowledge_deadline(duty, by=request.user, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已签收 {row.number}，请督促承办单位办理。")
    return redirect(_back(request) or row)


def _back(request: UserRequest) -> str:
    """Where the button stood, if the page said so and it is one of ours."""
    url = request.POST.get("next", "")
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()) else ""
