"""The verbs of a disposal: drawn up by one person, looked through, confirmed by another, or called off.

Whatever kinds of records there are (cases.disposal.kinds), a list names one of them.
"""

import datetime as dt
from typing import Any

from django.db import transaction

from cases.actions.legal_holds import check_may_dispose
from cases.disposal.kinds import Disposable, Line, disposables
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.notices.actions import tell
from fedportal.privacy.models import NUMBER_LENGTH, PETITION, DisposalBatch, DisposalItem

LONGEST = 5_000  # lines of a list: as many as two persons can be asked to look through
ON_REQUEST = "本人要求删除，保管期限届满（个人信息保护法第四十七条）"


@transaction.atomic
def draw_up(kind: str = PETITION, *, by: User, at: dt.datetime) -> DisposalBatch:
    """List every record of that kind in this unit's range whose time is over and that stands on no other list.

    Raises NotAllowed without the right, or where nothing is due.
    """
    check_may_dispose(by)
    asked = disposables()[kind]
    with beyond_readers("what holds a matter may be another unit's, such as a complaint about this one"):
        chosen = asked.lines(asked.of(by, at).order_by(*asked.order)[:LONGEST])
    if not chosen:
        raise NotAllowed(f"没有保管期限届满、可以处置的{asked.label}。")
    return _list(asked, chosen, asked.rule, by=by, at=at)


@transaction.atomic
def put_before_disposal(petition: Petition, *, by: User, at: dt.datetime) -> DisposalBatch | None:
    """Whose data it is was granted deletion: a list of this matter alone, for a second person to confirm. None where
    the law still demands keeping it, or where it stands on a list already. Raises NotAllowed without the right."""
    check_may_dispose(by)
    asked = disposables()[PETITION]
    with beyond_readers("what holds a matter may be another unit's"):
        chosen = asked.lines(asked.of(by, at).filter(pk=petition.pk))
    return _list(asked, chosen, ON_REQUEST, by=by, at=at) if chosen else None


def _list(kind: Disposable, chosen: list[Line], rule: str, *, by: User, at: dt.datetime) -> DisposalBatch:
    batch = DisposalBatch.objects.create(org=by.org, rule=rule, drawn_at=at, drawn_by=by)
    DisposalItem.objects.bulk_create(
        DisposalItem(
            batch=batch,
            kind=kind.kind,
            object_id=line.key,
            number=line.number[:NUMBER_LENGTH],
            retention=line.retention,
            archived_at=line.since,
        )
        for line in chosen
    )
    record("disposal.draw", batch, by=by, at=at, kind=kind.kind, rows=len(chosen))
    text = f"有 {len(chosen):,} 件到期{kind.label}的处置清单待确认，请核对；拟订人本人不能确认。"
    tell(batch, org=by.org, roles=[Role.SECTION_HEAD, Role.UNIT_HEAD], text=text, at=at)
    return batch


def count_due(*, by: User, at: dt.datetime) -> dict[str, int]:
    """Of each kind, how many a list drawn up now would name."""
    with beyond_readers("what holds a matter may be another unit's"):
        return {name: kind.of(by, at).count() for name, kind in disposables().items()}


@transaction.atomic
def take_off(item: DisposalItem, *, reason: str, by: User, at: dt.datetime) -> None:
    """This one stays: it leaves the list, and is marked so that no later list names it. Raises NotAllowed."""
    batch = _drawn(item.batch, by)
    disposables()[item.kind].hold(item.object_id, reason, by, at)
    batch.items.filter(pk=item.pk).delete()
    detail: dict[str, Any] = {item.kind: item.object_id}
    record("disposal.take_off", batch, by=by, at=at, **detail)


@transaction.atomic
def confirm(batch: DisposalBatch, *, by: User, at: dt.datetime) -> DisposalBatch:
    """The second person agrees; from now on the list stands, and a worker begins. Lines that are not due any more go.

    Raises NotAllowed for whoever drew it up, and where nothing is left.
    """
    row = _drawn(batch, by)
    if row.drawn_by_id == by.pk:
        raise NotAllowed("清单由您拟订，须由另一人确认。")
    for name, kind in disposables().items():
        listed = row.items.filter(kind=name)
        still = kind.due(kind.rows.filter(pk__in=listed.values("object_id")), at).values("pk")
        with beyond_readers("what holds a matter may be another unit's"):
            listed.exclude(object_id__in=still).delete()
    if not row.items.exists():
        raise NotAllowed("清单上的都已不符合处置条件，请取消清单。")
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


def _drawn(batch: DisposalBatch, by: User) -> DisposalBatch:
    """The list as it is now, locked, for one's own unit, and only while nobody has confirmed or called it off."""
    check_may_dispose(by)
    row = DisposalBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if row.org_id != by.org_id:
        raise NotAllowed("该清单由其他单位拟订。")
    if row.confirmed_at is not None or row.cancelled_at is not None:
        raise NotAllowed(f"该清单{row.state_words}，不能再更改。")
    return row
