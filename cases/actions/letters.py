"""Writing, signing and withdrawing letters to authorities; serving one is the paper's own verb (documents.py)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from cases.actions.documents import write_document
from cases.actions.letter_guards import LetterDraft, why_not_said, why_not_this
from cases.letter_wording import Facts, draft_letter, within
from cases.models import Event, Letter, Petition
from cases.models.letter import LetterState
from cases.wording import petitioner_name
from cases.workflow import Status
from cases.workflow.letters import limit_of
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.deadlines.rules import RuleBook
from fedportal.lib.refusals import NotAllowed


@transaction.atomic
def write_letter(petition: Petition, draft: LetterDraft, *, by: User, at: dt.datetime) -> Letter:
    """Draft a letter with its number and its wording, to be signed by a head. Raises NotAllowed."""
    row = Petition.objects.select_for_update(of=("self",)).select_related("org").get(pk=petition.pk)
    if reason := why_not_this(row, draft, by=by, at=at):
        raise NotAllowed(reason)
    paper = write_document(row, draft.kind, draft_letter(row, draft.kind, _facts(row, draft, by, at)), by=by, at=at)
    letter = Letter.objects.create(
        petition=row,
        org=by.org,
        kind=draft.kind,
        agency=draft.agency,
        document=paper,
        follows=draft.follows,
        relief=draft.relief,
        ground=draft.ground,
        urgency=draft.urgency,
        ask=draft.ask,
        named=draft.named,
    )
    write_down("letter.write", letter, by=by, at=at)
    return letter


def _facts(row: Petition, draft: LetterDraft, by: User, at: dt.datetime) -> Facts:
    rule = RuleBook.load(timezone.localdate(at)).find(limit_of(draft.kind, draft.relief, draft.urgency).code, by.org)
    return Facts(
        org=by.org,
        agency=draft.agency,
        facts=draft.facts,
        ask=draft.ask,
        within=within(rule),
        person=petitioner_name(row) if draft.named else "",
        relief=draft.relief,
        ground=draft.ground,
        urgency=draft.urgency,
        follows=draft.follows,
    )


@transaction.atomic
def sign_letter(letter: Letter, *, by: User, at: dt.datetime) -> Letter:
    """A head of the section or the unit approves it: from now on its words stand, and it may be served."""
    row = locked(letter, by=by)
    if not by.can(Can.SIGN_LETTERS):
        raise NotAllowed("函件由权益部负责人或者分管领导签发。")
    if row.state != LetterState.DRAFT:
        raise NotAllowed(f"{row.document.number} 现为“{row.state.label}”，不能签发。")
    if reason := why_not_said(row.petition, row.document.body, named=row.named):
        raise NotAllowed(reason)
    row.signed_at, row.signed_by = at, by
    row.save(update_fields=["signed_at", "signed_by"])
    write_down("letter.sign", row, by=by, at=at)
    return row


@transaction.atomic
def withdraw_letter(letter: Letter, *, reason: str, by: User, at: dt.datetime) -> Letter:
    """It will not be sent; its number stays used. Once signed only who may sign takes it back."""
    row = locked(letter, by=by)
    if row.state not in (LetterState.DRAFT, LetterState.SIGNED):
        raise NotAllowed(f"{row.document.number} 现为“{row.state.label}”，不能作废。")
    if row.signed_at is not None and not by.can(Can.SIGN_LETTERS):
        raise NotAllowed("已经签发的函件，由签发的负责人作废。")
    if not reason.strip():
        raise NotAllowed("请填写作废原因。")
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = at, by, reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    write_down("letter.withdraw", row, by=by, at=at, note=row.withdrawn_why)
    return row


def locked(letter: Letter, *, by: User | None) -> Letter:
    """The letter as it is now, its petition locked before it; for one's own unit, and not in an archived file."""
    petition = Petition.objects.select_for_update(of=("self",)).select_related("org").get(pk=letter.petition_id)
    rows = Letter.objects.select_for_update(of=("self",)).select_related("document", "agency", "org", "follows")
    row = rows.get(pk=letter.pk)
    row.petition = petition
    if by is not None and row.org_id != by.org_id:
        raise NotAllowed(f"该函件由{row.org.name}发出，只有发函单位可以办理。")
    if petition.status == Status.ARCHIVED:
        raise NotAllowed("本件已经归档，函件不能再变更。")
    return row


def write_down(
    verb: str, letter: Letter, *, by: User | None, at: dt.datetime, note: str = "", **facts: object
) -> None:
    """Timeline and audit, in the transaction of the act; `by` is empty where an agency acts by its link."""
    data = {"letter": f"{letter.label} {letter.document.number}", "agency": letter.agency.name, **facts}
    Event.objects.create(
        petition=letter.petition,
        verb=verb,
        at=at,
        actor=by,
        org=letter.org,
        note=note,
        data={name: value for name, value in data.items() if value},
    )
    record(verb, letter, by=by, at=at, kind=letter.kind)
