"""The worker's side of ledgers of stations."""

from cases.imports.queue import Queue
from cases.models.ledger import LedgerStatus
from cases.progress import Track
from stations.imports import batches
from stations.models import StationImport

track = Track("station-import")
_QUEUE = Queue(StationImport, {LedgerStatus.UPLOADED: batches.check, LedgerStatus.CONFIRMED: batches.load}, track)
run_next, forget_old = _QUEUE.run_next, _QUEUE.forget_old
