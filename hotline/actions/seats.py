"""Taking a seat at an extension, and leaving it: by it the telephone system's calls find their agent."""

import datetime as dt
import re

from django.db import transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization
from hotline.law import SEAT_LASTS
from hotline.models import Seat

EXTENSION = re.compile(r"[0-9]{2,8}")


@transaction.atomic
def take_seat(extension: str, *, by: User, at: dt.datetime) -> Seat:
    """She works there from now on, alone; the seat that she had before is left. Raises NotAllowed."""
    if not by.can(Can.ANSWER_CALLS):
        raise NotAllowed("您的角色不能接听 12338 来电。")
    extension = extension.strip()
    if not EXTENSION.fullmatch(extension):
        raise NotAllowed("分机号是 2 至 8 位数字。")
    Organization.objects.select_for_update(no_key=True, of=("self",)).get(pk=by.org_id)  # one change at a time
    _end(Seat.objects.filter(agent=by, until__gt=at), at)
    _end(Seat.objects.filter(org=by.org_id, extension=extension, until__gt=at), at)
    row = Seat.objects.create(
        org=by.org, org_code=by.org.code, agent=by, extension=extension, since=at, until=at + SEAT_LASTS
    )
    record("seat.take", row, by=by, at=at, extension=extension)
    return row


@transaction.atomic
def leave_seat(*, by: User, at: dt.datetime) -> None:
    """Twice is once."""
    for row in Seat.objects.select_for_update().now_of(by, at):
        _end(Seat.objects.filter(pk=row.pk), at)
        record("seat.leave", row, by=by, at=at, extension=row.extension)


def _end(rows: object, at: dt.datetime) -> None:
    rows.update(until=at)  # type: ignore[attr-defined]


def sitting_at(org_id: int, extension: str, at: dt.datetime) -> User | None:
    """Who sat there at that moment: the same answer whenever it is asked."""
    rows = Seat.objects.filter(org=org_id, extension=extension, since__lte=at, until__gt=at)
    row = rows.select_related("agent__org").order_by("-since").first()
    return row.agent if row and row.agent.org_id == org_id and row.agent.can(Can.ANSWER_CALLS) else None
