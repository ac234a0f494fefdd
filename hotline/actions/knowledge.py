"""Writing the knowledge base: drafts, new versions, and what another person makes of them."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, open_deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.search_lexemes import lexemes_vector
from fedportal.lib.search_terms import index_terms
from hotline.desk_law import KNOWLEDGE_REVIEW
from hotline.knowledge_facts import EntryState, Verdict
from hotline.models import KnowledgeEntry, KnowledgeReview, KnowledgeVersion

CHANGED = ("state", "current", "pending", "changed_at", "terms")


@dataclass(frozen=True)
class Said:
    """What a version says."""

    question: str
    answer: str
    articles: tuple[str, ...]
    reason: str = ""


def why_not_write(org_id: int, *, by: User) -> str:
    """Why she may not write for the knowledge base of that unit; empty if she may."""
    if not by.can(Can.ANSWER_CALLS):
        return "只有接线员、接访员和负责人可以编写知识条目。"
    return "" if org_id == by.org_id else "知识条目由编写单位修改；本单位另有口径的，另写一条。"


def why_not_judge(row: KnowledgeEntry, *, by: User) -> str:
    """Why she may not review entries of that unit; empty if she may."""
    if not by.can(Can.RUN_HOTLINE):
        return "知识条目由主席（分管副主席）、权益部负责人审核。"
    return "" if row.org_id == by.org_id else "知识条目由编写单位审核。"


@transaction.atomic
def draft_entry(category: str, said: Said, *, by: User, at: dt.datetime) -> KnowledgeEntry:
    """A new entry of one's own unit: told to nobody before another person has looked at it. Raises NotAllowed."""
    if reason := why_not_write(by.org_id, by=by):
        raise NotAllowed(reason)
    row = KnowledgeEntry.objects.create(org=by.org, org_code=by.org.code, category=category, changed_at=at)
    _add(row, said, 1, by=by, at=at)
    record("knowledge.draft", row, by=by, at=at, category=category)
    return row


@transaction.atomic
def revise_entry(entry: KnowledgeEntry, said: Said, *, by: User, at: dt.datetime) -> KnowledgeVersion:
    """The next version; until it is published, callers are told what the present one says. Raises NotAllowed."""
    row = _locked(entry)
    if reason := why_not_write(row.org_id, by=by):
        raise NotAllowed(reason)
    if row.state == EntryState.RETIRED:
        raise NotAllowed("知识条目已经停用，需要的另写一条。")
    last = newest(row)
    if (last.question, last.answer, tuple(last.articles)) == (said.question, said.answer, said.articles):
        raise NotAllowed("内容与上一版相同，没有需要保存的修改。")
    made = _add(row, said, last.number + 1, by=by, at=at)
    row.pending, row.changed_at = True, at
    row.save(update_fields=["pending", "changed_at"])
    record("knowledge.revise", row, by=by, at=at, version=made.number)
    return made


@transaction.atomic
def publish_entry(entry: KnowledgeEntry, number: int, *, by: User, at: dt.datetime, note: str = "") -> KnowledgeEntry:
    """Callers are told this version from now on; a year for the next look begins. Raises NotAllowed."""
    row, version = _pending(entry, number, by)
    if version.by_id == by.pk:
        raise NotAllowed("自己编写的内容由他人审核发布。")
    _judge(version, Verdict.PUBLISHED, note, by=by, at=at)
    row.state, row.current, row.pending = EntryState.PUBLISHED, version, False
    row.terms = lexemes_vector(index_terms(version.question, version.answer, *version.articles))
    _keep(row, at)
    _begin_year(row, at)
    record("knowledge.publish", row, by=by, at=at, version=version.number)
    return row


@transaction.atomic
def return_entry(entry: KnowledgeEntry, number: int, *, by: User, at: dt.datetime, note: str) -> KnowledgeEntry:
    """It is not right yet: back to who wrote it, with the reason. Raises NotAllowed."""
    row, version = _pending(entry, number, by)
    _judge(version, Verdict.RETURNED, _reason(note), by=by, at=at)
    row.pending = False
    _keep(row, at)
    record("knowledge.return", row, by=by, at=at, version=version.number)
    return row


@transaction.atomic
def keep_entry(entry: KnowledgeEntry, *, by: User, at: dt.datetime, note: str = "") -> KnowledgeEntry:
    """The yearly look: it is still so, and is for another year. Raises NotAllowed."""
    row = _published(entry, by)
    _judge(row.told, Verdict.KEPT, note, by=by, at=at)
    _keep(row, at)
    _begin_year(row, at)
    record("knowledge.keep", row, by=by, at=at, version=row.told.number)
    return row


@transaction.atomic
def retire_entry(entry: KnowledgeEntry, *, by: User, at: dt.datetime, note: str) -> KnowledgeEntry:
    """Nobody is told it any more; it stays for the calls in which it was used. Raises NotAllowed."""
    row = _published(entry, by)
    _judge(row.told, Verdict.RETIRED, _reason(note), by=by, at=at)
    row.state, row.pending = EntryState.RETIRED, False
    _keep(row, at)
    cancel_deadlines(row, at=at)
    record("knowledge.retire", row, by=by, at=at, version=row.told.number)
    return row


def newest(row: KnowledgeEntry) -> KnowledgeVersion:
    return row.versions.select_related("by").latest("number")


def _locked(entry: KnowledgeEntry) -> KnowledgeEntry:
    rows = KnowledgeEntry.objects.select_for_update(of=("self",)).select_related("org", "current__by")
    return rows.get(pk=entry.pk)


def _pending(entry: KnowledgeEntry, number: int, by: User) -> tuple[KnowledgeEntry, KnowledgeVersion]:
    """The entry, locked, with the version that waits; refuses one that has been written over since it was read."""
    row = _locked(entry)
    if reason := why_not_judge(row, by=by):
        raise NotAllowed(reason)
    version = newest(row)
    if not row.pending or row.state == EntryState.RETIRED:
        raise NotAllowed("没有待审核的版本。", code="wrong_state")
    if version.number != number:
        raise NotAllowed(f"这个条目又有了{version}，请看过再审核。", code="wrong_state")
    return row, version


def _published(entry: KnowledgeEntry, by: User) -> KnowledgeEntry:
    row = _locked(entry)
    if reason := why_not_judge(row, by=by):
        raise NotAllowed(reason)
    if row.state != EntryState.PUBLISHED:
        raise NotAllowed(f"知识条目现为“{EntryState(row.state).label}”，不能这样处理。", code="wrong_state")
    return row


def _reason(note: str) -> str:
    if not note.strip():
        raise NotAllowed("请写明理由。", code="condition")
    return note


def _add(row: KnowledgeEntry, said: Said, number: int, *, by: User, at: dt.datetime) -> KnowledgeVersion:
    if not said.articles:
        raise NotAllowed("请写明法律依据，精确到条。", code="condition")
    return KnowledgeVersion.objects.create(
        entry=row,
        number=number,
        question=said.question,
        answer=said.answer,
        articles=list(said.articles),
        reason=said.reason,
        by=by,
        at=at,
    )


def _judge(version: KnowledgeVersion, verdict: Verdict, note: str, *, by: User, at: dt.datetime) -> None:
    KnowledgeReview.objects.create(version=version, verdict=verdict, note=note, writer=version.by, by=by, at=at)


def _keep(row: KnowledgeEntry, at: dt.datetime) -> None:
    row.changed_at = at
    row.save(update_fields=CHANGED)


def _begin_year(row: KnowledgeEntry, at: dt.datetime) -> None:
    """The look that was owed is done; the next is owed a year from today."""
    meet_deadlines(row, kinds=(KNOWLEDGE_REVIEW.kind,), at=at)
    start = timezone.localtime(at)
    open_deadline(row, KNOWLEDGE_REVIEW.code, org=row.org, start=start, at=at)
