"""Whose turn it is with a petition: the holder's, or the unit's that was asked to decide something."""

from collections.abc import Callable

from django.db.models import F, QuerySet

from cases.models import Dispute, Petition, Review, Transfer
from cases.workflow import Doer, Move, Status
from fedportal.orgs.models import Level, Organization

LOWEST_SUPERVISOR = Level.CITY  # domain.md 3.8: supervisors sit at the city and the province


def last_transfer(row: Petition) -> Transfer | None:
    """The hop that brought the matter to its holder."""
    rows = row.transfers.filter(receiver=row.org_id).select_related("sender", "receiver")
    return rows.order_by("-at", "-pk").first()


def open_review(row: Petition) -> Review:
    return row.reviews.select_related("org").get(decided_at=None)


def open_dispute(row: Petition) -> Dispute:
    return row.disputes.select_related("decider", "raised_by", "other").get(decided_at=None)


def _sender(row: Petition) -> Organization:
    transfer = last_transfer(row)
    return transfer.sender if transfer else row.org


_ACTING: dict[str, Callable[[Petition], Organization]] = {
    Status.OBJECTED: _sender,
    Status.DISPUTED: lambda row: open_dispute(row).decider,
    Status.UNDER_REVIEW: lambda row: open_review(row).org,
    Status.UNDER_RECHECK: lambda row: open_review(row).org,
}


WAITING = frozenset(_ACTING)  # states in which a unit that need not hold the matter has to decide something


def acting_org(row: Petition) -> Organization:
    """The unit whose turn it is."""
    asked = _ACTING.get(row.status)
    return asked(row) if asked else row.org


def waits_for_another(row: Petition) -> bool:
    """Whether a unit that does not hold the matter has been asked to decide something about it."""
    return row.status in WAITING


def on_turn_of(org: Organization) -> QuerySet:
    """Keys of the matters that other units hold and this one has been asked to decide on (as acting_org says)."""
    objected = Transfer.objects.filter(sender=org, objected_at__isnull=False, decided_at=None)
    asked = (
        objected.filter(petition__status=Status.OBJECTED, petition__org=F("receiver")),
        Dispute.objects.filter(decider=org, decided_at=None, petition__status=Status.DISPUTED),
        Review.objects.filter(
            org=org, decided_at=None, petition__status__in=[Status.UNDER_REVIEW, Status.UNDER_RECHECK]
        ),
    )
    first, *more = (rows.order_by().values_list("petition", flat=True) for rows in asked)
    return first.union(*more)


def may_do(row: Petition, move: Move, org: Organization) -> bool:
    """Whether this move is that unit's to make."""
    if move.doer is Doer.LINE:
        return org.covers(row.org_code)
    if move.doer is Doer.ABOVE:
        return org.level <= LOWEST_SUPERVISOR and org.pk != row.org_id and org.covers(row.org_code)
    doer = row.org if move.doer is Doer.HOLDER else acting_org(row)
    return doer.pk == org.pk


def doer_name(row: Petition, move: Move) -> str:
    """Whose move it is, for the sentence that refuses it."""
    return row.org.name if move.doer is not Doer.ACTING else acting_org(row).name


def superior(org: Organization) -> Organization | None:
    """The unit one level above; none above a province, whose superior has no desk here."""
    return org.parent


def common_superior(one: Organization, other: Organization) -> Organization | None:
    """The lowest unit whose range holds both; None where the two stand in different provinces."""
    above = superior(one)
    while above is not None and not above.covers(other.code):
        above = superior(above)
    return above
