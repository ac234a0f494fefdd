"""The clocks of checks: who looks at a station each year, who puts right what was missing, who looks again."""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, open_deadline
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.orgs.models import Level, Organization
from stations.check_law import RECHECK, RECTIFY, STATION_CHECK
from stations.models import Station, StationCheck

_CHUNK = 1000


def checker_of(org: Organization) -> Organization:
    """The unit that looks at the stations of this one: the nearest above it, from the county up; a province's own."""
    above = [unit for unit in reversed(org.line[:-1]) if unit.level <= Level.COUNTY]
    return above[0] if above else org


def owe_check(station: Station, *, on: dt.date, at: dt.datetime) -> Deadline:
    """The next yearly look, counted from that day; what was owed until then is done with it."""
    meet_deadlines(station, kinds=(STATION_CHECK.kind,), at=at)
    start = timezone.make_aware(dt.datetime.combine(on, dt.time.min))
    return open_deadline(station, STATION_CHECK.code, org=checker_of(station.org), start=start, at=at)


def owe_rectification(check: StationCheck, *, at: dt.datetime) -> Deadline:
    """The station's own unit puts right what was missing."""
    return open_deadline(check, RECTIFY.code, org=check.station.org, start=at, at=at)


def owe_recheck(check: StationCheck, *, at: dt.datetime) -> Deadline:
    """Whoever found it looks again."""
    meet_deadlines(check, kinds=(RECTIFY.kind,), at=at)
    return open_deadline(check, RECHECK.code, org=check.org, start=at, at=at)


def settle(check: StationCheck, *, at: dt.datetime) -> None:
    """It has been looked at again, or a later check stands for it."""
    meet_deadlines(check, kinds=(RECHECK.kind,), at=at)
    cancel_deadlines(check, kinds=(RECTIFY.kind,), at=at)
    check.settled_at = at
    check.save(update_fields=["settled_at"])


@transaction.atomic
def plan_checks(*, at: dt.datetime) -> int:
    """Owe a yearly look at every station that serves and is owed none, whoever entered it; how many. Twice is once.

    A station that was closed is looked at no more.
    """
    kind = ContentType.objects.get_for_model(Station)
    owed = Deadline.objects.open().filter(content_type=kind, kind=STATION_CHECK.kind)
    closed = Station.objects.exclude(closed_on=None).values("pk")
    owed.filter(object_id__in=closed).update(closed_at=at, outcome=Deadline.Outcome.CANCELLED, awaiting_ack=False)
    rows = Station.objects.live().filter(~Exists(owed.filter(object_id=OuterRef("pk")))).for_page()
    rows = rows.annotate(looked=Max("checks__checked_on", filter=Q(checks__done_at__isnull=False) & _ABOVE))
    opener, made = DeadlineOpener.load(timezone.localdate(at)), 0
    batch: list[Deadline] = []
    for row in rows.order_by("pk").iterator(chunk_size=_CHUNK):
        on = row.looked or max(row.opened_on, timezone.localdate(row.entered_at))
        start = timezone.make_aware(dt.datetime.combine(on, dt.time.min))
        batch.append(opener.build(row, STATION_CHECK.code, org=checker_of(row.org), start=start, at=at))
        if len(batch) == _CHUNK:
            made += len(Deadline.objects.bulk_create(batch))
            batch = []
    return made + len(Deadline.objects.bulk_create(batch))


_ABOVE = ~Q(checks__kind="self")
