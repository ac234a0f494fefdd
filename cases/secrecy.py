"""What must not be told of accusations: rows about them kept from those who do not read them, every reading noted."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.log import record, record_reading
from fedportal.lib.prepared_exists import PreparedExists, Slot, composed
from fedportal.orgs.models import Organization

NEUTRAL = "检举控告事项"  # what pages, lists and notices call it


def about_hidden(user: User) -> Q:
    """Rows about a petition by content type and id, such as duties and notices, that this user must not see."""
    petitions = ContentType.objects.get_for_model(Petition).pk
    values = {Slot.READER: user.pk, Slot.ORG: user.org_id, Slot.CODE: user.org.code}
    hidden = _hidden(petitions, Role.UNIT_HEAD in user.roles)
    return Q(content_type=petitions) & Q(PreparedExists.of(hidden, "object_id", values))


@lru_cache
def _hidden(content_type: int, is_head: bool) -> tuple[str, tuple[Any, ...]]:
    """PetitionQuerySet.hidden_from, composed once for heads and once for all others."""
    org = Organization(pk=Slot.ORG, code=Slot.CODE)
    anyone = User(pk=Slot.READER, org=org, roles=[Role.UNIT_HEAD] if is_head else [])
    return composed(Petition.objects.hidden_from(anyone).filter(pk=Slot.COLUMN).values("pk"))


def keep_back(sender: object, *, user: User, **_: object) -> Q:
    """Answers the inbox, which asks the rooms above what it must not show."""
    return about_hidden(user)


def note_reading(verb: str, subject: Model, *, of: Petition, by: User, at: dt.datetime) -> None:
    """Write that this person read it: of an accusation every single time, else once an hour."""
    (record if of.is_accusation else record_reading)(verb, subject, by=by, at=at)


def note_opening(page: str, *, of: Petition, by: User, at: dt.datetime) -> None:
    """Write that a page of an accusation was opened on which its content stands beside something else."""
    if of.is_accusation:
        record("petition.read", of, by=by, at=at, page=page)
