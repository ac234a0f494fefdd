"""The worker's side of ledgers of stations and of rosters of people."""

from cases.imports.queue import Queue
from cases.models.ledger import LedgerStatus
from cases.progress import Track
from stations.imports import batches, roster_batches
from stations.models import RosterImport, StationImport

track, roster_track = Track("station-import"), Track("roster-import")
STATIONS = Queue(StationImport, {LedgerStatus.UPLOADED: batches.check, LedgerStatus.CONFIRMED: batches.load}, track)
ROSTERS = Queue(
    RosterImport,
    {LedgerStatus.UPLOADED: roster_batches.check, LedgerStatus.CONFIRMED: roster_batches.load},
    roster_track,
)
QUEUES = (STATIONS, ROSTERS)
