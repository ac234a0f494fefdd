"""The chain's arithmetic: how an event is written out, and the hash that ties it to the link before."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from fedportal.audit.models import AccessEvent, AuditSeal

Line = tuple[Any, ...]  # an event's id, its moment, then all that it says

GENESIS = bytes(32)  # before the first link of all


def lines(events: QuerySet[AccessEvent]) -> Iterator[Line]:
    """The events as they are hashed, by id; the detail as PostgreSQL writes it, so that no digit is rounded."""
    told = events.annotate(told=Cast("detail", TextField())).order_by("pk")
    subject = ("content_type_id", "object_id")
    return iter(told.values_list("pk", "at", "verb", "actor_id", "org_id", *subject, "address", "told"))


def link(line: Line, seal: AuditSeal) -> bytes:
    """The hash that belongs into the seal: over its place, the link before, and everything that the event says."""
    pk, at, *told = line
    moment = at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    written = [seal.day.isoformat(), seal.number, bytes(seal.previous).hex(), pk, moment, *told]
    text = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
    return hashlib.new(seal.algorithm, text.encode()).digest()
