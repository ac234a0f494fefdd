"""What kinds of objects have in common whose table has a column `org_code`: their keys, their places, their clocks."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.changes.kinds import Part, Placed
from fedportal.orgs.codes import SPAN
from fedportal.orgs.models import Level

_CHUNK = 1000
_COUNTY = SPAN[Level.COUNTY]


def duties_of(app: str, model: str) -> Part:
    """The clocks of an object stand in its document."""
    return Part(
        "deadlines_deadline",
        f"""
        SELECT r.object_id FROM {{rows}} r JOIN django_content_type t ON t.id = r.content_type_id
        WHERE t.app_label = '{app}' AND t.model = '{model}'
        """,  # our own names  # noqa: S608  # nosec B608
    )


def keys_above(model: Any, *, below: bool = False) -> Callable[[User, int], list[int]]:
    """Of what the reader sees, the first thousand; with `below`, of her own range alone."""

    def found(reader: User, key: int) -> list[int]:
        rows = _seen(model, reader, below).filter(pk__gt=key).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:_CHUNK])

    return found


def placed(model: Any, moment: str, *, below: bool = False) -> Placed:
    """By the county of `org_code`, and the month of that column in Beijing; `below` as above."""

    def found(reader: User, places: tuple[int, int] | None) -> Iterable[tuple[int, dict[str, str]]]:
        within = Q(org_code__gte=places[0], org_code__lt=places[1]) if places else Q()
        rows = _seen(model, reader, below).filter(within).values_list("pk", "org_code", moment)
        for key, code, at in rows.iterator(chunk_size=10_000):
            month = timezone.localdate(at)
            yield key, {"county": str(code // _COUNTY * _COUNTY), "month": f"{month:%Y-%m}"}

    return found


def _seen(model: Any, reader: User, below: bool) -> Any:
    rows = model.objects.visible_to(reader)
    return rows.in_range_of(reader.org) if below else rows
