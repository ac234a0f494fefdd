"""What may be said to 12345: no more than it needs, and nothing by which somebody is found (domain.md D24, P1)."""

from cases.actions.letter_guards import why_not_said, why_tells_numbers
from cases.safe_contact import FREE, known_of, terms_of
from fedportal.lib.refusals import NotAllowed
from hotline.models import ExternalTicket


def check_said(row: ExternalTicket, text: str) -> None:
    """Refuse what must not leave the house: numbers, and of a petition's people names, telephones and addresses."""
    reason = why_not_said(row.petition, text, named=False) if row.petition else why_tells_numbers(text)
    if reason:
        raise NotAllowed(reason.replace("函件", "发往 12345 的内容"), code="condition")


def must_not_call_back(row: ExternalTicket) -> bool:
    """Whether 12345 is told not to ring her: somebody may be in danger, she has set terms for being reached, of which
    12345 knows nothing, or has not agreed that they hear who she is. Of a petition out of sight nothing is known, so
    nobody rings."""
    if row.guarded or (row.anonymous and not row.is_incoming):
        return True
    if row.petition is None:
        return row.petition_id is not None
    return terms_of(row.petition, known_of(row.petition)) != FREE
