"""A complaint taken from a petitioner whose matter its taker may not see: by its number and who she is (art. 18)."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from cases.actions.complaints import file_complaint, takes_complaints
from cases.indexing import phone_of
from cases.models import HandlingComplaint, Party, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.audit.overstepping import oversteps
from fedportal.lib.blind_index import id_index
from fedportal.lib.normal_forms import normal_name
from fedportal.lib.rate_limits import Limit
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers

# One sentence for all: it must not tell which of the three was wrong, nor whether there is such a matter.
NOT_PROVEN = "核对不上：请再核对编号、姓名、电话（身份证号）。只受理对下级妇联的投诉，信息以登记信访时留下的为准。"
TOO_MANY = "您一小时内核对的次数过多，请稍后再试。"


@dataclass(frozen=True)
class Proof:
    """What the petitioner tells and shows of her matter."""

    number: str
    name: str
    reach: str  # her telephone or her identity number, as she gave it then


def file_proven_complaint(
    proof: Proof, *, text: str, channel: str, received_at: dt.datetime, contact: str, by: User, at: dt.datetime
) -> HandlingComplaint:
    """Take down what she complains of; nothing of the matter is shown. What does not fit is written down.

    Raises NotAllowed with one and the same sentence for what is not there, not below her unit, kept from her by the
    relation wall, or somebody else's; and what `file_complaint` refuses.
    """
    row = _proven(proof, by)
    if row is None:
        record("complaint.unproven", by=by, at=at)
        raise NotAllowed(NOT_PROVEN)
    facts = {"text": text, "channel": channel, "received_at": received_at, "contact": contact}
    return file_complaint(row, **facts, by=by, at=at)  # type: ignore[arg-type]


def tries_too_often(by: User, at: dt.datetime) -> bool:
    """Count one more try, whatever comes of it."""
    return oversteps(Limit("complaint-proof", f"{settings.COMPLAINT_PROOFS_PER_HOUR}/1 hour"), by=by, at=at)


@beyond_readers("the petitioner herself leads to her matter, which stays unseen")
def _proven(proof: Proof, by: User) -> Petition | None:
    """The matter below this unit that has that number and is hers."""
    if not by.can(Can.REGISTER):
        return None
    rows = Petition.objects.in_range_of(by.org).exclude(walls__user=by).select_related("org__parent", "place")
    row = rows.filter(number=proof.number.strip()).first()
    if row is None or not takes_complaints(by.org, row):
        return None
    her = row.parties.kept().filter(role=Party.Role.PETITIONER).first()
    return row if her is not None and _is_hers(proof, her, row) else None


def _is_hers(proof: Proof, her: Party, row: Petition) -> bool:
    phone, card = phone_of(proof.reach, row.place), id_index(proof.reach)
    fits = (bool(phone) and phone == her.phone_index) or (bool(card) and card == her.id_index)
    return fits and bool(her.name) and normal_name(proof.name) == normal_name(her.name)
