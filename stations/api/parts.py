"""What documents of this room have in common: identifiers, values as ISO 8601 says them, clocks."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch

from fedportal.accounts.models import User
from fedportal.api.ids import opaque_id
from fedportal.deadlines.models import Deadline

CLOCKS = Prefetch("deadlines", Deadline.objects.order_by("pk"), to_attr="clocks")


def told_id(kind: str, pk: int, reader: User) -> str:
    """The `id` in the document, by which this client knows the object."""
    client = getattr(reader, "api_client", None)
    return opaque_id(client.pk if client else 0, kind, pk)


def by_key(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: row.pk)


def told(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: said(getattr(row, name)) for name in names}


def said(value: Any) -> Any:
    """Days and moments as ISO 8601 says them."""
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def told_clock(clock: Deadline) -> dict[str, Any]:
    words = {name: clock.derivation[name] for name in ("label", "article")}
    return words | told(clock, ("kind", "opened_at", "due_at", "closed_at", "outcome"))
