"""From whatever a view raised to its problem document."""

import logging
from typing import Any

from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from fedportal.api.codes import CODES
from fedportal.api.problems import Problem, problem_document
from fedportal.api.unreadable import unreadable
from fedportal.lib.ciphers import CannotDecipher
from fedportal.lib.refusals import NotAllowed

log = logging.getLogger(__name__)


class ProblemHandler(ExceptionHandler):
    """What the portal's own verbs refuse is no error of the server."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, NotAllowed):
            code = getattr(exc, "code", "not_allowed")
            return Problem(status.HTTP_409_CONFLICT, code, str(exc) or CODES["not_allowed"])
        if isinstance(exc, CannotDecipher):
            log.error("a call cannot be answered: %s", exc)
            return unreadable()
        return super().convert_known_exceptions(exc)


class ProblemFormatter(ExceptionFormatter):
    """For drf-standardized-errors."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        errors = error_response.errors
        is_field = error_response.type == "validation_error"
        code = "invalid" if is_field else errors[0].code
        # The framework's own sentences are for its developers; ours say more, and those of a Problem the most.
        own_words = isinstance(self.exc, Problem) or code == "parse_error"
        detail = errors[0].detail if own_words else CODES.get(code, errors[0].detail)
        path = self.context["request"].path  # type: ignore[union-attr]
        problem = problem_document(self.exc.status_code, code, detail, path)
        if is_field:
            problem["errors"] = [{"field": e.attr, "code": e.code, "detail": e.detail} for e in errors]
        return problem | getattr(self.exc, "more", {})


def problem_of(refusal: APIException, request: Request) -> dict[str, Any]:
    """The document alone, where it is one of many results."""
    context: Any = {"request": request, "view": None, "args": (), "kwargs": {}}
    return ProblemFormatter(refusal, context, refusal).run()
