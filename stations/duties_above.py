"""What about a station, a check or an application waits with a unit above, told to whoever keeps it below: which duty,
with whom and since when; of the other duties of that unit nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from fedportal.accounts.models import User
from fedportal.deadlines.models import Deadline
from fedportal.lib.row_scope import beyond_readers
from fedportal.orgs.models import Organization


@dataclass(frozen=True)
class WaitsAbove:
    """One open duty; its last day and lateness are that unit's own."""

    label: str
    org: str
    since: datetime


def waiting_above(user: User, *subjects: Any) -> list[WaitsAbove]:
    """Of these, which this reader has been shown; the oldest first."""
    rows = _open_above(user.org, subjects) if subjects else []
    return [WaitsAbove(row.derivation["label"], row.org.name, row.opened_at) for row in rows]


@beyond_readers("who keeps a station may know that a duty about it waits above")
def _open_above(own: Organization, subjects: tuple[Any, ...]) -> list[Deadline]:
    asked = Q(pk=None)
    for subject in subjects:
        asked |= Q(pk__in=Deadline.objects.for_subject(subject).values("pk"))
    above = Deadline.objects.filter(org__code__lte=own.code, org__code_end__gte=own.code_end).exclude(org=own)
    return list(above.open().filter(asked).select_related("org").order_by("opened_at", "pk"))
