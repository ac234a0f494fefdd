"""Letters to authorities brought to a state by the real verbs."""

import datetime as dt

from cases.actions.documents import serve_document
from cases.actions.letter_guards import LetterDraft
from cases.actions.letters import sign_letter, write_letter
from cases.actions.replies import Reply, assess_letter, record_reply
from cases.models import DocumentKind, Letter, Petition
from fedportal.orgs.models import Agency, AgencyKind
from tests.cases.lives import DAY, Office
from tests.cases.samples import NOW
from tests.factories import agency

ADDRESSEE = {
    DocumentKind.INTERVIEW: AgencyKind.LABOUR,
    DocumentKind.SUIT_SUPPORT: AgencyKind.COURT,
    DocumentKind.CLUE: AgencyKind.PROCURATORATE,
    DocumentKind.REFERRAL: AgencyKind.LEGAL_AID,
    DocumentKind.INSPECTION: AgencyKind.GOVERNMENT,
}
MORE: dict[DocumentKind, dict[str, object]] = {
    DocumentKind.SUIT_SUPPORT: {"named": True, "consent": True},
    DocumentKind.REFERRAL: {"named": True, "consent": True, "relief": "legal_aid", "urgency": "none"},
    DocumentKind.CLUE: {"ground": "land"},
}


def addressee(place: object, kind: AgencyKind) -> Agency:
    """The agency of that kind at that place, entered if it is not there yet."""
    return Agency.objects.filter(place=place, kind=kind).first() or agency(place, kind)


def draft(
    kind: DocumentKind, to: Agency | None = None, *, at_office: Office | None = None, **fields: object
) -> LetterDraft:
    """A letter about to be written, to the agency that it is usually written to."""
    follows = fields.get("follows")
    if to is None and kind == DocumentKind.URGING and isinstance(follows, Letter):
        to = follows.agency
    if to is None:
        assert at_office is not None
        usual = AgencyKind.NGO if fields.get("relief") == "counselling" else ADDRESSEE.get(kind, AgencyKind.POLICE)
        to = addressee(at_office.handler.org, usual)
    given = {"facts": "求助人多次报警，未获处理。", "ask": "依法调查，并出具告诫书。"}
    return LetterDraft(kind=kind, agency=to, **given | MORE.get(kind, {}) | fields)


def written(
    row: Petition,
    at_office: Office,
    kind: DocumentKind = DocumentKind.INVESTIGATION,
    *,
    at: dt.datetime = NOW,
    to: Agency | None = None,
    **fields: object,
) -> Letter:
    return write_letter(row, draft(kind, to, at_office=at_office, **fields), by=at_office.handler, at=at)


def signed(
    row: Petition,
    at_office: Office,
    kind: DocumentKind = DocumentKind.INVESTIGATION,
    *,
    at: dt.datetime = NOW,
    **fields: object,
) -> Letter:
    return sign_letter(written(row, at_office, kind, at=at, **fields), by=at_office.clerk, at=at)


def posted(
    row: Petition,
    at_office: Office,
    kind: DocumentKind = DocumentKind.INVESTIGATION,
    *,
    at: dt.datetime = NOW,
    **fields: object,
) -> Letter:
    """Written, signed and served at that moment."""
    letter = signed(row, at_office, kind, at=at, **fields)
    serve_document(letter.document, how="letter", served_at=at, by=at_office.handler, at=at)
    return Letter.objects.get(pk=letter.pk)


def answered(letter: Letter, at_office: Office, *, at: dt.datetime = NOW + DAY, taken: str = "") -> Letter:
    """The agency's paper came at that moment."""
    reply = Reply(text="经查，属家庭纠纷，不予处理。", sender="张警官", how="paper", replied_at=at, taken=taken)
    record_reply(letter, reply, by=at_office.handler, at=at)
    return Letter.objects.get(pk=letter.pk)


def weighed(
    letter: Letter, at_office: Office, assessment: str = "inadequate", *, at: dt.datetime = NOW + DAY
) -> Letter:
    assess_letter(letter, assessment=assessment, note="未依法调查。", by=at_office.handler, at=at)
    return Letter.objects.get(pk=letter.pk)
