"""The worker's side of ledgers of any kind: takes waiting ones one by one, and clears away what is done with."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

from cases.imports.files import Unreadable
from cases.models.ledger import Ledger, LedgerStatus
from cases.progress import Track
from fedportal.lib.refusals import NotAllowed

MAX_ATTEMPTS = 5
KEPT = dt.timedelta(days=7)  # files that nobody confirmed, and the rows that were given back
GIVEN_UP = "处理这份台账时多次出错，没有导入任何一行。请重新上传；再出错，请联系系统管理员。"


@dataclass(frozen=True)
class Queue:
    """The ledgers of one kind that wait, and what is done with one in each state."""

    model: type[Any]  # a kind of Ledger
    steps: Mapping[str, Callable[..., None]]
    track: Track

    def run_next(self, at: dt.datetime) -> bool:
        """Do the next step of the ledger that waits longest; False where none waits.

        The lock of its row says that it is being worked on: others pass it by, and when a worker dies it is free
        again.
        """
        pk = self._claim()
        if pk is None:
            return False
        with transaction.atomic():
            batch = self.model.objects.waiting().select_for_update(skip_locked=True).filter(pk=pk).first()
            if batch is not None:
                self._work(batch, at)
        return True

    @transaction.atomic
    def _claim(self) -> int | None:
        """Count the attempt in a transaction of its own, so that one that kills its worker is given up in the end."""
        batch = self.model.objects.waiting().select_for_update(skip_locked=True).first()
        if batch is None:
            return None
        batch.attempts += 1
        batch.save(update_fields=["attempts"])
        if batch.attempts > MAX_ATTEMPTS:
            fail(batch, GIVEN_UP)
        pk: int = batch.pk
        return pk

    def _work(self, batch: Ledger, at: dt.datetime) -> None:
        try:
            with transaction.atomic():
                self.steps[batch.status](batch, at=at, progress=partial(self.track.publish, batch.pk))
        except (Unreadable, NotAllowed) as refusal:
            fail(batch, str(refusal))
        self.track.forget(batch.pk)
        if batch.status == LedgerStatus.DONE:
            transaction.on_commit(lambda: forget_file(batch))

    def forget_old(self, at: dt.datetime) -> int:
        """Remove files that are done with or too old, and the contents of old rows; says how many files."""
        old = self.model.objects.filter(uploaded_at__lt=at - KEPT)
        self.model.rows.rel.related_model.objects.filter(batch__in=old).delete()
        old.filter(status=LedgerStatus.CHECKED).update(status=LedgerStatus.DISCARDED)
        over = [LedgerStatus.DONE, LedgerStatus.FAILED, LedgerStatus.DISCARDED]
        rows = list(self.model.objects.filter(status__in=over).exclude(file=""))
        for batch in rows:
            forget_file(batch)
        return len(rows)


@transaction.atomic
def fail(batch: Any, why: str) -> None:
    """It cannot go on: nothing of it came in."""
    batch.status, batch.problem = LedgerStatus.FAILED, why[:300]
    batch.save(update_fields=["status", "problem"])
    batch.rows.all().delete()
    transaction.on_commit(lambda: forget_file(batch))


def forget_file(batch: Any) -> None:
    """Remove the file. Its name goes last: what dies in between is removed again."""
    batch.file.delete(save=False)
    batch.save(update_fields=["file"])
