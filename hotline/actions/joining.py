"""A work order and the petition that it is: what goes over to the petition, and what may stay here."""

import datetime as dt

from cases.models import Petition
from cases.secrecy import NEUTRAL
from cases.workflow import OPEN
from fedportal.accounts.models import User
from fedportal.deadlines.actions import meet_deadlines
from fedportal.lib.refusals import NotAllowed
from hotline.law import TICKET_ANSWER
from hotline.models import ExternalTicket
from hotline.workflow import TicketState

SEALED_CONTENT = "内容已转入检举控告事项，依法只限指定人员查阅，本单不再保留。"
SEALED_ANSWER = "已按检举控告依法办理。办理情况由受理单位直接告知检举人，并依法为其保密。"


def check_joinable(petition: Petition, *, by: User) -> None:
    """Refuse another unit's matter, and one that has ended: nobody here would answer by it. An accusation that was
    registered from the order may have gone upwards at once (art. 30)."""
    ours = petition.org_id == by.org_id and petition.status in OPEN
    if not ours and not (petition.is_accusation and petition.registered_by_id == by.pk):
        raise NotAllowed("只能关联本单位承办、尚未办结的信访事项。")


def join(row: ExternalTicket, petition: Petition, *, by: User, at: dt.datetime) -> None:
    """The order is that matter; not yet saved. A guarded matter guards it; of an accusation nothing stays here."""
    row.petition = petition
    row.guarded = row.guarded or petition.is_guarded or petition.is_accusation
    if petition.is_accusation:
        _seal(row, by=by, at=at)


def _seal(row: ExternalTicket, *, by: User, at: dt.datetime) -> None:
    """What it said stands in the petition, before its readers alone; 12345 is told no more than that (art. 46). What
    clients were answered about it goes with the row's saving (a trigger)."""
    row.sealed, row.anonymous = True, True
    row.title, row.content, row.caller_name, row.caller_phone = NEUTRAL, SEALED_CONTENT, "", ""
    row.state = TicketState.ANSWERED
    row.answer, row.answered_at, row.answered_by = SEALED_ANSWER, at, by
    meet_deadlines(row, kinds=(TICKET_ANSWER.kind,), at=at)
