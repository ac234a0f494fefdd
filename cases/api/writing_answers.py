"""What a writer is answered: the document as it stands now, with its version; or that it is no longer before him."""

import json
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from rest_framework import status

from cases.api.document import document_etag, petition_documents
from cases.models import Petition
from fedportal.api.authentication import may_see_people
from fedportal.api.views import ClientRequest

GONE = "已办理；本件现由其他单位承办，或者只限指定人员查阅，不再对您提供。"


def answer(
    row: Petition,
    request: ClientRequest,
    *,
    code: int = status.HTTP_200_OK,
    warnings: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    """The document, and beside it what the writer should look at."""
    text = petition_documents([row.pk], request.user, may_see_people(request)).get(row.pk)
    made = HttpResponse(status=code, content_type="application/json")
    if text is None:
        made.content = json.dumps({"number": row.number, "visible": False, "detail": GONE}, ensure_ascii=False)
        return made
    made["ETag"] = document_etag(text)
    if warnings is not None:
        text = f'{text[:-1]},"warnings":{json.dumps(warnings, ensure_ascii=False)}}}'
    made.content = text
    if code == status.HTTP_201_CREATED:
        made["Location"] = request.build_absolute_uri(reverse("cases_api:petition", args=[row.number]))
    return made
