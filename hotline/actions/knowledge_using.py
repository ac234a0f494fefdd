"""What a caller was told from the knowledge base, noted on her call; and the phrases that no caller is told."""

import datetime as dt

from django.db import transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_moves import locked, why_not_write
from hotline.call_workflow import TALKING, CallState
from hotline.models import Call, ForbiddenPhrase, KnowledgeEntry, KnowledgeUse, KnowledgeVersion


@transaction.atomic
def use_sentence(call: Call, version: KnowledgeVersion, sentence: int, *, by: User, at: dt.datetime) -> KnowledgeUse:
    """A sentence (from one on) was taken into the answer; twice is once. Raises NotAllowed."""
    row = locked(call)
    if reason := why_not_write(row, by=by):
        raise NotAllowed(reason)
    if row.state not in TALKING:
        raise NotAllowed(f"来电现为“{CallState(row.state).label}”，登记的内容不能再更改。", code="wrong_state")
    if not KnowledgeEntry.objects.usable_by(by).filter(current=version).exists():
        raise NotAllowed("这一版已经不用了，请重新查找。", code="wrong_state")
    if not 1 <= sentence <= len(version.sentences):
        raise NotAllowed("没有这一句。")
    made, new = KnowledgeUse.objects.get_or_create(
        call=row, version=version, sentence=sentence, defaults={"by": by, "at": at}
    )
    if new:
        record("call.knowledge", row, by=by, at=at, version=version.pk, sentence=sentence)
    return made


def why_not_forbid(*, by: User) -> str:
    """Why she may not say which phrases are not used; empty if she may."""
    return "" if by.can(Can.RUN_HOTLINE) else "服务禁语由主席（分管副主席）、权益部负责人规定。"


@transaction.atomic
def forbid_phrase(phrase: str, *, why: str, instead: str = "", by: User, at: dt.datetime) -> ForbiddenPhrase:
    """From now on whoever types it is warned. Raises NotAllowed, IntegrityError where the unit has it already."""
    if reason := why_not_forbid(by=by):
        raise NotAllowed(reason)
    row = ForbiddenPhrase.objects.create(
        org=by.org, org_code=by.org.code, phrase=phrase, why=why, instead=instead, by=by, at=at
    )
    record("phrase.forbid", row, by=by, at=at)
    return row


@transaction.atomic
def allow_phrase(phrase: ForbiddenPhrase, *, by: User, at: dt.datetime) -> ForbiddenPhrase:
    """Nobody is warned of it any more. Twice is once. Raises NotAllowed."""
    row = ForbiddenPhrase.objects.select_for_update(of=("self",)).get(pk=phrase.pk)
    if reason := why_not_forbid(by=by):
        raise NotAllowed(reason)
    if row.org_id != by.org_id:
        raise NotAllowed("服务禁语由规定的单位取消。")
    if row.removed_at is None:
        row.removed_at = at
        row.save(update_fields=["removed_at"])
        record("phrase.allow", row, by=by, at=at)
    return row
