"""Problem documents (RFC 9457): what went wrong, by a code that stays, and at which field."""

from typing import Any

from django.http import JsonResponse
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer

from fedportal.api.codes import CODES, TITLES

PROBLEM_JSON = "application/problem+json"


class Problem(APIException):
    """Anything that is refused: `code` is for programs, `detail` for people, `more` for what helps to go on."""

    def __init__(self, status_code: int, code: str, detail: str, **more: Any) -> None:
        super().__init__(detail, code)
        self.status_code, self.more = status_code, more
        self.wait: int | None = None  # seconds after which it may go better, for Retry-After
        self.stays = False  # whether what was written together with the refusal is meant to stay


class Unprocessable(ValidationError):
    """Well-formed by the description of the interface, and yet not to be done: what law and pages ask of one field by
    another, or by what there is. It names its fields as one does that breaks the description, which is 400."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY


def precondition_failed(current: int) -> Problem:
    """The row has moved on since the client read it."""
    return Problem(status.HTTP_412_PRECONDITION_FAILED, "version_changed", CODES["version_changed"], current=current)


def problem_document(status_code: int, code: str, detail: str, instance: str) -> dict[str, Any]:
    """The members that each problem has."""
    return {
        "type": "about:blank",
        "title": TITLES.get(status_code, "请求有误"),
        "status": status_code,
        "code": code,
        "detail": detail,
        "instance": instance,
    }


def problem_answer(status_code: int, code: str, instance: str) -> JsonResponse:
    """For what no view of the framework has answered."""
    told = problem_document(status_code, code, CODES[code], instance)
    return JsonResponse(told, status=status_code, content_type=PROBLEM_JSON, json_dumps_params={"ensure_ascii": False})


class ProblemOrJSON(JSONRenderer):
    """JSON; what is refused says so in its content type."""

    charset = None  # RFC 8259: JSON is UTF-8, and its type has no such parameter

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        answer = (renderer_context or {}).get("response")
        if answer is not None and answer.status_code >= 400:
            answer["Content-Type"] = PROBLEM_JSON
        return super().render(data, accepted_media_type, renderer_context)
