"""From a user to the rows that PostgreSQL shows her (lib/row_scope)."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpRequest, HttpResponseBase

from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, View
from fedportal.accounts.roles import LEADING, Can, Role
from fedportal.lib.row_scope import NOTHING, RowScope, rows_of
from fedportal.orgs.models import Level

P = ParamSpec("P")
# What policies ask of a reader beside her place: h head of the unit, l leads it or its department, s supervises,
# d accepts matters, k hears complaints about the handling; p works at a province, c at a city.
_LEVELS = {Level.PROVINCE: "p", Level.CITY: "c"}


def scope_of(user: User) -> RowScope:
    """What this user's range, unit and roles let her see."""
    org, holds = (
        user.org,
        {
            "h": Role.UNIT_HEAD in user.roles,
            "l": not LEADING.isdisjoint(user.roles),
            "s": Role.SUPERVISOR in user.roles,
            "d": user.can(Can.DECIDE),
            "k": user.can(Can.HEAR_COMPLAINTS),
        },
    )
    flags = "".join(letter for letter, held in holds.items() if held) + _LEVELS.get(Level(org.level), "")
    return RowScope(org.code, org.code_end, reader=user.pk, org=org.pk, flags=flags)


def range_of(user: User) -> RowScope:
    """Everything in this user's range and unit, whatever she may know of it: for figures, and for what leaves out by
    itself what must be kept from her, since one cannot leave out what one does not see."""
    return RowScope(user.org.code, user.org.code_end, org=user.org_id)


def whole_range(view: View[P]) -> View[P]:
    """A page of figures: its rows are all of the reader's range."""

    @wraps(view)
    def counted(request: UserRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        with rows_of(range_of(request.user)):
            return view(request, *args, **kwargs)

    return counted


def row_scope(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: the rows of whoever is signed in, for as long as her request is answered; else none."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        with rows_of(scope_of(user) if isinstance(user, User) and user.is_authenticated else NOTHING):
            return answer(request)

    return answered
