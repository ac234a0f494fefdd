"""Petitions written by other systems: registered, corrected, moved; each once, on the version that was read."""

from contextlib import nullcontext

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status

from cases import actions
from cases.actions.naming import name_petitions
from cases.api import writing_schema as schema
from cases.api.document import KIND
from cases.api.writing_answers import answer
from cases.api.writing_batch import Batch
from cases.api.writing_contacts import SentContactShape, take_contact
from cases.api.writing_correcting import correct
from cases.api.writing_external import Name, known_among, name_of, taken
from cases.api.writing_moves import MoveShape, advance, move_form
from cases.api.writing_refusals import told
from cases.api.writing_registering import alike_to, earlier_of, form_of, read_new, register
from cases.api.writing_shapes import CorrectionShape, PetitionShape
from cases.models import Petition
from cases.secrecy import note_opening
from cases.workflow import MOVES
from fedportal.accounts.roles import Can
from fedportal.api.idempotency import once, subject
from fedportal.api.preconditions import needed_version, version_read, wants_new
from fedportal.api.problems import Problem, precondition_failed
from fedportal.api.sent_fields import read
from fedportal.api.views import ClientRequest, ClientViewSet


class PetitionWriting(ClientViewSet):
    """What a client with the scope `write` may do: as much as its account, a receptionist of its unit."""

    @extend_schema(**schema.CREATE)
    @once
    def create(self, request: ClientRequest) -> HttpResponse:
        """Register one petition."""
        _needs(request, Can.REGISTER)
        return self._registered(request)

    @extend_schema(**schema.CORRECT)
    @once
    def partial_update(self, request: ClientRequest, number: str) -> HttpResponse:
        """Correct what is registered, as on the page."""
        _needs(request, Can.REGISTER)
        row, version = self._visible(number), needed_version(request)
        given = read(CorrectionShape, request.data, partial=True)
        correct(row, given, version=version, by=request.user, at=timezone.now())
        return answer(row, request)

    @extend_schema(**schema.UPSERT)
    @once
    def upsert(self, request: ClientRequest, system: str, external_id: str) -> HttpResponse:
        """Register a petition under its number in another system, or correct the one that has it."""
        _needs(request, Can.REGISTER)
        name, only_new = name_of(system, external_id), wants_new(request)
        row = known_among([name], request.user, whole=True).get(name)
        if row is None:
            try:
                return self._registered(request, name)
            except IntegrityError as error:  # another request was faster
                row = known_among([name], request.user, whole=True).get(name)
                if row is None:
                    raise taken(error) from error
        self._speaks_of(row)
        if only_new:
            raise precondition_failed(row.version)
        given = read(CorrectionShape, request.data, partial=True)
        correct(row, given, version=version_read(request), by=request.user, at=timezone.now())
        return answer(row, request)

    def _registered(self, request: ClientRequest, name: Name | None = None) -> HttpResponse:
        """The answer to a new one. Raises IntegrityError where another has that name."""
        if version_read(request) is not None:
            words = "没有以这个编号登记过，不能更正；登记时不要写 If-Match。"
            raise Problem(status.HTTP_412_PRECONDITION_FAILED, "not_registered", words)
        at = timezone.now()
        given = read_new(request.data) if name else read(PetitionShape, request.data)
        form = form_of(given, by=request.user, at=at)
        earlier = earlier_of(given, request.user)
        warnings = [] if earlier else alike_to(form, request.user)
        with transaction.atomic() if name else nullcontext():
            row = register(form, earlier=earlier, by=request.user, at=at)
            if name is not None:
                name_petitions([(row, *name)], by=request.user, at=at)
        self._speaks_of(row)
        return answer(row, request, code=status.HTTP_201_CREATED, warnings=warnings)

    @extend_schema(**schema.MOVE)
    @once
    def move(self, request: ClientRequest, number: str, move: str) -> HttpResponse:
        """Make one move of the workflow."""
        made = MOVES.get(move)
        if made is None:
            raise Http404
        row, at = self._visible(number), timezone.now()
        _needs(request, made.needs)
        version = needed_version(request)
        if row.version != version:
            raise precondition_failed(row.version)
        note_opening(move, of=row, by=request.user, at=at)
        self.keep_so_far()
        with told():
            actions.check_may(row, made, by=request.user, at=at)
        given = read(MoveShape, request.data)
        moved = advance(row, move_form(row, made, given, by=request.user, at=at), version=version)
        return answer(moved, request)

    @extend_schema(**schema.CONTACT)
    @once
    def contact(self, request: ClientRequest, number: str) -> HttpResponse:
        """Add a further contact. It takes nothing from anybody, and needs no version."""
        _needs(request, Can.REGISTER)
        row, at = self._visible(number), timezone.now()
        note_opening("contact_add", of=row, by=request.user, at=at)
        self.keep_so_far()
        take_contact(row, read(SentContactShape, request.data), by=request.user, at=at)
        return answer(row, request, code=status.HTTP_201_CREATED)

    @extend_schema(**schema.BATCH)
    @once
    def batch(self, request: ClientRequest) -> HttpResponse:
        """Register or correct up to a thousand, each by itself."""
        _needs(request, Can.REGISTER)
        batch = Batch(request, timezone.now())
        told = batch.answer()
        self._speaks_of(*batch.touched)
        return told

    def _visible(self, number: str) -> Petition:
        row = Petition.objects.visible_to(self.request.user).for_page().filter(number=number).first()
        if row is None:
            raise Http404
        self._speaks_of(row)
        return row

    def _speaks_of(self, *rows: Petition) -> None:
        self.about += [subject(KIND, row.pk) for row in rows]


def _needs(request: ClientRequest, right: Can) -> None:
    if not request.user.can(right):
        raise PermissionDenied(right)
