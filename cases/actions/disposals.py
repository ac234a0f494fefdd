"""The verbs of a disposal: drawn up by one person, looked through, confirmed by another, or called off."""

import datetime as dt
from typing import Any

from django.db import transaction

from cases.actions.handling_steps import locked
from cases.disposal.due import due, unlisted
from cases.models import LegalHold, Petition
from cases.querysets import PetitionQuerySet
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.notices.actions import tell
from fedportal.privacy.models import PETITION, DisposalBatch, DisposalItem

LINE = ("pk", "number", "archive__retention", "archive__at", "closed_at")
LONGEST = 5_000  # lines of a list: as many as two persons can be asked to look through
ON_REQUEST = "本人要求删除，保管期限届满（个人信息保护法第四十七条）"
RULE = "信访卷宗保管期限届满（保管期限表；档案法第十四条、个人信息保护法第十九条）"


@transaction.atomic
def draw_up(*, by: User, at: dt.datetime) -> DisposalBatch:
    """List every matter in this unit's range whose time is over and that stands on no other list.

    Raises NotAllowed without the right, or where nothing is due.
    """
    _check_may(by)
    rows = due_of(by, at).order_by("received_at", "pk")
    with beyond_readers("what holds a matter may be another unit's, such as a complaint about this one"):
        chosen = list(rows.values(*LINE)[:LONGEST])
    if not chosen:
        raise NotAllowed("没有保管期限届满、可以处置的信访卷宗。")
    return _list(chosen, RULE, by=by, at=at)


@transaction.atomic
def put_before_disposal(petition: Petition, *, by: User, at: dt.datetime) -> DisposalBatch | None:
    """Whose data it is was granted deletion: a list of this matter alone, for a second person to confirm. None where
    the law still demands keeping it, or where it stands on a list already. Raises NotAllowed without the right."""
    _check_may(by)
    with beyond_readers("what holds a matter may be another unit's"):
        chosen = list(due_of(by, at).filter(pk=petition.pk).values(*LINE))
    return _list(chosen, ON_REQUEST, by=by, at=at) if chosen else None


def _list(chosen: list[dict[str, Any]], rule: str, *, by: User, at: dt.datetime) -> DisposalBatch:
    batch = DisposalBatch.objects.create(org=by.org, rule=rule, drawn_at=at, drawn_by=by)
    DisposalItem.objects.bulk_create(
        DisposalItem(
            batch=batch,
            kind=PETITION,
            object_id=row["pk"],
            number=row["number"],
            retention=row["archive__retention"] or "",  # joined to another, it goes with that
            archived_at=row["archive__at"] or row["closed_at"],
        )
        for row in chosen
    )
    record("disposal.draw", batch, by=by, at=at, rows=len(chosen))
    text = f"有 {len(chosen):,} 件到期卷宗的处置清单待确认，请核对；拟订人本人不能确认。"
    tell(batch, org=by.org, roles=[Role.SECTION_HEAD, Role.UNIT_HEAD], text=text, at=at)
    return batch


def due_of(by: User, at: dt.datetime) -> PetitionQuerySet:
    """What this person may list now."""
    return unlisted(due(Petition.objects.visible_to(by), at))


def count_due(*, by: User, at: dt.datetime) -> int:
    """How many a list drawn up now would name."""
    with beyond_readers("what holds a matter may be another unit's"):
        return due_of(by, at).count()


@transaction.atomic
def take_off(item: DisposalItem, *, reason: str, by: User, at: dt.datetime) -> LegalHold:
    """This one stays: it leaves the list, and is marked so that no later list names it. Raises NotAllowed."""
    batch = _drawn(item.batch, by)
    made = mark_hold(Petition.objects.get(pk=item.object_id), reason=reason, by=by, at=at)
    batch.items.filter(pk=item.pk).delete()
    record("disposal.take_off", batch, by=by, at=at, petition=item.object_id)
    return made


@transaction.atomic
def confirm(batch: DisposalBatch, *, by: User, at: dt.datetime) -> DisposalBatch:
    """The second person agrees; from now on the list stands, and a worker begins. Lines that are not due any more go.

    Raises NotAllowed for whoever drew it up, and where nothing is left.
    """
    row = _drawn(batch, by)
    if row.drawn_by_id == by.pk:
        raise NotAllowed("清单由您拟订，须由另一人确认。")
    listed = row.items.filter(kind=PETITION)
    still = due(Petition.objects.filter(pk__in=listed.values("object_id")), at).values("pk")
    with beyond_readers("what holds a matter may be another unit's"):
        listed.exclude(object_id__in=still).delete()
    if not row.items.exists():
        raise NotAllowed("清单上的卷宗都已不符合处置条件，请取消清单。")
    row.confirmed_at, row.confirmed_by = at, by
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    record("disposal.confirm", row, by=by, at=at, rows=row.items.count(), drawn_by=row.drawn_by_id)
    return row


@transaction.atomic
def cancel(batch: DisposalBatch, *, reason: str, by: User, at: dt.datetime) -> DisposalBatch:
    """Call a list off that nobody has confirmed; its matters may stand on another. Raises NotAllowed."""
    row = _drawn(batch, by)
    if not reason.strip():
        raise NotAllowed("请填写取消原因。")
    row.cancelled_at, row.cancelled_by, row.cancel_reason = at, by, reason.strip()
    row.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    record("disposal.cancel", row, by=by, at=at)
    return row


@transaction.atomic
def mark_hold(petition: Petition, *, reason: str, by: User, at: dt.datetime) -> LegalHold:
    """This matter may not be disposed of until somebody lifts it. Raises NotAllowed."""
    row = _held_in_range(petition, by)
    if not reason.strip():
        raise NotAllowed("请填写保留原因。")
    if row.disposed_at is not None:
        raise NotAllowed("本件已经处置。")
    if row.legal_holds.standing().exists():
        raise NotAllowed("本件已经标记保留。")
    made = LegalHold.objects.create(petition=row, reason=reason.strip(), at=at, by=by)
    record("hold.mark", made, by=by, at=at, petition=row.pk)
    return made


@transaction.atomic
def lift_hold(hold: LegalHold, *, words: str, by: User, at: dt.datetime) -> LegalHold:
    """The matter may be disposed of again, once its time is over. Raises NotAllowed."""
    _held_in_range(hold.petition, by)
    made = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if made.ended_at is not None:
        raise NotAllowed("该标记已经解除。")
    if not words.strip():
        raise NotAllowed("请填写解除原因。")
    made.ended_at, made.ended_by, made.ended_words = at, by, words.strip()
    made.save(update_fields=["ended_at", "ended_by", "ended_words"])
    record("hold.lift", made, by=by, at=at, petition=made.petition_id)
    return made


def _check_may(by: User) -> None:
    if not by.can(Can.DISPOSE):
        raise NotAllowed("只有权益部负责人、主席（分管副主席）可以办理到期处置。")


def _held_in_range(petition: Petition, by: User) -> Petition:
    _check_may(by)
    row = locked(petition)
    if not by.org.covers(row.org_code):
        raise NotAllowed("本件不在本单位范围内。")
    return row


def _drawn(batch: DisposalBatch, by: User) -> DisposalBatch:
    """The list as it is now, locked, for one's own unit, and only while nobody has confirmed or called it off."""
    _check_may(by)
    row = DisposalBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if row.org_id != by.org_id:
        raise NotAllowed("该清单由其他单位拟订。")
    if row.confirmed_at is not None or row.cancelled_at is not None:
        raise NotAllowed(f"该清单{row.state_words}，不能再更改。")
    return row
