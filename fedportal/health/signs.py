"""Signs of life: the moments at which the worker and beat last did their work, kept in Redis."""

import datetime as dt

import redis
from django.conf import settings

PATIENCE = 2  # seconds a Redis may take to answer before it counts as dead
FRESH = dt.timedelta(seconds=45)  # four pulses may be missed before a part counts as dead


def give_sign(part: str, *, at: dt.datetime) -> None:
    """Write down that this part of the portal has just done something."""
    with _redis() as client:
        client.set(_key(part), at.isoformat())


def last_sign(part: str) -> dt.datetime | None:
    """When this part last did something, if it ever did."""
    with _redis() as client:
        told = client.get(_key(part))
    return dt.datetime.fromisoformat(told) if told else None


def _key(part: str) -> str:
    return f"health:{part}"


def _redis() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, decode_responses=True
    )
