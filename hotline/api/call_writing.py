"""Calls written by the unit's other systems: handed in, written on, moved; each once, on the version that was read, by
the verbs of the pages."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status

from cases.actions.violence.reports import Telling
from cases.api.asked import check_given
from cases.api.writing_refusals import told
from cases.api.writing_typed import Given, refused_field
from fedportal.api.idempotency import once, subject
from fedportal.api.preconditions import needed_version
from fedportal.api.sent_fields import read
from fedportal.api.views import ClientRequest
from hotline.actions import call_moves
from hotline.actions.call_backs import try_call_back
from hotline.actions.call_handing_in import hand_in
from hotline.actions.call_reporting import report_call
from hotline.actions.call_saving import save_call
from hotline.actions.call_ticket_making import order_from_call
from hotline.api import call_schema
from hotline.api.call_reading import CALLS, CallReading
from hotline.api.call_registering import ASKED, check_may_register, register
from hotline.api.call_sent import (
    ATTEMPT,
    CALL_STEPS,
    REGISTER,
    REPORT,
    CallContentShape,
    CallHandedInShape,
    SentCallMoveShape,
    heard,
    typed,
)
from hotline.call_workflow import MOVES
from hotline.exchange import digits
from hotline.models import Call, HotlineLine
from hotline.models.call import KIND as CALL

NO_LINE = "本单位没有这个号码的线路，或者已经停用。"
_REPORTED = {"report_for", "reported_at", "to", "station", "person"}
_ASKED = {ATTEMPT: {"result"}, REGISTER: ASKED, REPORT: _REPORTED | {"triggers"}}
_WANTED = {ATTEMPT: {"result"}, REPORT: _REPORTED}


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
        """Make one move, or write down that she was not reached, or that the police were told."""
        if move not in CALL_STEPS:
            raise Http404
        row, version = self._named(request, ref), needed_version(request)
        given = read(SentCallMoveShape, request.data)
        check_given(given, _ASKED.get(move, set()), _WANTED.get(move, set()))
        if move == REGISTER:
            check_may_register(request)
        with told():
            call_moves.check_version(call_moves.locked(row), version)
            _moved(row, move, given, request)
        return CALLS.answer(row, request)

    def _named(self, request: ClientRequest, ref: UUID) -> Call:
        row: Call = CALLS.visible(request, ref)
        self.about.append(subject(CALL, row.pk))
        return row


def _moved(row: Call, move: str, given: Given, request: ClientRequest) -> None:
    by, at = request.user, timezone.now()
    if move == ATTEMPT:
        try_call_back(row, given["result"], by=by, at=at)
    elif move == REPORT:
        report_call(row, given["report_for"], _telling(row, given), by=by, at=at)
    elif move == REGISTER:
        register(row, given, by=by, at=at)
    elif move == "order":
        order_from_call(row, by=by, at=at)
    else:
        call_moves.advance_call(row, MOVES[move], by=by, at=at)


def _telling(row: Call, given: Given) -> Telling:
    told = {name: given[name] for name in _REPORTED - {"report_for"}}
    return Telling(known_at=row.rang_at, triggers=tuple(given.get("triggers", ())), **told)


def _line(number: str, request: ClientRequest) -> HotlineLine:
    """The unit's own, however its number is written."""
    rows = HotlineLine.objects.live(timezone.localdate()).filter(org=request.user.org_id).select_related("org")
    row = next((row for row in rows if digits(row.number) == digits(number)), None)
    if row is None:
        raise refused_field("line", "not_found", NO_LINE)
    return row
