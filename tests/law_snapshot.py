"""The calendar and the rules for tests: made once a process by the real verbs, from then on copied in."""

from io import StringIO

from django.db import connection
from django.utils import timezone

from cases.law import LIMITS as OF_CASES
from cases.violence_ladders import LADDERS as OF_VIOLENCE
from fedportal.calendar.actions import extend
from fedportal.calendar.models import WorkDay
from fedportal.deadlines.ladders import LADDERS
from fedportal.deadlines.rule_actions import sync_rules
from hotline.ladder import LADDERS as OF_HOTLINE
from hotline.law import LIMITS as OF_TICKETS
from stations.ladder import LADDERS as OF_PLACES
from stations.law import LIMITS as OF_STATIONS

TABLES = (
    "calendar_calendaredition",
    "calendar_workday",
    "deadlines_ladder",
    "deadlines_rung",
    "deadlines_deadlinerule",
)
LOADED_AT = timezone.now()  # worker processes sweep for the real present

_copied: dict[str, str] = {}


def load_law() -> None:
    """The calendar from 2004 to 2027, the limits of the law and the ladders, in the present transaction."""
    if WorkDay.objects.exists():
        return
    if not _copied:
        extend(at=LOADED_AT)
        limits, ladders = [*OF_CASES, *OF_TICKETS, *OF_STATIONS], [*LADDERS, *OF_VIOLENCE, *OF_HOTLINE, *OF_PLACES]
        sync_rules(limits, ladders, on=LOADED_AT.date())
        _copied.update({table: _copy_out(table) for table in TABLES})
        return
    with connection.cursor() as cursor:
        for table, rows in _copied.items():
            cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO(rows))


def forget_law() -> None:
    """Empty the calendar, the limits and the ladders in the present transaction."""
    with connection.cursor() as cursor:
        for table in reversed(TABLES):
            cursor.execute(f"DELETE FROM {table}")


def _copy_out(table: str) -> str:
    rows = StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} TO STDOUT", rows)
    return rows.getvalue()
