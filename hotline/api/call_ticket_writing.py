"""Work orders of calls written by the systems of the units that took and hold them: made, and moved; each once, on the
version that was read, by the verbs of the pages."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status

from cases.api.asked import check_given
from cases.api.writing_moves import colleague
from cases.api.writing_refusals import told
from cases.api.writing_typed import Given, complaints, refused_field, typed_value
from fedportal.accounts.models import User
from fedportal.api.authentication import carries
from fedportal.api.idempotency import once, subject
from fedportal.api.preconditions import needed_version
from fedportal.api.problems import Problem
from fedportal.api.scopes import Scope
from fedportal.api.sent_fields import read
from fedportal.api.views import ClientRequest
from fedportal.orgs.models import Agency, Organization
from hotline.actions.call_ticket_calling import Back, call_back, try_to_call_back
from hotline.actions.call_ticket_making import Told, order_of_itself
from hotline.actions.call_ticket_moves import CallTicketAnswers, advance_call_ticket
from hotline.actions.call_ticket_referring import answer_referral
from hotline.actions.call_ticket_station import SERVE, report_service
from hotline.actions.call_ticket_story import check_version, locked
from hotline.api import call_schema
from hotline.api.call_reading import TICKETS, CallTicketReading
from hotline.api.call_registering import ASKED, check_may_register, register
from hotline.api.call_sent import (
    ATTEMPT,
    ORDER_STEPS,
    REFER_ANSWER,
    REGISTER,
    NewCallTicketShape,
    SentCallTicketMoveShape,
    wish_of,
)
from hotline.call_ticket_workflow import MOVES
from hotline.forms.call_ticket_form import BackForm
from hotline.models import CallTicket
from hotline.models.call_ticket import KIND
from stations.models import Station

CALL_BACK = "call_back"
NO_UNIT = "没有这个妇联。"
NO_AGENCY = "通讯录中没有这个单位，或者已经停用。"
NO_STATION = "没有这个站点，或者不在您的范围内、已经撤销。"
NO_AGENT = "本单位没有这名人员，或者有重名，请写用户名。"
NO_LOG = "计入服务日志还要有 stations_write 权限范围。"
NO_REFERRAL = "没有转介给这个单位的，或者对方的反馈已经登记过。"
# Beside the note of a move of the table, and what it asks for there.
_ASKED: dict[str, set[str]] = {
    REGISTER: ASKED,
    CALL_BACK: {"outcome", "way", "grade", "opinion"},
    ATTEMPT: {"result"},
    REFER_ANSWER: {"agency", "note"},
    SERVE.name: {"station_outcome", "note", "service"},
}
_WANTED: dict[str, set[str]] = {
    REGISTER: set(),
    CALL_BACK: {"outcome"},
    ATTEMPT: {"result"},
    REFER_ANSWER: {"agency", "note"},
    SERVE.name: {"station_outcome", "note"},
}
_SENT = {"above": "unit"}  # what a move asks for by another name than it is sent


class CallTickets(CallTicketReading):
    """The steps of a work order, as the cadres of the units that took and hold it make them."""

    @extend_schema(**call_schema.TICKET_CREATE)
    @once
    def create(self, request: ClientRequest) -> HttpResponse:
        """One of itself: somebody came to the desk, or another system took the call down."""
        given, at = read(NewCallTicketShape, request.data), timezone.now()
        order = _told(given, request.user)
        with told():
            row = order_of_itself(order, by=request.user, at=at)
        self.about.append(subject(KIND, row.pk))
        return TICKETS.answer(row, request, code=status.HTTP_201_CREATED)

    @extend_schema(**call_schema.TICKET_MOVE)
    @once
    def move(self, request: ClientRequest, ref: UUID, move: str) -> HttpResponse:
        """Make one move, or write down what was tried or told."""
        if move not in ORDER_STEPS:
            raise Http404
        row, version = TICKETS.visible(request, ref), needed_version(request)
        self.about.append(subject(KIND, row.pk))
        given = read(SentCallTicketMoveShape, request.data)
        check_given(given, *_asked(move))
        if move == REGISTER:
            check_may_register(request)
        if given.get("service"):
            _check_may_log(request)
        with told():
            check_version(locked(row), version)
            _moved(row, move, given, request.user)
        return TICKETS.answer(row, request)


def _check_may_log(request: ClientRequest) -> None:
    """Writing down what became of a call is one thing, the log of a station another. Raises Problem."""
    if not carries(request, Scope.STATIONS_WRITE):
        raise Problem(status.HTTP_403_FORBIDDEN, "insufficient_scope", NO_LOG)


def _told(given: Given, by: User) -> Told:
    caller = given.get("caller") or {}
    plain = {name: given[name] for name in ("call_class", "facts", "request", "guarded", "anonymous") if name in given}
    return Told(
        place=by.org,
        caller_name=caller.get("name", ""),
        caller_phone=caller.get("phone", ""),
        wish=wish_of(given) if "safe_contact" in given else None,
        **plain,
    )


def _asked(move: str) -> tuple[set[str], set[str]]:
    """What that step may be sent, and what it needs."""
    if move in _ASKED:
        return _ASKED[move], _WANTED[move]
    made = MOVES[move]
    asked = {_SENT.get(name, name) for name in made.asks}
    beside = ({"note"} if made.note_label else set()) | ({"station"} if move == "dispatch" else set())
    return asked | beside, asked | ({"note"} if made.note_required else set())


def _moved(row: CallTicket, move: str, given: Given, by: User) -> None:
    at = timezone.now()
    if move == REGISTER:
        register(row, given, by=by, at=at)
    elif move == CALL_BACK:
        call_back(row, _back(given), by=by, at=at)
    elif move == ATTEMPT:
        try_to_call_back(row, given["result"], by=by, at=at)
    elif move == SERVE.name:
        service = given.get("service", "")
        report_service(row, given["station_outcome"], given["note"], service=service, by=by, at=at)
    elif move == REFER_ANSWER:
        asked = row.referrals.filter(agency=given["agency"], answered_at=None).first()
        if asked is None:
            raise refused_field("agency", "not_found", NO_REFERRAL)
        answer_referral(asked, answer=given["note"], by=by, at=at)
    else:
        answers = _answers(move, given, by)
        advance_call_ticket(row, MOVES[move], by=by, at=at, note=given.get("note", ""), answers=answers)


def _back(given: Given) -> Back:
    """As the page's form judges it. Raises ValidationError."""
    form = BackForm({name: typed_value(given[name]) for name in _ASKED[CALL_BACK] if name in given})
    if not form.is_valid():
        raise complaints(form, {})
    return Back(**form.cleaned_data)


def _answers(move: str, given: Given, by: User) -> CallTicketAnswers:
    """What was named, found; whether it may be chosen, the verb says. Raises ValidationError."""
    found: dict[str, Any] = {}
    for name in MOVES[move].asks:
        found[name] = _FOUND[name](given[_SENT.get(name, name)], by)
    if given.get("station"):
        found["station"] = _station(given["station"], by)
    return CallTicketAnswers(**found)


def _station(ref: UUID, by: User) -> Station:
    row = Station.objects.visible_to(by).live().filter(ref=ref).first()
    if row is None:
        raise refused_field("station", "not_found", NO_STATION)
    return row


def _unit(code: str, by: User) -> Organization:
    row = Organization.objects.filter(code=int(code), valid_to=None).first()
    if row is None:
        raise refused_field("unit", "not_found", NO_UNIT)
    return row


def _agency(pk: int, by: User) -> Agency:
    row = Agency.objects.visible_to(by).living(timezone.localdate()).filter(pk=pk).first()
    if row is None:
        raise refused_field("agency", "not_found", NO_AGENCY)
    return row


def _agent(named: str, by: User) -> User:
    person = colleague(named, by)
    if person is None:
        raise refused_field("agent", "not_found", NO_AGENT)
    return person


def _days(days: int, by: User) -> int:
    return days


_FOUND: dict[str, Any] = {"unit": _unit, "above": _unit, "agency": _agency, "agent": _agent, "days": _days}
