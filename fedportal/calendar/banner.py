"""When every page must warn that the calendar of a year is still missing its notice."""

import datetime as dt

from django.utils import timezone

from fedportal.calendar.models import CalendarEdition


def unconfirmed_next_year(at: dt.datetime) -> int | None:
    """The year whose notice should be in by now: from 1 December the next one, until then the running one."""
    today = timezone.localdate(at)
    year = today.year + (today.month == 12)
    edition = CalendarEdition.objects.filter(year=year).order_by("-id").first()
    return year if edition is None or edition.provisional else None
