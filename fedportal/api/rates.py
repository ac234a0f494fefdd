"""How often a client may call, and how it is told: RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-
headers-10), in Redis for all processes together."""

import logging
from dataclasses import dataclass

import redis
from django.conf import settings

from fedportal.api.codes import CODES
from fedportal.api.problems import Problem
from fedportal.lib.rate_limits import Limit

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """How a sender stands with one limit, this act counted."""

    limit: Limit
    used: int
    seconds: int  # until it is forgotten

    @property
    def is_over(self) -> bool:
        return self.used > self.limit.item.amount

    @property
    def policy(self) -> str:
        return f'"{self.limit.name}";q={self.limit.item.amount};w={self.limit.item.get_expiry()}'

    @property
    def left(self) -> str:
        return f'"{self.limit.name}";r={max(0, self.limit.item.amount - self.used)};t={self.seconds}'


def count(names: list[str], sender: str) -> list[Standing]:
    """Count one more act under each of these limits. Without Redis nobody can count, and work goes on."""
    limits = [settings.API_LIMITS[name] for name in names if name in settings.API_LIMITS]
    try:
        return [Standing(limit, limit.count(sender), limit.seconds_left(sender)) for limit in limits]
    except redis.RedisError:
        log.error("Redis does not answer: calls of the interface are not counted")
        return []


def headers(standings: list[Standing]) -> dict[str, str]:
    """For every answer to a client."""
    if not standings:
        return {}
    return {
        "RateLimit-Policy": ", ".join(standing.policy for standing in standings),
        "RateLimit": ", ".join(standing.left for standing in standings),
    }


def refuse_if_over(standings: list[Standing]) -> None:
    """Raises Problem 429 with Retry-After."""
    over = [standing for standing in standings if standing.is_over]
    if over:
        problem = Problem(429, "too_many_requests", CODES["too_many_requests"])
        problem.wait = max(standing.seconds for standing in over)
        raise problem
