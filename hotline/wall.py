"""The figures of the wall: what rings and is talked now, and how today's calls were answered (domain.md L2).

Counts alone, no names and no numbers of callers. A call that was called back later counts as not connected: what the
telephone system told of it goes before what was written down, and a call that went into the queue was not answered.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, Value, When
from django.db.models.fields import DateTimeField
from django.db.models.functions import Coalesce, ExtractHour
from django.utils import timezone

from fedportal.orgs.models import Organization
from hotline.call_workflow import TALKING, CallState
from hotline.law import ANSWERED_WITHIN, CONNECTED_PERCENT
from hotline.models import Call, CallEvent, HotlineLine, SwitchCall

# After so long nobody waits and nobody talks: the end was never told, or nobody hung up in the form (POLICY).
WAITS_AT_MOST = dt.timedelta(hours=1)
TALKS_AT_MOST = dt.timedelta(hours=4)


@dataclass(frozen=True)
class WallFigures:
    """Of one range or line, at one moment."""

    at: dt.datetime
    waiting: int
    longest: dt.timedelta | None  # that somebody waits now
    talking: int
    came: int  # today, those that wait left out
    connected: int
    quick: int  # of the connected, within fifteen seconds
    owed: int  # missed on whatever day, and not called back
    by_hour: list[tuple[int, int, int]] = field(default_factory=list)  # hour, came, connected

    @property
    def connected_percent(self) -> float | None:
        return self.connected * 100 / self.came if self.came else None

    @property
    def quick_percent(self) -> float | None:
        return self.quick * 100 / self.connected if self.connected else None

    @property
    def is_below(self) -> bool:
        """Whether fewer are connected than the standard asks for."""
        return self.connected_percent is not None and self.connected_percent < CONNECTED_PERCENT


def wall_figures(org: Organization, line: HotlineLine | None, at: dt.datetime) -> WallFigures:
    """Two statements, however many calls and lines."""
    rows = _calls(org, line)
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    waits = Q(state=CallState.RINGING, ended_at=None, rang_at__gt=at - WAITS_AT_MOST)
    talks = Q(state__in=sorted(TALKING), ended_at=None, answered_at__gt=at - TALKS_AT_MOST)
    today = Q(rang_at__gte=midnight) & ~waits
    connected = today & Q(picked_up_at__isnull=False)
    counts: dict[str, Any] = {
        "waiting": Count("pk", filter=waits),
        "since": Min("rang_at", filter=waits),
        "talking": Count("pk", filter=talks),
        "came": Count("pk", filter=today),
        "connected": Count("pk", filter=connected),
        "quick": Count("pk", filter=connected & Q(picked_up_at__lte=F("rang_at") + Value(ANSWERED_WITHIN))),
        "owed": Count("pk", filter=Q(state=CallState.CALLBACK_DUE)),
    }
    asked = rows.filter(Q(rang_at__gte=midnight) | Q(state=CallState.CALLBACK_DUE) | waits | talks)
    found = asked.aggregate(**counts)
    since = found.pop("since")
    return WallFigures(
        at,
        longest=at - since if since else None,
        by_hour=_by_hour(rows.filter(today), at),
        **found,
    )


def _calls(org: Organization, line: HotlineLine | None) -> Any:
    """With the moment at which each was taken up, if it was when it rang."""
    rows = Call.objects.in_range_of(org).filter(**({"line": line} if line else {})).order_by()
    missed = CallEvent.objects.filter(call=OuterRef("pk"), verb__in=("call.queue", "call.miss"))
    by_phone = SwitchCall.objects.filter(call=OuterRef("pk"))
    by_hand = Case(When(Exists(missed) | Exists(by_phone), then=None), default="answered_at", output_field=_MOMENT)
    return rows.annotate(picked_up_at=Coalesce("phone__answered_at", by_hand))


_MOMENT = DateTimeField()


def _by_hour(today: Any, at: dt.datetime) -> list[tuple[int, int, int]]:
    """Every hour of the day so far."""
    rows = today.annotate(hour=ExtractHour("rang_at")).values("hour")
    counted = rows.annotate(came=Count("pk"), connected=Count("pk", filter=Q(picked_up_at__isnull=False)))
    known = {row["hour"]: (row["came"], row["connected"]) for row in counted}
    return [(hour, *known.get(hour, (0, 0))) for hour in range(timezone.localtime(at).hour + 1)]
