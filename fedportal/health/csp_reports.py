"""Browsers tell here what the content policy kept them from: a fault of ours, or something put into a page."""

import json
import logging
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

LARGEST = 16 * 1024  # bytes of a report

log = logging.getLogger(__name__)


@csrf_exempt
@login_not_required
@require_POST
def csp_reports(request: HttpRequest) -> HttpResponse:
    """Log which directive refused what; neither the page's address nor the sender, nor anything longer than a word."""
    if len(request.body) <= LARGEST:
        directive, blocked = _told(request.body)
        log.warning("content policy: %s refused %s", directive, blocked)
    return HttpResponse(status=204)


def _told(body: bytes) -> tuple[str, str]:
    try:
        report = json.loads(body)["csp-report"]
        return _word(report["effective-directive"]), _word(_place(report["blocked-uri"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return "?", "an unreadable report"


def _place(blocked: object) -> str:
    """Of an address its scheme and host."""
    parts = urlsplit(str(blocked))
    return f"{parts.scheme}://{parts.hostname}" if parts.hostname else parts.scheme or str(blocked)


def _word(text: object) -> str:
    return "".join(letter for letter in str(text)[:80] if letter.isalnum() or letter in "-.:/")
