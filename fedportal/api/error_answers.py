"""No program ever gets a page for an answer: what fails below the interface's root is told by a problem document."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from fedportal.api.problems import problem_answer

Answer = Callable[[HttpRequest], HttpResponse]

# What Django, its middleware and the limits refuse before any view, or where there is none.
BY_STATUS = {
    400: "bad_request",
    403: "permission_denied",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    429: "too_many_requests",
    503: "busy",
}
KEPT = ("Allow", "Retry-After", "Vary")


def problems_below_root(get_response: Answer) -> Answer:
    """Middleware, outside of everything that answers with a page."""

    def answer(request: HttpRequest) -> HttpResponse:
        if _is_bare(request):
            return problem_answer(403, "tls_required", request.path)
        made = get_response(request)
        if made.status_code < 400 or not request.path.startswith(settings.API_ROOT) or _is_told(made):
            return made
        status = made.status_code if made.status_code in BY_STATUS else 500
        told = problem_answer(status, BY_STATUS.get(status, "error"), request.path)
        for name in KEPT:
            if name in made:
                told[name] = made[name]
        return told

    return answer


def _is_bare(request: HttpRequest) -> bool:
    """A program that is led from http to https goes on sending its secret in clear, first, each time (ASVS 4.1.2)."""
    return settings.SECURE_SSL_REDIRECT and not request.is_secure() and request.path.startswith(settings.API_ROOT)


def _is_told(answer: HttpResponse) -> bool:
    """Whether it is one already, or an OAuth error (RFC 6749, 5.2)."""
    return answer.get("Content-Type", "").startswith(("application/problem+json", "application/json"))
