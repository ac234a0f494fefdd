"""The worker's side of disposals: slices of a confirmed list, each in one transaction; whoever dies in between is
followed by another who goes on where it stopped."""

import datetime as dt

from django.core.files.storage import default_storage
from django.db import transaction

from cases.disposal.kinds import Disposable, disposables
from fedportal.accounts.roles import Role
from fedportal.audit.log import record, record_each
from fedportal.notices.actions import tell
from fedportal.privacy.models import DisposalBatch

SLICE = 100  # records in one transaction
CHANGED = "清单确认以后情况有变，不再符合处置条件"


def run_next(at: dt.datetime) -> bool:
    """Work off the list that waits longest; False where none waits that nobody is at."""
    with transaction.atomic():
        batch = (
            DisposalBatch.objects.running().select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
        )
        if batch is None:
            return False
    while _slice(batch.pk, at):
        pass
    return True


@transaction.atomic
def _slice(pk: int, at: dt.datetime) -> bool:
    """The next matters of a list; False where nothing is left, or another is at it."""
    rows = DisposalBatch.objects.running().select_for_update(skip_locked=True, of=("self",))
    batch = rows.select_related("org", "confirmed_by__org").filter(pk=pk).first()
    if batch is None:
        return False
    first = batch.items.waiting().order_by("pk").first()
    if first is not None:
        _dispose(disposables()[first.kind], batch, at)
    elif not _remove_files(batch):
        _finish(batch, at)
        return False
    return True


def _dispose(kind: Disposable, batch: DisposalBatch, at: dt.datetime) -> None:
    """What is still due under its lock; what is not is passed over, and says so."""
    lines = batch.items.waiting().filter(kind=kind.kind)
    waiting = list(lines.order_by("pk").values_list("object_id", flat=True)[:SLICE])
    rows = kind.rows.filter(pk__in=waiting).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk"))
    still = list(kind.due(rows, at).order_by("pk").values_list("pk", flat=True))
    lines.filter(object_id__in=set(waiting) - set(still)).update(passed_over=CHANGED)
    if not still:
        return
    kind.erase(still, batch, at)
    lines.filter(object_id__in=still).update(done_at=at)
    assert batch.confirmed_by is not None  # the database holds it
    record_each(kind.verb, kind.model, still, by=batch.confirmed_by, at=at, batch=batch.pk)


def _remove_files(batch: DisposalBatch) -> bool:
    """Some of the files that nothing names any more; False where none is left. A file that is gone stays gone."""
    files = list(batch.files.order_by("pk")[:SLICE])
    for file in files:
        default_storage.delete(file.name)
    batch.files.filter(pk__in=[file.pk for file in files]).delete()
    return bool(files)


def _finish(batch: DisposalBatch, at: dt.datetime) -> None:
    batch.finished_at = at
    batch.save(update_fields=["finished_at"])
    done = batch.items.exclude(done_at=None).count()
    record("disposal.finish", batch, by=batch.confirmed_by, at=at, rows=done)
    text = f"到期处置已完成：{done:,} 件已去除个人信息，统计数字不变。"
    tell(batch, org=batch.org, roles=[Role.SECTION_HEAD, Role.UNIT_HEAD], text=text, at=at)
