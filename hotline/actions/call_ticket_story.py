"""Writing down what was done with a work order of a call: its own line, the trail, and who is told."""

import datetime as dt

from cases.actions.versions import Outdated
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.log import record
from fedportal.deadlines.limits import Light
from fedportal.notices.actions import tell
from fedportal.orgs.models import Organization
from hotline.models import CallTicket, CallTicketEvent

DESK = (Role.RECEPTIONIST, Role.SECTION_HEAD, Role.TOWNSHIP_WORKER, Role.VILLAGE_WORKER)
AGENTS = (Role.AGENT, Role.RECEPTIONIST)


def write(row: CallTicket, name: str, *, by: User, at: dt.datetime, note: str = "", **data: object) -> None:
    """A line of its story and one of the trail, which says nothing of people."""
    said = {key: value for key, value in data.items() if value}
    CallTicketEvent.objects.create(
        ticket=row, verb=f"call_ticket.{name}", at=at, actor=by, org=by.org, note=note, data=said
    )
    record(f"call_ticket.{name}", row, by=by, at=at, state=row.state)


def tell_unit(
    row: CallTicket,
    org: Organization,
    words: str,
    *,
    at: dt.datetime,
    roles: tuple[Role, ...] = DESK,
    light: Light = Light.BLUE,
) -> None:
    """Those of the other unit who have to go on hear of it; no person is named."""
    tell(row, org=org, roles=roles, text=f"12338 工单 {row}：{words}"[:200], at=at, light=light)


def locked(ticket: CallTicket) -> CallTicket:
    """The order under lock, with all that a move looks at."""
    rows = CallTicket.objects.select_for_update(of=("self",))
    return rows.select_related("org", "holder", "asked", "agent", "petition", "place", "station").get(pk=ticket.pk)


def check_version(row: CallTicket, version: int | None) -> None:
    """Of a locked row. Raises Outdated."""
    if version is not None and row.version != version:
        raise Outdated(row.version)
