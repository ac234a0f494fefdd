"""The guards of pages: who is missing a right gets 403, who is in the wrong place gets 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can

P = ParamSpec("P")


class UserRequest(HttpRequest):
    """A request whose user is signed in, as the login middleware has made sure."""

    user: User
    htmx: Any


View = Callable[Concatenate[UserRequest, P], HttpResponseBase]


def requires(right: Can) -> Callable[[View[P]], View[P]]:
    """Guard a view: the signed-in user needs this right, else 403."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: UserRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.can(right):
                raise PermissionDenied(right)
            return view(request, *args, **kwargs)

        guarded.needs = right  # type: ignore[attr-defined]
        return guarded

    return decorate
