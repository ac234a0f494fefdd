"""Work orders that come to us: taken down once, and corrected as long as nobody has taken them in hand."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization
from hotline.actions import clocks
from hotline.actions.sides import check_may_enter, check_version
from hotline.actions.story import tell_desk, write
from hotline.models import ExternalTicket
from hotline.workflow import Direction, TicketClass, TicketState


@dataclass(frozen=True)
class Order:
    """What is asked, by whom, of which class, until when: as 12345 tells it."""

    ticket_class: str
    title: str
    content: str
    anonymous: bool = False
    caller_name: str = ""
    caller_phone: str = ""
    guarded: bool = False
    minor: bool = False
    sent_at: dt.datetime | None = None
    their_due_at: dt.datetime | None = None

    def values(self) -> dict[str, Any]:
        """As columns: reports and orders of minors are guarded whatever they say, and who is anonymous has no name."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        name = "" if self.anonymous else self.caller_name.strip()
        guarded = self.guarded or self.minor or self.ticket_class == TicketClass.REPORT
        texts = {key: found[key].strip() for key in ("title", "content", "caller_phone")}
        return found | texts | {"caller_name": name, "guarded": guarded}


@transaction.atomic
def receive(
    order: Order,
    *,
    system: str,
    number: str,
    org: Organization,
    by: User,
    at: dt.datetime,
    received_at: dt.datetime | None = None,
    origin_key: str | None = None,
) -> ExternalTicket:
    """Take down one order for that unit, with its clocks from the moment at which it came to us.

    Raises NotAllowed, and IntegrityError where the unit has that number already.
    """
    check_may_enter(by, system)
    _check_unit(org, by, at)
    came = received_at or at
    _check_moments(order, came, at)
    row = ExternalTicket(
        direction=Direction.IN,
        state=TicketState.RECEIVED,
        org=org,
        org_code=org.code,
        system=system,
        system_number=number,
        received_at=came,
        entered_at=at,
        entered_by=by,
        origin_key=origin_key,
        **order.values(),
    )
    row.no_callback = row.guarded
    row.save(force_insert=True)
    clocks.start(row, at=at, begins=came)
    row.save(update_fields=["return_until"])
    row.refresh_from_db(fields=["version"])
    write(row, "receive", by=by, at=at)
    tell_desk(row, f"新到，请于 {timezone.localdate(row.return_until)} 前签收或者退回。", at=at)
    return row


def _check_unit(org: Organization, by: User, at: dt.datetime) -> None:
    """A cadre takes down her own unit's orders; 12345 sends to any unit in its range."""
    if not by.org.covers(org.code) or (org.pk != by.org_id and not by.speaks_for):
        raise NotAllowed("只能录入派给本单位的工单。")
    if org.valid_to is not None and org.valid_to <= timezone.localdate(at):
        raise NotAllowed(f"{org.name}已停用，请派给承接单位。")


def _check_moments(order: Order, came: dt.datetime, at: dt.datetime) -> None:
    if came > at:
        raise NotAllowed("收到时间不能晚于现在。")
    if order.their_due_at is not None and order.their_due_at <= came:
        raise NotAllowed("对方要求的答复时间应当晚于收到时间。")


def would_change(row: ExternalTicket, order: Order) -> bool:
    """Whether they say anything otherwise than before."""
    return any(getattr(row, name) != value for name, value in _wanted(row, order).items())


def _wanted(row: ExternalTicket, order: Order) -> dict[str, Any]:
    """What we have found to be guarded they do not take back; of what is sealed nothing comes here again."""
    wanted = order.values()
    wanted |= {name: wanted[name] or getattr(row, name) for name in ("guarded", "minor")}
    sealed = ("title", "content", "caller_name", "caller_phone", "anonymous") if row.sealed else ()
    return wanted | {name: getattr(row, name) for name in sealed}


@transaction.atomic
def correct(row: ExternalTicket, order: Order, *, by: User, at: dt.datetime, version: int | None) -> bool:
    """Write what 12345 now says otherwise; says whether anything did. Once it is in hand, what is new is a supplement.

    Raises Outdated, NotAllowed.
    """
    locked = ExternalTicket.objects.select_for_update(of=("self",)).select_related("org").get(pk=row.pk)
    wanted = _wanted(locked, order)
    changed = [name for name, value in wanted.items() if getattr(locked, name) != value]
    if not changed:
        return False
    check_may_enter(by, locked.system)
    check_version(locked, version)
    if locked.state != TicketState.RECEIVED:
        words = f"工单现为“{TicketState(locked.state).label}”，内容不能再更正；有新的情况的，请用“补充说明”。"
        raise NotAllowed(words, code="wrong_state")
    _check_moments(order, locked.received_at, at)
    for name in changed:
        setattr(locked, name, wanted[name])
    locked.no_callback = locked.guarded
    locked.save(update_fields=[*changed, "no_callback"])
    if "their_due_at" in changed:
        clocks.move_answer(locked, by=by, at=at)
    write(locked, "correct", by=by, at=at, fields=sorted(changed))
    return True
