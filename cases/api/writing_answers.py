"""What a writer is answered: the document as it stands now, with its version; or that it is no longer before him.

Who sends thousands asks for less (`Prefer: return=minimal`, RFC 7240): what he needs to go on.
"""

import json
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from rest_framework import status

from cases.api.document import document_etag, petition_documents, petition_id
from cases.models import Petition
from fedportal.api.authentication import may_see_people
from fedportal.api.unreadable import Unreadable
from fedportal.api.views import ClientRequest
from fedportal.lib.prepared import Prepared

_STANDS = Prepared(
    "petition_stands", "SELECT number, version, status FROM cases_petition WHERE id = %(pk)s", {"pk": "bigint"}
)
GONE = "已办理；本件现由其他单位承办，或者只限指定人员查阅，不再对您提供。"
MINIMAL = "return=minimal"
Warnings = list[dict[str, Any]]


def answer(
    row: Petition, request: ClientRequest, *, code: int = status.HTTP_200_OK, warnings: Warnings | None = None
) -> HttpResponse:
    """The document, or little of it, and beside it what the writer should look at."""
    made = HttpResponse(status=code, content_type="application/json")
    little = MINIMAL in request.headers.get("Prefer", "")
    found = _little(row, request) if little else _document(row, request)
    if found is None:
        made.content = _json({"number": row.number, "visible": False, "detail": GONE})
        return made
    text, made["ETag"] = found
    if little:
        made["Preference-Applied"] = MINIMAL
    if warnings is not None:
        text = f'{text[:-1]},"warnings":{_json(warnings)}}}'
    made.content = text
    if code == status.HTTP_201_CREATED:
        made["Location"] = request.build_absolute_uri(reverse("cases_api:petition", args=[row.number]))
    return made


def _document(row: Petition, request: ClientRequest) -> tuple[str, str] | None:
    text = petition_documents([row.pk], request.user, may_see_people(request)).get(row.pk)
    if isinstance(text, Unreadable):  # what was asked for is done; it only cannot be told
        return text, f'"{json.loads(text)["version"]}"'
    return None if text is None else (text, document_etag(text))


def _little(row: Petition, request: ClientRequest) -> tuple[str, str] | None:
    """Its names, version and state, if PostgreSQL's policy still shows it: the rule of `visible_to`. The tag names the
    version alone, as If-Match may."""
    for number, version, state in _STANDS.rows({"pk": row.pk}):
        told = {"id": petition_id(row.pk, request.user), "number": number, "version": version, "status": state}
        return _json(told), f'"{version}"'
    return None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
