"""The page for a request that cannot be read: one that is too large gets an answer of its own."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: says nothing of what was wrong inside. Drawn without the request, whose host may be a false one."""
    page, status = ("413.html", 413) if isinstance(exception, TOO_LARGE) else ("400.html", 400)
    return HttpResponse(render_to_string(page), status=status)
