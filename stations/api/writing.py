"""What is the same for all that other systems write in this room: new, corrected, under a number of theirs, moved,
many at once; each once, on the version that was read, by the forms and verbs of the pages."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from rest_framework import status

from cases.api.writing_external import name_of
from cases.api.writing_item import sent_items
from cases.api.writing_refusals import told
from fedportal.api.idempotency import once, subject
from fedportal.api.preconditions import IF_MATCH, needed_version, version_read, wants_new
from fedportal.api.problems import Problem, precondition_failed
from fedportal.api.sent_fields import read
from fedportal.api.views import ClientRequest, ClientViewSet
from stations.api.writing_batch import BatchItems
from stations.api.writing_forms import judged, refuse_beside
from stations.api.written import Written

NOT_KNOWN = "没有这个编号，不能更正；登记时不要写 If-Match。"


class Writing(ClientViewSet):
    """What a client may write, as much as its account, a receptionist of its unit."""

    writes: Written

    @once
    def create(self, request: ClientRequest) -> HttpResponse:
        """A new one."""
        given = read(self.writes.shape, request.data)
        return self._told(self.writes.made(given, by=request.user, at=timezone.now()), status.HTTP_201_CREATED)

    @once
    def partial_update(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        """What is not sent stays."""
        row, version = self._named(request, ref), needed_version(request)
        given = read(self.writes.shape, request.data, partial=True)
        self.writes.changed(row, given, version=version, by=request.user, at=timezone.now())
        return self._told(row)

    @once
    def upsert(self, request: ClientRequest, system: str, external_id: str) -> HttpResponse:
        """New under its number in another system, or the one that has it, corrected."""
        name, only_new = name_of(system, external_id), wants_new(request)
        given, at, by = read(self.writes.shape, request.data, partial=True), timezone.now(), request.user
        row, is_new = self.writes.known(name, by), False
        if row is None:
            if request.headers.get(IF_MATCH) is not None:
                raise Problem(status.HTTP_412_PRECONDITION_FAILED, "not_registered", NOT_KNOWN)
            row, is_new = self.writes.named(given, name, by=by, at=at)
        if is_new:
            return self._told(row, status.HTTP_201_CREATED)
        if only_new:
            raise precondition_failed(row.version)
        self.writes.changed(row, given, version=version_read(request), by=by, at=at)
        return self._told(row)

    @once
    def move(self, request: ClientRequest, ref: UUID, move: str) -> HttpResponse:
        """One of the single acts."""
        step = self.writes.steps.get(move)
        if step is None:
            raise Http404
        row, version = self._named(request, ref), needed_version(request)
        given = read(self.writes.move_shape, request.data)
        refuse_beside(given, step.asks)
        self.writes.held(row, version)
        form = judged(step.form(step.typed(given, row), row), step.paths)
        with told():
            step.do(row, form, by=request.user, at=timezone.now())
        return self._told(row)

    @once
    def batch(self, request: ClientRequest) -> HttpResponse:
        """Up to a thousand, each by itself."""
        from_one = BatchItems(self.writes, request)
        results = [from_one.result(index, sent) for index, sent in enumerate(sent_items(request.data))]
        self.about += [subject(self.writes.kind, key) for key in from_one.touched]
        return JsonResponse({"results": results}, json_dumps_params={"ensure_ascii": False})

    def _named(self, request: ClientRequest, ref: UUID) -> Any:
        row = self.writes.rows.visible(request, ref)
        self.about.append(subject(self.writes.kind, row.pk))
        return row

    def _told(self, row: Any, code: int = status.HTTP_200_OK) -> HttpResponse:
        self.about.append(subject(self.writes.kind, row.pk))
        return self.writes.rows.answer(row, self.request, code=code)
