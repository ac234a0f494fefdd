"""Who asks for a stream: the portal's own session, as its pages know it, without using it."""

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.directory.sitting import SITTING, seconds_left


@dataclass(frozen=True)
class Reader:
    """An agent whose session is good."""

    session_key: str
    user: int


def session_key(cookies: str) -> str:
    """Of the portal's cookie; empty where there is none."""
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""


def reader_of(key: str) -> Reader | None:
    """Who is signed in by this session, answers calls and has not left it idle.

    Asked of the database, where every session stands (cached_db): the stream goes on while Redis is away.
    """
    if not key:
        return None
    request = HttpRequest()
    request.session = SessionStore(key)
    user = get_user(request)
    if not isinstance(user, User) or not user.can(Can.ANSWER_CALLS):
        return None
    if SITTING not in request.session or seconds_left(request, timezone.now()) <= 0:
        return None
    return Reader(key, user.pk)
