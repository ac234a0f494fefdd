"""What must not be told of accusations: rows kept from those who do not read them, and readings noted."""

import datetime as dt
from functools import lru_cache

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from cases.knowing import Reader
from cases.models import HandlingComplaint, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record, record_reading
from fedportal.lib.prepared_exists import Composed, PreparedExists, Slot, composed

NEUTRAL = "检举控告事项"  # what pages, lists and notices call it


def about_hidden(user: User) -> Q:
    """Rows about a petition, or a complaint about its handling, by content type and id, such as duties and notices,
    that this user must not see."""
    petitions = ContentType.objects.get_for_model(Petition).pk
    complaints = ContentType.objects.get_for_model(HandlingComplaint).pk
    reader = Reader.of(user)
    matters, about = _hidden(petitions, reader.anyone)
    hidden = Q(content_type=petitions) & Q(PreparedExists.of(matters, "object_id", reader.values))
    of_complaints = Q(content_type=complaints)
    if user.can(Can.HEAR_COMPLAINTS):
        of_complaints &= Q(PreparedExists.of(about, "object_id", reader.values))
    return hidden | of_complaints


@lru_cache(maxsize=256)
def _hidden(content_type: int, reader: Reader) -> tuple[Composed, Composed]:
    """What PetitionQuerySet.hidden_from hides, and the complaints that HandlingComplaintQuerySet.for_reader keeps from
    her, composed once for all readers with the same rights at the same level."""
    hidden = Petition.objects.hidden_from_reader(reader)
    matters = hidden.filter(pk=Slot.COLUMN)
    rows = HandlingComplaint.objects.all()
    complaints = rows.exclude(rows.for_reader(reader)).filter(pk=Slot.COLUMN)
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
