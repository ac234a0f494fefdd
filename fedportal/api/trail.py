"""The lines of the audit trail about callers: each call of a client, and of refusals as many as can be read."""

import logging

import redis
from django.http import HttpRequest
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.api.models import ApiClient
from fedportal.audit.log import record
from fedportal.lib.rate_limits import Limit

# POLICY: of one sender, for one reason. Whoever hammers leaves six lines an hour; nginx's log has each request.
ONCE = Limit("api_refusals", "1/10 minutes")

log = logging.getLogger(__name__)


def write_call(request: HttpRequest, *, account: User, client_pk: int, status: int) -> None:
    """A client was let in: what it asked for, and how it was answered."""
    match = request.resolver_match
    record(
        "api.call",
        by=account,
        at=timezone.now(),
        address=_address(request.META),
        client=client_pk,
        method=request.method,
        view=match.view_name if match else "",
        status=status,
    )


def write_refusal(verb: str, code: str, *, address: str, client: ApiClient | None) -> None:
    """Somebody was not let in, or too often. Of a token or a secret nothing is written."""
    sender = f"{verb} {code} {client.pk if client else ''} {address}"
    try:
        if ONCE.is_over(sender):
            return
    except redis.RedisError:
        log.error("Redis does not answer: each refusal of the interface is written down")
    record(verb, client, by=None, at=timezone.now(), address=address or None, code=code)


def _address(meta: dict[str, str]) -> str | None:
    return meta.get("REMOTE_ADDR") or None
