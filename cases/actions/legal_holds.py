"""What keeps a matter from every disposal: a head marks it, and lifts the mark."""

import datetime as dt

from django.db import transaction

from cases.actions.handling_steps import locked
from cases.models import LegalHold, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed


@transaction.atomic
def mark_hold(petition: Petition, *, reason: str, by: User, at: dt.datetime) -> LegalHold:
    """This matter may not be disposed of until somebody lifts it. Raises NotAllowed."""
    row = _held_in_range(petition, by)
    if not reason.strip():
        raise NotAllowed("请填写保留原因。")
    if row.disposed_at is not None:
        raise NotAllowed("本件已经处置。")
    if row.legal_holds.standing().exists():
        raise NotAllowed("本件已经标记保留。")
    made = LegalHold.objects.create(petition=row, reason=reason.strip(), at=at, by=by)
    record("hold.mark", made, by=by, at=at, petition=row.pk)
    return made


@transaction.atomic
def lift_hold(hold: LegalHold, *, words: str, by: User, at: dt.datetime) -> LegalHold:
    """The matter may be disposed of again, once its time is over. Raises NotAllowed."""
    _held_in_range(hold.petition, by)
    made = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if made.ended_at is not None:
        raise NotAllowed("该标记已经解除。")
    if not words.strip():
        raise NotAllowed("请填写解除原因。")
    made.ended_at, made.ended_by, made.ended_words = at, by, words.strip()
    made.save(update_fields=["ended_at", "ended_by", "ended_words"])
    record("hold.lift", made, by=by, at=at, petition=made.petition_id)
    return made


def check_may_dispose(by: User) -> None:
    if not by.can(Can.DISPOSE):
        raise NotAllowed("只有权益部负责人、主席（分管副主席）可以办理到期处置。")


def _held_in_range(petition: Petition, by: User) -> Petition:
    check_may_dispose(by)
    row = locked(petition)
    if not by.org.covers(row.org_code):
        raise NotAllowed("本件不在本单位范围内。")
    return row
