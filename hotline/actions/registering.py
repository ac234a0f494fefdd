"""A petition from a work order: registered by the petition's own verb, in one transaction with the order's move."""

import datetime as dt

from django.db import transaction

from cases import actions
from cases.models import Petition
from cases.registering import Intake
from fedportal.accounts.models import User
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.lib.refusals import NotAllowed
from hotline.actions.advance import TicketAnswers, TicketStep, locked, make, why_not
from hotline.actions.sides import check_version
from hotline.models import ExternalTicket
from hotline.workflow import MOVES, Direction

REGISTER = MOVES[Direction.IN]["register"]


@transaction.atomic
def register_from(
    ticket: ExternalTicket,
    intake: Intake,
    *,
    by: User,
    at: dt.datetime,
    same_as: Petition | None = None,
    opener: DeadlineOpener | None = None,
    fast: bool = False,
    version: int | None = None,
) -> Petition:
    """Take the order in hand by registering its matter. Both clocks run from now on: ours by the regulation, and that
    of 12345. Raises NotAllowed, Outdated."""
    row = locked(ticket)
    check_version(row, version)
    if reason := why_not(row, REGISTER, by=by, at=at):
        raise NotAllowed(reason, code="condition")
    petition = actions.register(intake, by=by, at=at, same_as=same_as, opener=opener, fast=fast)
    make(row, TicketStep(REGISTER, by, at, "", TicketAnswers(petition=petition)))
    return petition
