"""Versions travel as entity tags: who changes something says which version she has read, and loses nobody's change."""

from rest_framework import status
from rest_framework.request import Request

from fedportal.api.etags import version_of
from fedportal.api.problems import Problem

IF_MATCH, IF_NONE_MATCH = "If-Match", "If-None-Match"


def version_read(request: Request) -> int | None:
    """The version that the client had read; None where it does not say. Raises Problem where it says something else,
    such as `*`: who changes whatever stands has read nothing."""
    given = request.headers.get(IF_MATCH)
    if given is None:
        return None
    version = version_of(given)
    if version is None:
        words = '请在 If-Match 中写明读到的一个版本号，如 "7"，不能写“*”。'
        raise Problem(status.HTTP_400_BAD_REQUEST, "invalid_if_match", words)
    return version


def needed_version(request: Request) -> int:
    """The same, of a change that is made to what stands. Raises Problem 428 where the client does not say."""
    version = version_read(request)
    if version is None:
        raise version_required()
    return version


def wants_new(request: Request) -> bool:
    """Whether nothing that stands may be changed. Raises Problem where the header says something else."""
    given = request.headers.get(IF_NONE_MATCH)
    if given not in (None, "*"):
        words = "If-None-Match 只能写 *，意思是只登记、不更正。"
        raise Problem(status.HTTP_400_BAD_REQUEST, "invalid_if_none_match", words)
    return given is not None


def version_required() -> Problem:
    words = "更改已有的事项，请在 If-Match 中写明读到的版本号。"
    return Problem(status.HTTP_428_PRECONDITION_REQUIRED, "version_required", words)
