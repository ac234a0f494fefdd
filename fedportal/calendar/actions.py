"""The verbs of the calendar: take a year from a source, publish the State Council's notice."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.calendar import sources
from fedportal.calendar.arrangement import current_days, current_edition, flips, holiday_ranges, makeup_days
from fedportal.calendar.models import CalendarEdition
from fedportal.calendar.sources import PlannedDay
from fedportal.lib.refusals import NotAllowed

Source = CalendarEdition.Source

# Placeholders first, below zero: a running number may not stand on two working days even for a moment.
WRITE = """
INSERT INTO calendar_workday (day, is_working, note, edition_id, number)
SELECT day, is_working, note, %(edition)s, DATE '1970-01-01' - day - 1
FROM unnest(%(days)s::date[], %(working)s::boolean[], %(notes)s::text[]) AS planned (day, is_working, note)
ON CONFLICT (day) DO UPDATE SET
    is_working = excluded.is_working, note = excluded.note,
    edition_id = excluded.edition_id, number = excluded.number
"""
UNNUMBER = "UPDATE calendar_workday SET number = DATE '1970-01-01' - day - 1 WHERE day >= %(first)s AND number >= 0"
NUMBER = """
UPDATE calendar_workday w SET number = counted.number
FROM (
    SELECT day, (count(*) FILTER (WHERE is_working) OVER (ORDER BY day))::int + (
        SELECT count(*)::int FROM calendar_workday before WHERE before.day < %(first)s AND before.is_working
    ) AS number
    FROM calendar_workday WHERE day >= %(first)s
) counted
WHERE w.day = counted.day
"""


@transaction.atomic
def extend(*, at: dt.datetime) -> list[CalendarEdition]:
    """Make the calendar reach a year ahead: known years from the package, the next by estimate. Idempotent.

    A year that the package has learnt since replaces its estimate; a notice is never replaced.
    """
    _lock()
    last = max(at.year, sources.LAST_PACKAGE_YEAR) + 1
    standing = {edition.year: edition for edition in CalendarEdition.objects.order_by("id")}
    new = [_take(year, at=at) for year in range(sources.FIRST_YEAR, last + 1) if _outdated(year, standing.get(year))]
    if new:
        _renumber(dt.date(new[0].year, 1, 1))
        record("calendar.extend", by=None, at=at, years=[edition.year for edition in new])
    return new


def _outdated(year: int, edition: CalendarEdition | None) -> bool:
    return edition is None or (edition.provisional and year <= sources.LAST_PACKAGE_YEAR)


def _take(year: int, *, at: dt.datetime) -> CalendarEdition:
    if year <= sources.LAST_PACKAGE_YEAR:
        return _write(year, sources.from_package(year), source=Source.PACKAGE, reference="", by=None, at=at)
    return _write(year, sources.estimated(year), source=Source.ESTIMATE, reference="", by=None, at=at)


@transaction.atomic
def publish_year(
    year: int,
    *,
    holidays: Mapping[dt.date, str],
    makeup: Mapping[dt.date, str],
    reference: str,
    by: User,
    at: dt.datetime,
) -> CalendarEdition:
    """Enter the State Council's notice: it replaces the year's estimate, or corrects what stands.

    A notice may reach back into the December before its year; those days change in a new edition of that year.
    """
    _lock()
    plan = plan_notice(year, holidays=holidays, makeup=makeup)
    flipped = flips(day for days in plan.values() for day in days)
    editions = [
        _write(planned, days, source=Source.NOTICE, reference=reference, by=by, at=at)
        for planned, days in plan.items()
    ]
    _renumber(dt.date(min(plan), 1, 1))
    record(
        "calendar.publish",
        editions[-1],
        by=by,
        at=at,
        year=year,
        reference=reference,
        flipped=[flip.day.isoformat() for flip in flipped],
    )
    return editions[-1]


def plan_notice(
    year: int, *, holidays: Mapping[dt.date, str], makeup: Mapping[dt.date, str]
) -> dict[int, list[PlannedDay]]:
    """The days of each year that the notice decides, checked; in order of years."""
    _check_notice(year, holidays, makeup)
    plan = {year: sources.announced(sources.days_of_year(year), holidays=holidays, makeup=makeup)}
    before = [day for day in (*holidays, *makeup) if day.year == year - 1]
    if before:
        standing = current_days(year - 1)
        off = {day: r.name for r in holiday_ranges(standing) for day in _stretch(r.first, r.last)}
        worked = makeup_days(standing)
        off = {day: name for day, name in off.items() if day not in makeup}
        worked = {day: name for day, name in worked.items() if day not in holidays}
        days = sources.days_of_year(year - 1)
        plan[year - 1] = sources.announced(days, holidays={**off, **holidays}, makeup={**worked, **makeup})
    return dict(sorted(plan.items()))


def _stretch(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def _check_notice(year: int, holidays: Mapping[dt.date, str], makeup: Mapping[dt.date, str]) -> None:
    """Refuse what no notice can mean; the sentence says how to mend it."""
    if current_edition(year) is None:
        raise NotAllowed(f"工作日历中还没有 {year} 年，请先由系统延展日历后再录入通知。")
    if not holidays:
        raise NotAllowed("请至少填写一个节日的放假日期。")
    for day in makeup:
        if day in holidays:
            raise NotAllowed(f"{day} 既填为放假又填为上班，请核对通知。")
    wrong = [sources.why_not_in(year, day) for day in (*holidays, *makeup)]
    wrong += [sources.why_not_makeup(day) for day in makeup]
    if sentences := list(filter(None, wrong)):
        raise NotAllowed(sentences[0])


def _lock() -> None:
    """One editor at a time; readers go on reading the calendar as it stood."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE calendar_calendaredition IN SHARE ROW EXCLUSIVE MODE")


def _write(
    year: int, days: Sequence[PlannedDay], *, source: str, reference: str, by: User | None, at: dt.datetime
) -> CalendarEdition:
    """Put the year's days in under a new edition; their numbers follow in _renumber."""
    edition = CalendarEdition.objects.create(
        year=year, source=source, reference=reference, entered_at=at, entered_by=by
    )
    columns: dict[str, Any] = {
        "edition": edition.pk,
        "days": [day.day for day in days],
        "working": [day.is_working for day in days],
        "notes": [day.note for day in days],
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, columns)
    return edition


def _renumber(first: dt.date) -> None:
    """Count anew from a day on, so that the running number has no gap and no double."""
    with connection.cursor() as cursor:
        # A table filled in this very transaction may pass for empty, and the join below be planned for one row.
        cursor.execute("ANALYZE calendar_workday")
        cursor.execute(UNNUMBER, {"first": first})
        cursor.execute(NUMBER, {"first": first})
