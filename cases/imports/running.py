"""The worker's side of ledgers of petitions."""

from cases.imports import batches
from cases.imports.progress import track
from cases.imports.queue import KEPT, MAX_ATTEMPTS, Queue
from cases.models import ImportBatch
from cases.models.ledger import LedgerStatus as Status

__all__ = ["KEPT", "MAX_ATTEMPTS", "forget_old", "run_next"]
_QUEUE = Queue(ImportBatch, {Status.UPLOADED: batches.check, Status.CONFIRMED: batches.load}, track)
run_next, forget_old = _QUEUE.run_next, _QUEUE.forget_old
