"""Whose address a request comes from, behind proxies of ours."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def client_address(get_response: Answer) -> Answer:
    """Middleware: REMOTE_ADDR is the sender's, as the outermost of settings.PROXIES proxies wrote it down.

    Lock-out and audit go by it. Counted from the right, because a sender may put anything before it.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        if 0 < settings.PROXIES <= len(hops) and _is_address(sender := hops[-settings.PROXIES].strip()):
            request.META["REMOTE_ADDR"] = sender
        return get_response(request)

    return answer


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
