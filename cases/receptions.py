"""Which units have held no reception day for too long (X45; the days are POLICY)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from cases.law import RECEPTION_DAY
from cases.models import ReceptionDay
from fedportal.accounts.models import User
from fedportal.deadlines.clock import SHANGHAI
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.orgs.models import Level, Organization


@dataclass(frozen=True)
class Missing:
    """A unit whose last day is too long ago; without one it never held any."""

    org: Organization
    last: dt.date | None


@dataclass(frozen=True)
class Regularity:
    """How the units from the province to the counties of one range keep the rhythm."""

    units: int
    missing: list[Missing]
    rule: str  # 7 日, as it binds the reader's own unit


def regularity(user: User, at: dt.datetime) -> Regularity | None:
    """None below the counties: townships and villages owe no such days."""
    if user.org.level > Level.COUNTY:
        return None
    today = timezone.localdate(at)
    units = list(Organization.objects.visible_to(user).living(today).filter(level__lte=Level.COUNTY).order_by("code"))
    held = ReceptionDay.objects.visible_to(user).held().values("org").annotate(last=Max("on")).order_by()
    last = {row["org"]: row["last"] for row in held}
    opener = DeadlineOpener.load(today)
    late = [Missing(org, last.get(org.pk)) for org in units if _is_late(opener, org, last.get(org.pk), at)]
    rule = opener.book.find(RECEPTION_DAY.code, user.org)
    never = dt.date.min
    words = f"{rule.amount} {rule.get_unit_display()}"
    return Regularity(len(units), sorted(late, key=lambda row: row.last or never), words)


def _is_late(opener: DeadlineOpener, org: Organization, last: dt.date | None, at: dt.datetime) -> bool:
    if last is None:
        return True
    return opener.due(RECEPTION_DAY.code, org=org, start=dt.datetime.combine(last, dt.time(), SHANGHAI)) < at
