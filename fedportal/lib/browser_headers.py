"""What every answer tells a browser beside its content: keep nothing, use no device, lend nothing to other sites."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def browser_headers(get_response: Answer) -> Answer:
    """Middleware, outermost: pages of errors and redirects carry them too.

    `no-store` stands wherever nothing else was said, which is on all but static files: what a page shows is somebody's
    matter, and after signing out “back” must ask the portal again.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        made = get_response(request)
        made.setdefault("Cache-Control", "no-store")
        made.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        made.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        made.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        return made

    return answer
