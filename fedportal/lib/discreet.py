"""Pages that people without an account see, maybe with someone looking over their shoulder."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

ROOTS = ("/r/", "/reply/")  # below them everything is discreet, errors too


def is_discreet(request: HttpRequest) -> bool:
    """Whether a stranger asks for what lies below the discreet addresses, whatever is there."""
    known = hasattr(request, "user") and request.user.is_authenticated
    return request.path.startswith(ROOTS) and not known


def discreet(view: View[P]) -> View[P]:
    """No account is needed; no browser keeps the page, no search engine lists it. Draw it from `discreet.html`.

    The site that she leaves for is told nothing: `same-origin` sends it no referrer. `no-referrer` would tell no less,
    but browsers then send forms with no origin, and those are refused.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        answer["Referrer-Policy"] = "same-origin"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return login_not_required(guarded)


def last(view: View[P]) -> View[P]:
    """The end of what she came for: her browser forgets the pages before, and the cookie of their forms.

    Only what is kept of pages: “cookies” would reach other sites of the same domain, “storage” drafts of staff.
    """

    @wraps(view)
    def ending(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["Clear-Site-Data"] = '"cache"'
        if not request.user.is_authenticated:
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False  # or the middleware would give a new one
            answer.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
        return answer

    return ending
