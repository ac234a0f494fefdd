"""Writing down what was done with a work order: its own line, the trail, the petition's timeline, and who is told."""

import datetime as dt

from cases.models import Event
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.log import record
from fedportal.deadlines.limits import Light
from fedportal.notices.actions import tell
from hotline.models import ExternalTicket, TicketEvent

DESK = (Role.RECEPTIONIST, Role.SECTION_HEAD)


def write(row: ExternalTicket, name: str, *, by: User, at: dt.datetime, note: str = "", **data: object) -> None:
    """A line of its story and one of the trail, which says nothing of people."""
    said = {key: value for key, value in data.items() if value}
    TicketEvent.objects.create(ticket=row, verb=f"ticket.{name}", at=at, actor=by, org=by.org, note=note, data=said)
    record(f"ticket.{name}", row, by=by, at=at, direction=row.direction, state=row.state)


def write_on_petition(row: ExternalTicket, name: str, *, by: User, at: dt.datetime, note: str = "") -> None:
    """A line of the timeline of its petition, if its writer sees that; an accusation's tells of no order."""
    if row.petition is not None and not row.petition.is_accusation:
        Event.objects.create(
            petition=row.petition, verb=f"ticket.{name}", at=at, actor=by, org=by.org, note=note or f"工单 {row}"
        )


def tell_desk(row: ExternalTicket, words: str, *, at: dt.datetime, light: Light = Light.BLUE) -> None:
    """The unit's receptionists and the head of its department hear of what 12345 has done."""
    tell(row, org=row.org, roles=DESK, text=f"12345 工单 {row}：{words}"[:200], at=at, light=light)
