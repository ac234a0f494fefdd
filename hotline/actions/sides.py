"""Who may make a move: a cadre of the unit that holds the order, or the system that it came from or went to."""

from cases.actions.versions import Outdated
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from hotline.models import ExternalTicket
from hotline.workflow import Side, TicketMove, TicketState


def speaks(by: User, system: str) -> bool:
    """Whether this is the account of that very system, and not a cadre who writes down what it said."""
    return bool(by.speaks_for) and by.speaks_for == system


def check_may(row: ExternalTicket, move: TicketMove, *, by: User) -> None:
    """Refuse by right, side or state; the page asks this before it shows the form."""
    if not (move.side is Side.THEIRS and speaks(by, row.system)):
        if by.speaks_for or not by.can(move.needs):
            raise NotAllowed(f"您的角色不能“{move.label}”。", code="no_right")
        if row.org_id != by.org_id:
            raise NotAllowed(f"工单由{row.org.name}承办，只有承办单位可以“{move.label}”。", code="not_your_turn")
    if row.state not in move.source:
        words = f"工单现为“{TicketState(row.state).label}”，不能“{move.label}”。"
        raise NotAllowed(words, code="wrong_state")


def check_may_enter(by: User, system: str) -> None:
    """Refuse who neither registers nor is that system."""
    if by.speaks_for:
        if not speaks(by, system):
            raise NotAllowed("只能收发本系统的工单。", code="no_right")
    elif not by.can(Can.REGISTER):
        raise NotAllowed("您的角色不能录入工单。", code="no_right")


def check_version(row: ExternalTicket, version: int | None) -> None:
    """Of a locked row. Raises Outdated; nothing is asked where no version is named, as on pages."""
    if version is not None and row.version != version:
        raise Outdated(row.version)
