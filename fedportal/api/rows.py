"""Lists of documents and single ones, of whatever object the room tells other systems."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import Model
from django.http import HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils import timezone
from rest_framework import status
from rest_framework.exceptions import NotFound

from fedportal.accounts.models import User
from fedportal.api.authentication import may_see_people
from fedportal.api.etags import etag, is_current
from fedportal.api.filtering import filtered
from fedportal.api.paging import PAGING, Asked, answer_page
from fedportal.api.parameters import refuse_unknown
from fedportal.api.unreadable import Unreadable, readable
from fedportal.api.views import ClientRequest
from fedportal.audit.log import record_reading
from fedportal.lib.json_texts import dumped
from fedportal.lib.keyset import Order

GONE = "已办理；不再对您提供。"


@dataclass(frozen=True)
class Rows:
    """What is listed: its rows, how their documents are made, what may be asked of them, and in which order; `verb` is
    what the trail says when one is read, `address` the name of where."""

    model: Any
    documents: Callable[[Sequence[int], User, bool], dict[int, str]]
    filters: type[django_filters.FilterSet]
    order: Order
    verb: str
    address: str
    joins: tuple[str, ...] = ()

    def list(self, request: ClientRequest) -> HttpResponse:
        """One page."""
        asked = Asked.of(request)
        rows: Any = filtered(self.filters, self.model.objects.visible_to(request.user), request, beside=PAGING)
        page = asked.page(self.order, rows, self.model.objects.only("pk", self.order.moment))
        texts = self.documents([row.pk for row in page.rows], request.user, may_see_people(request))
        return answer_page(request, page, list(texts.values()))

    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        """One document. Of one that is not his a reader is told what he is told of none."""
        refuse_unknown(request, set())
        row = self.visible(request, ref)
        record_reading(self.verb, row, by=request.user, at=timezone.now())
        text = readable(self.documents([row.pk], request.user, may_see_people(request))[row.pk])
        tag = etag(row.version, text)
        if is_current(request.headers.get("If-None-Match", ""), tag):
            answer: HttpResponse = HttpResponseNotModified()
        else:
            answer = HttpResponse(text, content_type="application/json")
        answer["ETag"] = tag
        return answer

    def answer(self, row: Any, request: ClientRequest, *, code: int = status.HTTP_200_OK) -> HttpResponse:
        """To what was written: the document as it stands now; of what is no longer before the sender, that it was
        done."""
        made = HttpResponse(status=code, content_type="application/json")
        text = self.documents([row.pk], request.user, may_see_people(request)).get(row.pk)
        if text is None:
            made.content = dumped({"ref": str(row.ref), "visible": False, "detail": GONE})
            return made
        row.refresh_from_db(fields=["version"])
        # What was asked for is done, even where it cannot be told.
        made.content = text
        made["ETag"] = f'"{row.version}"' if isinstance(text, Unreadable) else etag(row.version, text)
        if code == status.HTTP_201_CREATED:
            made["Location"] = request.build_absolute_uri(reverse(self.address, args=[row.ref]))
        return made

    def visible(self, request: ClientRequest, ref: UUID) -> Any:
        """Its people unopened. Raises NotFound."""
        rows = self.model.objects.visible_to(request.user).select_related(*self.joins).unopened()
        row: Model | None = rows.filter(ref=ref).first()
        if row is None:
            raise NotFound
        return row
