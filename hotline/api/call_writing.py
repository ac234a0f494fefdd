"""Calls and their work orders written by the unit's other systems: handed in, written on, moved; each once, on the
version that was read, by the verbs of the pages."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status

from cases.api.writing_refusals import told
from cases.api.writing_typed import Given, refusal_at, refused_field
from fedportal.api.idempotency import once, subject
from fedportal.api.preconditions import needed_version
from fedportal.api.sent_fields import REQUIRED, read
from fedportal.api.views import ClientRequest
from fedportal.orgs.models import Organization
from hotline.actions import call_moves
from hotline.actions.call_backs import try_call_back
from hotline.actions.call_handing_in import hand_in
from hotline.actions.call_saving import save_call
from hotline.actions.call_ticket_making import order_from_call
from hotline.actions.call_ticket_moves import CallTicketAnswers, advance_call_ticket
from hotline.api import call_schema
from hotline.api.call_reading import CALLS, TICKETS, CallReading, CallTicketReading
from hotline.api.call_sent import (
    ATTEMPT,
    CALL_MOVES,
    ORDER_MOVES,
    CallContentShape,
    CallHandedInShape,
    SentCallMoveShape,
    SentCallTicketMoveShape,
    heard,
    typed,
)
from hotline.call_ticket_workflow import MOVES as ORDERS
from hotline.call_ticket_workflow import CallTicketMove
from hotline.call_workflow import MOVES
from hotline.exchange import digits
from hotline.models import Call, HotlineLine
from hotline.models.call import KIND as CALL
from hotline.models.call_ticket import KIND as CALL_TICKET

NO_LINE = "本单位没有这个号码的线路，或者已经停用。"
NO_UNIT = "没有这个妇联。"
NOT_ASKED = "办理这一步不填这一项，请去掉。"


class Calls(CallReading):
    """What a call centre of the unit took down goes on here; one that a telephone system told of already, too."""

    @extend_schema(**call_schema.CREATE)
    @once
    def create(self, request: ClientRequest) -> HttpResponse:
        """A call that was answered, or missed, elsewhere."""
        given, at = read(CallHandedInShape, request.data), timezone.now()
        line = _line(given["line"], request)
        with told():
            row = hand_in(line, heard(given), typed(given), by=request.user, at=at)
        self.about.append(subject(CALL, row.pk))
        return CALLS.answer(row, request, code=status.HTTP_201_CREATED)

    @extend_schema(**call_schema.WRITE_ON)
    @once
    def partial_update(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        """What was said on the call; what is not sent stays."""
        row, version = self._named(request, ref), needed_version(request)
        given = read(CallContentShape, request.data, partial=True)
        with told():
            save_call(row, typed(given), by=request.user, at=timezone.now(), version=version)
        return CALLS.answer(row, request)

    @extend_schema(**call_schema.CALL_MOVE)
    @once
    def move(self, request: ClientRequest, ref: UUID, move: str) -> HttpResponse:
        """Make one move, or write down that she was not reached."""
        if move not in (*CALL_MOVES, ATTEMPT):
            raise Http404
        row, version = self._named(request, ref), needed_version(request)
        given = read(SentCallMoveShape, request.data)
        _check(given, {"result"} if move == ATTEMPT else set(), {"result"} if move == ATTEMPT else set())
        with told():
            call_moves.check_version(call_moves.locked(row), version)
            _moved(row, move, given, request)
        return CALLS.answer(row, request)

    def _named(self, request: ClientRequest, ref: UUID) -> Call:
        row: Call = CALLS.visible(request, ref)
        self.about.append(subject(CALL, row.pk))
        return row


class CallTickets(CallTicketReading):
    """The steps of a work order, as the cadres of the units that took and hold it make them."""

    @extend_schema(**call_schema.TICKET_MOVE)
    @once
    def move(self, request: ClientRequest, ref: UUID, move: str) -> HttpResponse:
        """Make one move."""
        if move not in ORDER_MOVES:
            raise Http404
        row, made, version = TICKETS.visible(request, ref), ORDERS[move], needed_version(request)
        self.about.append(subject(CALL_TICKET, row.pk))
        given = read(SentCallTicketMoveShape, request.data)
        asked = {"unit"} if made.asks else set()
        _check(given, asked | ({"note"} if made.note_label else set()), asked | _noted(made))
        answers = _answers(made, given)
        with told():
            advance_call_ticket(
                row,
                made,
                by=request.user,
                at=timezone.now(),
                note=given.get("note", ""),
                answers=answers,
                version=version,
            )
        return TICKETS.answer(row, request)


def _moved(row: Call, move: str, given: Given, request: ClientRequest) -> None:
    by, at = request.user, timezone.now()
    if move == ATTEMPT:
        try_call_back(row, given["result"], by=by, at=at)
    elif move == "order":
        order_from_call(row, by=by, at=at)
    else:
        call_moves.advance_call(row, MOVES[move], by=by, at=at)


def _line(number: str, request: ClientRequest) -> HotlineLine:
    """The unit's own, however its number is written."""
    rows = HotlineLine.objects.live(timezone.localdate()).filter(org=request.user.org_id).select_related("org")
    row = next((row for row in rows if digits(row.number) == digits(number)), None)
    if row is None:
        raise refused_field("line", "not_found", NO_LINE)
    return row


def _check(given: Given, asked: set[str], wanted: set[str]) -> None:
    """Nothing beside what the step asks for, and all that it needs."""
    wrong: dict[str, list[tuple[str, str]]] = {}
    for name, value in given.items():
        if value and name not in asked:
            wrong[name] = [("not_asked", NOT_ASKED)]
    for name in wanted:
        if not given.get(name):
            wrong[name] = [("required", REQUIRED)]
    if wrong:
        raise refusal_at(wrong)


def _noted(move: CallTicketMove) -> set[str]:
    return {"note"} if move.note_required else set()


def _answers(move: CallTicketMove, given: Given) -> CallTicketAnswers:
    if not move.asks:
        return CallTicketAnswers()
    found = Organization.objects.filter(code=int(given["unit"]), valid_to=None).first()
    if found is None:
        raise refused_field("unit", "not_found", NO_UNIT)
    named: dict[str, Any] = {name: found for name in move.asks}
    return CallTicketAnswers(**named)
