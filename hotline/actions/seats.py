"""Taking a seat at an extension, and leaving it: by it the telephone system's calls find their agent."""

import datetime as dt
import re
from collections.abc import Collection

from django.db import transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization
from hotline.law import SEAT_LASTS
from hotline.models import Seat

EXTENSION = re.compile(r"[0-9]{2,8}")
Place = tuple[str, dt.datetime]  # an extension, and when


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


def sitting_at(org: Organization, places: Collection[Place]) -> dict[Place, User]:
    """Who sat at that extension at that moment, where somebody did: the same answer whenever it is asked."""
    found: dict[Place, User] = {}
    if not places:
        return found
    moments = [at for _, at in places]
    rows = Seat.objects.filter(org=org, extension__in={extension for extension, _ in places})
    rows = rows.filter(since__lte=max(moments), until__gt=min(moments))
    for row in rows.select_related("agent").order_by("since"):
        for place in places:
            if place[0] == row.extension and row.since <= place[1] < row.until:
                found[place] = row.agent
    return {place: _of(org, agent) for place, agent in found.items() if _answers(agent, org)}


def _answers(agent: User, org: Organization) -> bool:
    return agent.org_id == org.pk and agent.can(Can.ANSWER_CALLS)


def _of(org: Organization, agent: User) -> User:
    """Without asking for her unit again."""
    agent.org = org
    return agent
