"""The clocks of checks: who looks at a station each year, who puts right what was missing, who looks again."""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, open_deadline
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening_many import ManyOpener
from fedportal.orgs.models import Level, Organization
from stations.check_facts import CheckKind
from stations.check_law import RECHECK, RECTIFY, STATION_CHECK
from stations.models import Station, StationCheck


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
def look_no_more(station: Station, *, at: dt.datetime) -> None:
    """It is closed: nobody looks at it, and nothing of it is put right any more."""
    cancel_deadlines(station, at=at)
    for check in StationCheck.objects.filter(station=station, settled_at=None).order_by("pk"):
        cancel_deadlines(check, at=at)


# Who looks is told as in `checker_of`; a look is counted from the last one from above, else from its first day here.
_OWED = """
SELECT s.id AS subject_id, c.id AS org_id, c.code AS org_code,
       coalesce(l.looked, greatest(s.opened_on, (s.entered_at AT TIME ZONE %(tz)s)::date)) AS since
FROM stations_station s
JOIN orgs_organization o ON o.id = s.org_id
LEFT JOIN orgs_organization p1 ON p1.id = o.parent_id
LEFT JOIN orgs_organization p2 ON p2.id = p1.parent_id
LEFT JOIN orgs_organization p3 ON p3.id = p2.parent_id
LEFT JOIN orgs_organization p4 ON p4.id = p3.parent_id
JOIN orgs_organization c ON c.id = CASE
    WHEN p1.level <= %(county)s THEN p1.id
    WHEN p2.level <= %(county)s THEN p2.id
    WHEN p3.level <= %(county)s THEN p3.id
    WHEN p4.level <= %(county)s THEN p4.id
    ELSE o.id
END
LEFT JOIN (
    SELECT station_id, max(checked_on) AS looked FROM stations_stationcheck
    WHERE done_at IS NOT NULL AND kind <> %(self)s GROUP BY station_id
) l ON l.station_id = s.id
WHERE s.closed_on IS NULL AND s.org_code >= %(code)s AND s.org_code < %(code_end)s
  AND NOT EXISTS (
    SELECT FROM deadlines_deadline d
    WHERE d.content_type_id = %(type)s AND d.object_id = s.id AND d.kind = %(kind)s AND d.closed_at IS NULL
)
"""


def plan_checks(*, at: dt.datetime) -> int:
    """Owe a yearly look at every station that serves and is owed none, whoever entered it; how many. Twice is once.

    Province by province, each in a transaction of its own and in as many statements, however many stations it has.
    """
    opener = ManyOpener(Station, STATION_CHECK.code, at=at)
    provinces = Organization.objects.filter(level=Level.PROVINCE, valid_to=None).order_by("code")
    return sum(_plan_below(province, opener) for province in provinces)


@transaction.atomic
def _plan_below(unit: Organization, opener: ManyOpener) -> int:
    asked = {
        "code": unit.code,
        "code_end": unit.code_end,
        "tz": timezone.get_default_timezone_name(),
        "county": int(Level.COUNTY),
        "self": CheckKind.SELF.value,
        "type": ContentType.objects.get_for_model(Station).pk,
        "kind": STATION_CHECK.kind,
    }
    return opener.open(_OWED, asked)
