"""Petitions as other systems read them: lists, single ones, and parts of them."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from cases.api import reading_schema as schema
from cases.api.document import document_etag, documents_of, petition_documents
from cases.api.document_sight import decisive, seen_of
from cases.api.reading_filter import PetitionQuery
from cases.api.reading_shapes import PARTS, DocumentShape
from cases.models import MatterClass, Petition
from cases.secrecy import note_reading
from fedportal.api.authentication import may_see_people
from fedportal.api.etags import is_current
from fedportal.api.filtering import filtered
from fedportal.api.paging import PAGING, Asked, answer_page
from fedportal.api.parameters import refuse_unknown
from fedportal.api.unreadable import Unreadable, readable
from fedportal.api.views import ClientRequest, ClientViewSet
from fedportal.audit.log import record_each
from fedportal.lib.json_texts import dumped
from fedportal.lib.keyset import Order

NEWEST = Order("received_at", lambda row: row.received_at)
_FIELDS = tuple(DocumentShape().fields)


class PetitionReading(ClientViewSet):
    """What a client with the scope `read` is shown: as much as its account is on pages."""

    @extend_schema(**schema.LIST)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The newest first; by the moment of receipt, then in the order in which they came to be here."""
        fields, asked = _fields(request), Asked.of(request)
        rows = filtered(PetitionQuery, Petition.objects.visible_to(request.user), request, beside={*PAGING, "fields"})
        page = asked.page(NEWEST, rows, decisive(Petition.objects.all(), request.user, "received_at"))
        self._note_accusations(page.rows)
        texts = documents_of(seen_of(page.rows, request.user), request.user, may_see_people(request))
        return answer_page(request, page, [_cut(text, fields) for text in texts.values()])

    @extend_schema(**schema.RETRIEVE)
    def retrieve(self, request: ClientRequest, number: str) -> HttpResponse:
        """One petition, by its number. Of one that is not hers a reader is told what she is told of none."""
        refuse_unknown(request, {"fields"})
        fields, text = _fields(request), self._document(number)
        tag = document_etag(text)
        if is_current(request.headers.get("If-None-Match", ""), tag):
            answer: HttpResponse = HttpResponseNotModified()
        else:
            answer = HttpResponse(_cut(text, fields), content_type="application/json")
        answer["ETag"] = tag
        return answer

    @extend_schema(**schema.PART)
    def part(self, request: ClientRequest, number: str, part: str) -> HttpResponse:
        """One part of it, such as its timeline."""
        refuse_unknown(request, set())
        if part not in PARTS:
            raise NotFound
        found = json.loads(self._document(number))
        results = PARTS[part](found)
        said = {"number": found["number"], "version": found["version"], "results": results}
        return HttpResponse(dumped(said), content_type="application/json")

    def _document(self, number: str) -> str:
        request = self.request
        row = Petition.objects.visible_to(request.user).only("number", "matter_class").filter(number=number).first()
        texts = petition_documents([row.pk] if row else [], request.user, may_see_people(request))
        if row is None or row.pk not in texts:
            raise NotFound
        note_reading("petition.read", row, of=row, by=request.user, at=timezone.now())
        return readable(texts[row.pk])

    def _note_accusations(self, rows: Iterable[Any]) -> None:
        """Every reading of one is written down; of others, that the list was called."""
        if pks := [row.pk for row in rows if row.matter_class == MatterClass.ACCUSATION]:
            record_each("petition.read", Petition, pks, by=self.request.user, at=timezone.now())


def _fields(request: ClientRequest) -> frozenset[str]:
    """Which fields are asked for; none of them means all."""
    asked = frozenset(request.query_params["fields"].split(",") if "fields" in request.query_params else ())
    if unknown := sorted(asked - set(_FIELDS)):
        raise serializers.ValidationError({"fields": [f"没有这些字段：{'、'.join(unknown)}。"]})
    return asked


def _cut(text: str, fields: frozenset[str]) -> str:
    if not fields or isinstance(text, Unreadable):
        return text
    return dumped({name: value for name, value in json.loads(text).items() if name in fields})
