"""Duties for tests of the engine, and what the engine has done with them."""

import datetime as dt
from zoneinfo import ZoneInfo

from fedportal.deadlines import actions
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Organization
from tests.deadlines.plain_model import stored_history

SHANGHAI = ZoneInfo("Asia/Shanghai")
RECEIVED = dt.datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def duty(org: Organization, code: str = "notice", *, start: dt.datetime = RECEIVED, from_step: int = 0) -> Deadline:
    """A deadline whose subject is the organization itself: the engine never looks at subjects."""
    return actions.open_deadline(org, code, org=org, start=start, at=start, from_step=from_step)


def steps_of(row: Deadline) -> list[tuple[int, int]]:
    return [(climbed.cycle, climbed.step) for climbed in stored_history(row.pk)]
