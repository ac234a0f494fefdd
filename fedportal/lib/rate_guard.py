"""Refuses whoever asks too often, by the table of rules in settings.RATE_RULES."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Literal

import redis
from django.conf import settings
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import ResolverMatch

from fedportal.lib.rate_limits import Limit

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})

log = logging.getLogger(__name__)

# Rooms above are told of the first refusal of each user and stretch: one that goes on asking tells nothing new.
overstepped = Signal()


@dataclass(frozen=True)
class RateRule:
    """How often one sender may ask a kind of address.

    `views` are names as in {% url %}, `*` stands for any rest; with `writes` only what changes something counts, with
    `param` only what carries that parameter. `by` the address only strangers are counted, unless the rule is one of
    signing in (`everyone`). Without Redis nothing can be counted: a rule that `guards` then refuses, any other lets
    pass.
    """

    limit: Limit
    by: Literal["user", "address"]
    views: tuple[str, ...] = ("*",)
    writes: bool = False
    param: str = ""
    everyone: bool = False
    guards: bool = False

    def sender(self, request: HttpRequest, match: ResolverMatch) -> str:
        """Whom this request is counted for; empty where the rule does not speak of it."""
        if not self._speaks_of(request, match):
            return ""
        known = request.user.is_authenticated
        if self.by == "user":
            return f"user {request.user.pk}" if known else ""
        return f"address {request.META.get('REMOTE_ADDR', '')}" if self.everyone or not known else ""

    def _speaks_of(self, request: HttpRequest, match: ResolverMatch) -> bool:
        if self.writes and request.method not in WRITES:
            return False
        if self.param and not request.GET.get(self.param):
            return False
        if "*" in self.views and request.path.startswith(settings.API_ROOT):
            return False  # clients are counted by their tokens (fedportal.api.rates)
        return any(fnmatchcase(match.view_name, pattern) for pattern in self.views)


class RateGuard:
    """Middleware behind the one that tells who asks, and before the one that sends strangers to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: Any) -> HttpResponse | None:
        """The refusal, if any rule is broken."""
        match = request.resolver_match
        for rule in settings.RATE_RULES:
            if match and (sender := rule.sender(request, match)):
                try:
                    if (excess := rule.limit.excess(sender)) > 0:
                        return self._too_many(request, rule, sender, first=excess == 1)
                except redis.RedisError:
                    log.error("Redis does not answer: %s is not counted", rule.limit.name)
                    if rule.guards:
                        return refusal(request, status=503, wait=60)
        return None

    def _too_many(self, request: HttpRequest, rule: RateRule, sender: str, *, first: bool) -> HttpResponse:
        known = request.user.is_authenticated
        log.warning("too many requests: %s by %s", rule.limit.name, sender if rule.by == "user" else "a stranger")
        if first and known:
            overstepped.send(type(self), user=request.user, limit=rule.limit)
        return refusal(request, status=429, wait=rule.limit.seconds_left(sender))


def refusal(request: HttpRequest, *, status: int, wait: int) -> HttpResponse:
    """Come again in `wait` seconds: a page, for strangers a discreet one, or a problem document (RFC 9457)."""
    answer: HttpResponse
    if request.accepts("text/html"):
        page = "429.html" if _is_staff_page(request) else "429_discreet.html"
        answer = render(request, page, {"minutes": -(-wait // 60), "busy": status == 503}, status=status)
    else:
        code, title = ("busy", "暂时无法办理") if status == 503 else ("too_many_requests", "请求过于频繁")
        problem = {"type": "about:blank", "title": title, "status": status, "code": code}
        answer = JsonResponse(problem, status=status, content_type="application/problem+json")
    answer["Retry-After"] = str(wait)
    return answer


def _is_staff_page(request: HttpRequest) -> bool:
    match = request.resolver_match
    return request.user.is_authenticated or bool(match and match.view_name.startswith("account"))
