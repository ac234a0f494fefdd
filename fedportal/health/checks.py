"""What is asked of each part of the portal before it is called alive."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import redis
from celery import Celery
from django.db import DatabaseError, connection

from fedportal.health.signs import FRESH, last_sign

PING_PATIENCE = 1.0  # seconds


@dataclass(frozen=True)
class Sign:
    """Whether a part is alive, and when it last showed it."""

    alive: bool
    last_sign: dt.datetime | None


def check_all(app: Celery, *, at: dt.datetime) -> dict[str, Sign]:
    """Every part of the portal; this code answering is the web's own sign."""
    queue = _answers(lambda: last_sign("worker"), at=at)
    lost = Sign(False, None)  # without Redis nobody's signs arrive, and nobody can be asked
    return {
        "web": Sign(True, at),
        "database": _answers(_ask_database, at=at),
        "redis": queue,
        "worker": _worker(app, at=at) if queue.alive else lost,
        "beat": _fresh("beat", at=at) if queue.alive else lost,
    }


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _answers(ask: Callable[[], object], *, at: dt.datetime) -> Sign:
    try:
        ask()
    except (DatabaseError, redis.RedisError):
        return Sign(False, None)
    return Sign(True, at)


def _fresh(part: str, *, at: dt.datetime) -> Sign:
    sign = last_sign(part)
    return Sign(sign is not None and at - sign < FRESH, sign)


def _worker(app: Celery, *, at: dt.datetime) -> Sign:
    """A worker lives if it executed something lately; with a dead beat it may be idle, so it is asked."""
    sign = _fresh("worker", at=at)
    if sign.alive:
        return sign
    answers = app.control.ping(timeout=PING_PATIENCE)
    return Sign(bool(answers), at if answers else sign.last_sign)
