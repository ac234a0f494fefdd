"""Work orders written by other systems: delivered, corrected, moved; each once, on the version that was read."""

import logging
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError

from cases.api.writing_item import sent_items
from fedportal.api.codes import CODES
from fedportal.api.idempotency import once, subject
from fedportal.api.preconditions import IF_MATCH, needed_version, version_read, wants_new
from fedportal.api.problems import Problem, precondition_failed
from fedportal.api.refusing import problem_of
from fedportal.api.scopes import Scope
from fedportal.api.sent_fields import read
from fedportal.api.unreadable import unreadable
from fedportal.api.views import ClientRequest, ClientViewSet
from fedportal.lib.ciphers import CannotDecipher
from hotline.actions.advance import move_of
from hotline.actions.sides import speaks
from hotline.api import schema
from hotline.api.document import ticket_id
from hotline.api.moving import moved
from hotline.api.reading import ROWS, visible
from hotline.api.shapes import TicketMoveShape, WorkOrderItemShape
from hotline.api.upserting import Upsert, name_for
from hotline.models import KIND, ExternalTicket
from hotline.workflow import Side, TicketMove

log = logging.getLogger(__name__)


class TicketWriting(ClientViewSet):
    """12345's own client delivers orders and makes its moves; a unit's own system does what its cadres may."""

    other_scopes = (Scope.TICKETS,)

    @extend_schema(**schema.UPSERT)
    @once
    def upsert(self, request: ClientRequest, system: str, number: str) -> HttpResponse:
        """Deliver an order, or correct the one of that number as long as nobody has taken it in hand."""
        name, only_new = name_for(system, number, request.user), wants_new(request)
        order = Upsert(name, request.data, by=request.user, at=timezone.now())
        row = order.known()
        if row is None:
            if request.headers.get(IF_MATCH) is not None:
                words = "没有这个编号的工单，不能更正；派单时不要写 If-Match。"
                raise Problem(status.HTTP_412_PRECONDITION_FAILED, "not_registered", words)
            row, is_new = order.receive_or_find()
            self._speaks_of(row)
            if is_new:
                return ROWS.answer(row, request, code=status.HTTP_201_CREATED)
        self._speaks_of(row)
        if only_new:
            raise precondition_failed(row.version)
        order.correct(row, version=version_read(request))
        return ROWS.answer(row, request)

    @extend_schema(**schema.MOVE)
    @once
    def move(self, request: ClientRequest, ref: UUID, move: str) -> HttpResponse:
        """Make one move: theirs by 12345's client, ours by a unit's own system."""
        row = visible(request, ref)
        self._speaks_of(row)
        made = move_of(row, move)
        if made is None:
            raise Http404
        _check_right(request, row, made)
        version = needed_version(request)
        if row.version != version:
            raise precondition_failed(row.version)
        given = read(TicketMoveShape, request.data)
        return ROWS.answer(moved(row, made, given, version=version, by=request.user, at=timezone.now()), request)

    @extend_schema(**schema.BATCH)
    @once
    def batch(self, request: ClientRequest) -> HttpResponse:
        """Deliver or correct up to a thousand, each by itself."""
        items = sent_items(request.data)
        results = [self._result(index, item) for index, item in enumerate(items)]
        return JsonResponse({"results": results}, json_dumps_params={"ensure_ascii": False})

    def _result(self, index: int, sent: Any) -> dict[str, Any]:
        """What became of one of many; one that is refused spoils no other."""
        request = self.request
        try:
            with transaction.atomic():
                row, is_new = _written(sent, request)
        except APIException as refusal:
            return _refused(index, refusal, request)
        except PermissionDenied:
            words = CODES["permission_denied"]
            return _refused(index, Problem(status.HTTP_403_FORBIDDEN, "permission_denied", words), request)
        except (IntegrityError, DataError):
            return _refused(index, Problem(status.HTTP_409_CONFLICT, "not_storable", CODES["not_storable"]), request)
        except CannotDecipher as error:
            log.error("ticket of a batch cannot be read: %s", error)
            return _refused(index, unreadable(), request)
        self._speaks_of(row)
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        told = {"number": row.system_number, "ref": str(row.ref), "id": ticket_id(row.pk, request.user)}
        return {"index": index, "status": code, **told, "version": row.version}

    def _speaks_of(self, row: ExternalTicket) -> None:
        self.about.append(subject(KIND, row.pk))


def _check_right(request: ClientRequest, row: ExternalTicket, move: TicketMove) -> None:
    """What the other side decides its own client says; the rest asks for the right that the page asks for."""
    if move.side is Side.THEIRS and speaks(request.user, row.system):
        return
    if request.user.speaks_for or not request.user.can(move.needs):
        raise PermissionDenied(move.needs)


def _written(sent: Any, request: ClientRequest) -> tuple[ExternalTicket, bool]:
    """One of many, received or corrected, and whether it is new. Raises APIException, PermissionDenied."""
    item = read(WorkOrderItemShape, sent)
    name = name_for(item["system"], item["number"], request.user)
    try:
        order = Upsert(name, item["ticket"], by=request.user, at=timezone.now())
        row, is_new = order.known(), False
        if row is None:
            row, is_new = order.receive_or_find()
        if not is_new:
            order.correct(row, version=item.get("version"))
            row.refresh_from_db(fields=["version"])
    except ValidationError as wrong:
        raise type(wrong)({"ticket": wrong.detail}) from wrong
    return row, is_new


def _refused(index: int, refusal: APIException, request: ClientRequest) -> dict[str, Any]:
    return {"index": index, "status": refusal.status_code, "problem": problem_of(refusal, request)}
