"""What must not be told of accusations: rows kept from those who do not read them, and readings noted."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q

from cases.models import HandlingComplaint, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.audit.log import record, record_reading
from fedportal.lib.prepared_exists import PreparedExists, Slot, composed
from fedportal.orgs.models import Organization

_Composed = tuple[str, tuple[Any, ...]]

NEUTRAL = "检举控告事项"  # what pages, lists and notices call it


def about_hidden(user: User) -> Q:
    """Rows about a petition, or a complaint about its handling, by content type and id, such as duties and notices,
    that this user must not see."""
    petitions = ContentType.objects.get_for_model(Petition).pk
    complaints = ContentType.objects.get_for_model(HandlingComplaint).pk
    values = {Slot.READER: user.pk, Slot.ORG: user.org_id, Slot.CODE: user.org.code}
    matters, about = _hidden(petitions, Role.UNIT_HEAD in user.roles)
    hidden = Q(content_type=petitions) & Q(PreparedExists.of(matters, "object_id", values))
    of_complaints = Q(content_type=complaints)
    if user.can(Can.HEAR_COMPLAINTS):
        of_complaints &= Q(PreparedExists.of(about, "object_id", values))
    return hidden | of_complaints


@lru_cache
def _hidden(content_type: int, is_head: bool) -> tuple[_Composed, _Composed]:
    """What PetitionQuerySet.hidden_from hides, and the complaints that HandlingComplaintQuerySet.visible_to hides for
    it, composed once for heads and once for all others."""
    org = Organization(pk=Slot.ORG, code=Slot.CODE)
    anyone = User(pk=Slot.READER, org=org, roles=[Role.UNIT_HEAD] if is_head else [])
    hidden = Petition.objects.hidden_from(anyone)
    matters = hidden.filter(pk=Slot.COLUMN)
    complaints = HandlingComplaint.objects.filter(Exists(hidden.filter(pk=OuterRef("petition"))), pk=Slot.COLUMN)
    if is_head:
        complaints = complaints.exclude(org=Slot.ORG)
    return composed(matters.values("pk")), composed(complaints.values("pk"))


def keep_back(sender: object, *, user: User, **_: object) -> Q:
    """Answers the inbox, which asks the rooms above what it must not show."""
    return about_hidden(user)


def note_reading(verb: str, subject: Model, *, of: Petition, by: User, at: dt.datetime) -> None:
    """Write that this person read it: of an accusation every single time, else once an hour."""
    (record if of.is_accusation else record_reading)(verb, subject, by=by, at=at)


def note_opening(page: str, *, of: Petition, by: User, at: dt.datetime) -> None:
    """Write that a page was opened on which its content stands beside something else: of an accusation every single
    time, with the page, else once an hour together with the page of the case."""
    if of.is_accusation:
        record("petition.read", of, by=by, at=at, page=page)
    else:
        record_reading("petition.read", of, by=by, at=at)
