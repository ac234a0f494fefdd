"""The worker's side of imports: takes waiting ledgers one by one, and clears away what is no longer needed."""

import datetime as dt
from functools import partial

from django.db import transaction

from cases.imports import batches, progress
from cases.imports.files import Unreadable
from cases.models import ImportBatch, ImportRow
from fedportal.lib.refusals import NotAllowed

MAX_ATTEMPTS = 5
KEPT = dt.timedelta(days=7)  # files that nobody confirmed, and the rows that were given back
GIVEN_UP = "处理这份台账时多次出错，没有导入任何一行。请重新上传；再出错，请联系系统管理员。"

Status = ImportBatch.Status
STEPS = {Status.UPLOADED: batches.check, Status.CONFIRMED: batches.load}


def run_next(at: dt.datetime) -> bool:
    """Do the next step of the ledger that waits longest; False where none waits.

    The lock of its row says that it is being worked on: others pass it by, and when a worker dies it is free again.
    """
    pk = _claim()
    if pk is None:
        return False
    with transaction.atomic():
        batch = ImportBatch.objects.waiting().select_for_update(skip_locked=True).filter(pk=pk).first()
        if batch is not None:
            _work(batch, at)
    return True


@transaction.atomic
def _claim() -> int | None:
    """Count the attempt in a transaction of its own, so that one that kills its worker is given up in the end."""
    batch = ImportBatch.objects.waiting().select_for_update(skip_locked=True).first()
    if batch is None:
        return None
    batch.attempts += 1
    batch.save(update_fields=["attempts"])
    if batch.attempts > MAX_ATTEMPTS:
        batches.fail(batch, GIVEN_UP)
    return batch.pk


def _work(batch: ImportBatch, at: dt.datetime) -> None:
    try:
        with transaction.atomic():
            STEPS[Status(batch.status)](batch, at=at, progress=partial(progress.publish, batch.pk))
    except (Unreadable, NotAllowed) as refusal:
        batches.fail(batch, str(refusal))
    progress.forget(batch.pk)
    if batch.status == Status.DONE:
        transaction.on_commit(lambda: batches.forget_file(batch))


def forget_old(at: dt.datetime) -> int:
    """Remove files that are done with or too old, and the contents of old rows; says how many files."""
    old = ImportBatch.objects.filter(uploaded_at__lt=at - KEPT)
    ImportRow.objects.filter(batch__in=old).delete()
    old.filter(status=Status.CHECKED).update(status=Status.DISCARDED)
    over = ImportBatch.objects.filter(status__in=[Status.DONE, Status.FAILED, Status.DISCARDED])
    rows = list(over.exclude(file=""))
    for batch in rows:
        batches.forget_file(batch)
    return len(rows)
