"""Keeps a sitting while it is used: the middleware that ends an idle one, and what begins one at every sign-in."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import Sitting, User, WhyEnded
from fedportal.accounts.roles import Can
from fedportal.directory.actions import sittings
from fedportal.lib.device_words import device_words

SITTING, USED_AT = "sitting", "used_at"  # in the session: the number of its row, and seconds since 1970
# Asked by pages on their own, and no sign of a person.
ONLY_ASK = ("stay", "hotline:call_stream")
KEPT_EVERY = 60  # seconds; more often would write at each click

WHY = {
    WhyEnded.IDLE: "您已有一段时间没有操作，为保护群众信息，系统已自动退出，请重新登录。",
    WhyEnded.ELSEWHERE: "您的账号刚刚在别处登录，这里的登录已经结束。不是您本人操作，请立即修改口令并告知管理员。",
    WhyEnded.BY_SELF: "您在另一台设备上结束了这里的登录，请重新登录。",
    WhyEnded.BY_ADMIN: "安全管理员结束了您的登录，请重新登录。",
}


def begin_sitting(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """On Django's signal, which every way of signing in sends: none can come in without a sitting."""
    at = timezone.now()
    request.session.set_expiry(at + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE))  # however much it is used
    if request.session.session_key is None:
        request.session.save()
    row = sittings.begin(
        user,
        session_key=str(request.session.session_key),
        address=request.META.get("REMOTE_ADDR"),
        device=device_words(request.META.get("HTTP_USER_AGENT", "")),
        at=at,
    )
    request.session[SITTING], request.session[USED_AT] = row.pk, int(at.timestamp())


def keep_sitting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what happens with the sitting of a request that has one, or says that it had."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return get_response(request)
        if request.user.is_authenticated:
            _go_on(request, timezone.now())
        else:
            _say_why(request)
        key = request.session.session_key
        response = get_response(request)
        _follow(request, key)
        return response

    return answer


def seconds_left(request: HttpRequest, at: dt.datetime) -> int:
    """Until this sitting ends for want of use."""
    return int(request.session.get(USED_AT, 0) + settings.IDLE_MINUTES * 60 - at.timestamp())


def _go_on(request: HttpRequest, at: dt.datetime) -> None:
    pk, used_at = request.session.get(SITTING), request.session.get(USED_AT)
    if pk is None or used_at is None:
        logout(request)
    elif seconds_left(request, at) <= 0:
        _end_idle(request, pk, at)
    elif at.timestamp() - used_at >= KEPT_EVERY and not _only_asks(request):
        if sittings.keep(pk, at=at):
            request.session[USED_AT] = int(at.timestamp())
        else:
            logout(request)


def _end_idle(request: HttpRequest, pk: int, at: dt.datetime) -> None:
    rows = Sitting.objects.filter(pk=pk)
    sittings.end(rows, why=WhyEnded.IDLE, by=None, at=at, address=request.META.get("REMOTE_ADDR"))
    logout(request)
    messages.info(request, WHY[WhyEnded.IDLE])


def _only_asks(request: HttpRequest) -> bool:
    """A page that asks how long it has left is not used by that. A wall that renews its figures all day is, by whoever
    sees nothing but figures; a wall that others leave open would leave their cases open too."""
    if request.method != "GET":
        return False
    is_wall = request.path == reverse("hotline:wall") and "part" in request.GET
    sees_cases = isinstance(request.user, User) and request.user.can(Can.SEE_CASES)
    return request.path in {reverse(name) for name in ONLY_ASK} or (is_wall and sees_cases)


def _say_why(request: HttpRequest) -> None:
    """Her cookie is of a sitting that is over; the answer takes the cookie away, so this is said once."""
    key = request.COOKIES[settings.SESSION_COOKIE_NAME]
    row = Sitting.objects.filter(session_key=key).exclude(ended_at=None).first()
    if row and (words := WHY.get(WhyEnded(row.why_ended))):
        messages.info(request, words)


def _follow(request: HttpRequest, key: str | None) -> None:
    """A session that got another number in between, as at a change of password, stays the same sitting."""
    if SITTING in request.session and key and request.session.session_key not in {key, None}:
        Sitting.objects.filter(pk=request.session[SITTING]).update(session_key=request.session.session_key)
