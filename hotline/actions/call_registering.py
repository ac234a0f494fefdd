"""A petition from a call: registered by the petition's own verb, in one transaction with the call's move."""

import datetime as dt
from typing import Any

from django.db import transaction

from cases import actions
from cases.actions.contacts import add_contact
from cases.models import Petition
from cases.registering import Intake
from fedportal.accounts.models import User
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_moves import CallStep, locked, make, why_not_move
from hotline.actions.call_reporting import hand_on
from hotline.actions.joining import SEALED_CONTENT
from hotline.call_workflow import MOVES
from hotline.models import Call
from stations.actions.shelter_holds import holds_follow
from stations.shelter_facts import Occasion

REGISTER = MOVES["register"]
REPORT_FIRST = "作为检举控告办理以后，来电不再保留内容：请先登记强制报告。"
SEALED = {
    "facts": SEALED_CONTENT,
    **dict.fromkeys(("caller_phone", "phone_index", "caller_name", "victim_name", "victim_phone", "relation"), ""),
    **dict.fromkeys(("request", "answer", "whereabouts", "police_note", "report_station", "report_person"), ""),
    "wish": None,
    "sealed": True,
    "guarded": True,
}


@transaction.atomic
def register_call(
    call: Call,
    intake: Intake,
    *,
    by: User,
    at: dt.datetime,
    same_as: Petition | None = None,
    opener: DeadlineOpener | None = None,
    fast: bool = False,
) -> Petition:
    """The call is the first contact of a new matter. Raises NotAllowed."""
    row = _movable(call, by)
    petition = actions.register(intake, by=by, at=at, same_as=same_as, opener=opener, fast=fast)
    _join(row, petition, by=by, at=at)
    return petition


@transaction.atomic
def join_call(call: Call, petition: Petition, contact: dict[str, Any], *, by: User, at: dt.datetime) -> None:
    """What she called about is known: the call is one contact more of it. Raises NotAllowed."""
    row = _movable(call, by)
    add_contact(petition, **contact, by=by, at=at)
    _join(row, petition, by=by, at=at)


def _movable(call: Call, by: User) -> Call:
    row = locked(call)
    if reason := why_not_move(row, REGISTER, by=by):
        raise NotAllowed(reason, code="condition")
    return row


def _join(row: Call, petition: Petition, *, by: User, at: dt.datetime) -> None:
    """A guarded matter guards its call; of an accusation nothing stays here, it is before its readers alone."""
    if petition.is_accusation and row.owes_report:
        raise NotAllowed(REPORT_FIRST, code="condition")
    row.guarded = row.guarded or petition.is_guarded or petition.is_accusation
    make(row, CallStep(REGISTER, by, at, petition=petition))
    holds_follow(Occasion.CALL, row.pk, petition)
    hand_on(row, petition, by=by, at=at)
    if petition.is_accusation:
        for name, value in SEALED.items():
            setattr(row, name, value)
        row.save(update_fields=list(SEALED))
