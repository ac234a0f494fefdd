"""Writing a paper and serving it. A clock stops when the paper is served, not when it is written (art. 23)."""

import datetime as dt
import hashlib
from collections.abc import Collection

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from cases.actions.holding_back import leaves_a_task, note_despite
from cases.actions.letter_clock import check_may_change, check_may_serve, served
from cases.merging import Seen, checked
from cases.models import Document, Event, Petition, SearchText
from cases.numbers import document_number
from cases.safe_contact import TO_PETITIONER, Going, pass_gate
from cases.search_texts import paper_text
from cases.wording import Wording
from cases.workflow import DocumentKind, ToldHow
from cases.workflow.contacting import Way
from cases.workflow.papers import BRIEFINGS
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.deadlines.actions import meet_deadlines
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.stored_files import files_or_nothing, note_stored


@transaction.atomic
def write_document(
    petition: Petition | None, kind: str, wording: Wording, *, by: User, at: dt.datetime, meets: Collection[str] = ()
) -> Document:
    """Give a paper its number and keep its wording; the duties in `meets` are done once it is served.

    Without `petition` it hangs on none: a briefing, or advice, which the holder of the matter that it may be about
    finds nowhere.
    """
    row = Document.objects.create(
        petition=petition,
        kind=kind,
        org=by.org,
        number=document_number(by.org, kind, timezone.localdate(at).year),
        title=wording.title,
        main_to=wording.main_to,
        copy_to=wording.copy_to,
        body=wording.body,
        basis=wording.basis,
        made_at=at,
        made_by=by,
        meets=list(meets),
    )
    if petition is not None:
        paper_text(row, petition).save(force_insert=True)
    return row


@leaves_a_task
@transaction.atomic
def serve_document(
    document: Document,
    *,
    how: str,
    served_at: dt.datetime,
    by: User,
    at: dt.datetime,
    receipt: str = "",
    despite: str = "",
) -> Document:
    """Record that the paper reached its addressee at `served_at`; the duties that it meets end at that moment.

    `despite` says how it came that it went out against what she asked. Raises NotAllowed for another unit's paper, one
    served before, or a moment that cannot be; HeldBack where she may not be reached like that.
    """
    row = _locked(document)
    if row.org_id != by.org_id:
        raise NotAllowed("只有发文单位可以登记送达。")
    if row.kind in BRIEFINGS | {DocumentKind.URGENT_REPORT}:
        raise NotAllowed(f"{row.get_kind_display()}请登记报送。")
    if row.served_at is not None:
        raise NotAllowed(f"{row.number} 已于 {timezone.localtime(row.served_at):%Y-%m-%d %H:%M} 登记送达。")
    if not row.made_at <= served_at <= at:
        raise NotAllowed("送达时间应当在成文之后，不能晚于现在。")
    check_may_serve(row, served_at)
    mark_served(row, how=how, served_at=served_at, by=by, receipt=receipt, despite=despite)
    served(row, served_at=served_at, by=by, at=at)
    if row.petition is not None:
        data = {"document": row.number, "served_how": row.served_how}
        Event.objects.create(
            petition=row.petition, verb="document.serve", at=at, actor=by, org=by.org, note=receipt, data=data
        )
    record("document.serve", row, by=by, at=at, kind=row.kind)
    return row


def _locked(document: Document) -> Document:
    """The paper behind its matter: every verb locks in that order, so that none waits for another in a circle."""
    if document.petition_id is not None:
        Petition.objects.select_for_update().get(pk=document.petition_id)
    return Document.objects.select_for_update(of=("self",)).select_related("petition").get(pk=document.pk)


@files_or_nothing
@transaction.atomic
def freeze(document: Document, content: bytes) -> Document:
    """Keep the file of a served paper as it is now; whoever asks again gets exactly this one."""
    row = Document.objects.select_for_update().get(pk=document.pk)
    if row.served_at is None or row.file:
        return row
    row.file.save("paper", ContentFile(content), save=False)
    note_stored(row.file)
    row.file_digest = hashlib.sha256(content).hexdigest()
    row.save(update_fields=["file", "file_digest"])
    return row


def check_may_reword(row: Document, *, by: User) -> None:
    """Refuse another unit's paper, and one that has been served; the page asks this before it shows the form."""
    if row.org_id != by.org_id:
        raise NotAllowed("只有发文单位可以修改。")
    if row.served_at is not None:
        raise NotAllowed(f"{row.number} 已经送达，不能再修改。")
    check_may_change(row)


REWORDED = ("title", "main_to", "body", "copy_to")


def words_of(row: Document | Wording) -> dict[str, str]:
    """What of a paper may be re-worded."""
    return {name: getattr(row, name) for name in REWORDED}


@transaction.atomic
def reword(document: Document, wording: Wording, *, by: User, at: dt.datetime, seen: Seen | None = None) -> Document:
    """Change what a paper says while it has not reached its addressee; what it said before stays on the timeline.

    With `seen`, what the page had shown, only what she changed is written. Raises Clash where somebody else changed
    the same meanwhile.
    """
    row = _locked(document)
    check_may_reword(row, by=by)
    before, mine = row.body, words_of(wording)
    changes = checked(seen, mine=mine, theirs=words_of(row)).changes if seen else mine
    for name, words in changes.items():
        setattr(row, name, words)
    row.save(update_fields=REWORDED)
    if row.petition is not None:
        SearchText.objects.filter(paper=row).update(terms=paper_text(row, row.petition).terms)
        data = {"document": row.number, "before": before, "fields": list(changes)}
        Event.objects.create(petition=row.petition, verb="document.reword", at=at, actor=by, org=by.org, data=data)
    record("document.reword", row, by=by, at=at, kind=row.kind)
    return row


def mark_served(
    row: Document,
    *,
    how: str,
    served_at: dt.datetime,
    by: User,
    receipt: str = "",
    about: Petition | None = None,
    despite: str = "",
) -> None:
    """The serving itself, without a line of its own: a move that hands its paper over at once is that line.

    Papers to the petitioner pass the gate; `about` is the matter of one that hangs on none. Raises HeldBack.
    """
    matter = about or row.petition
    if row.kind in TO_PETITIONER and matter is not None:
        going = Going(matter, Way(how), f"送达{row.get_kind_display()}", by, served_at, row)
        if despite:
            note_despite(going, despite)
        else:
            pass_gate(going)
    row.served_at, row.served_how, row.served_by, row.receipt = served_at, ToldHow(how), by, receipt
    row.save(update_fields=["served_at", "served_how", "served_by", "receipt"])
    if row.petition is not None:
        meet_deadlines(row.petition, kinds=row.meets, org=row.org, at=served_at)
