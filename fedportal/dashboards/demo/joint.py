"""A few joint petitions of the demo province: new matters of one kind before one county, joined by the real verb."""

import datetime as dt
from random import Random

from cases.actions import Answers, advance
from cases.models import Petition
from cases.workflow import MOVES, Status
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.accounts import Staff
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level

PAIRS = 6
WHY = (
    "反映同一村集体的问题，一并办理。",
    "同一纠纷的双方亲属分别反映，一并办理。",
    "同一单位的职工先后来访，一并办理。",
)


def join_some(staff: Staff, random: Random, *, at: dt.datetime) -> None:
    """Join two that wait for acceptance at the same county, until there are PAIRS of them."""
    waiting = Petition.objects.filter(status=Status.REGISTERED, org__level=Level.COUNTY, urgent=False)
    first: dict[tuple[int, str], Petition] = {}
    joined = 0
    for row in waiting.select_related("org").order_by("pk"):
        survivor = first.setdefault((row.org_id, row.category), row)
        if survivor is not row and joined < PAIRS:
            joined += _join(row, survivor, staff, random, at)


def _join(row: Petition, survivor: Petition, staff: Staff, random: Random, at: dt.datetime) -> bool:
    by = staff.who_can(row.org_id, Can.MERGE, random)
    try:
        advance(row, MOVES["merge"], by=by, at=at, note=random.choice(WHY), answers=Answers(survivor=survivor))
    except NotAllowed:  # another unit still owes something about it
        return False
    return True
