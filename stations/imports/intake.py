"""How a ledger of this room comes in, whatever it holds: uploaded, checked row by row, loaded whole or not at all.
Confirming and discarding are those of every ledger (cases.imports.batches)."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from django.core.files import File
from django.db import connection, transaction

from cases.imports.batches import digest_of
from cases.imports.files import recognise, stream_of
from cases.imports.reading import Layout, Row, data_rows, find_layout
from cases.imports.reviewing import Progress, Report
from cases.models.ledger import LedgerStatus
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from stations.imports.sheet import Headings

CHUNK = 2000  # rows


class Reader(Protocol):
    """Reads the rows of one ledger, and tells apart what is there and what stands twice."""

    def check(self, row: Row) -> Any: ...
    def recognise(self, rows: Sequence[Any]) -> None: ...


@dataclass(frozen=True)
class Intake:
    """One kind of ledger: its table, its verb in the trail, who brings it in, how it is read, what is made of it."""

    model: type[Any]
    verb: str
    needs: frozenset[Can]
    refusal: str
    lock: int  # of whoever brings such rows in: two ledgers of the same rows wait for each other
    headings: Headings
    reader: Callable[..., Reader]
    enter: Callable[..., object]

    @transaction.atomic
    def upload(self, file: File, *, name: str, by: User, at: dt.datetime) -> Any:
        """Take in a file; the worker reads it. Raises Unreadable, NotAllowed."""
        self._may(by)
        recognise(stream_of(file), file.size)
        batch = self.model(org=by.org, by=by, uploaded_at=at, file_name=name[-255:], file_size=file.size)
        batch.file_digest = digest_of(file)
        batch.file.save("ledger", file, save=False)
        batch.save(force_insert=True)
        record(f"{self.verb}.upload", batch, by=by, at=at, bytes=file.size)
        return batch

    def check(self, batch: Any, *, at: dt.datetime, progress: Progress) -> None:
        """Read every row and say what is wrong with it. The caller holds the row's lock."""
        if not batch.layout:
            with batch.file.open("rb") as file:
                layout = find_layout(stream_of(file), batch.file_size, self.headings.known)
            batch.layout = layout.as_json() | {"samples": []}  # nobody corrects the columns here by looking at rows
            batch.mapping = self.headings.match(layout.headings)
        batch.problem = self.headings.problem(batch.mapping)
        report = Report(batch)
        if not batch.problem:
            for chunk in self._review(batch, at=at, progress=progress):
                report.add(chunk)
        report.fill_in()
        batch.status = LedgerStatus.CHECKED
        batch.save()

    def load(self, batch: Any, *, at: dt.datetime, progress: Progress) -> None:
        """Bring in all good rows, or none. The caller holds the row's lock and the transaction."""
        if batch.by.org_id != batch.org_id:
            raise NotAllowed("确认导入的人已调离本单位，请由本单位的人重新上传。")
        self._may(batch.by)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [self.lock])
        report = Report(batch)
        for chunk in self._review(batch, at=at, progress=progress):
            self.enter([row for row in chunk if row.is_good], by=batch.by, at=at)
            report.add(chunk)
        report.fill_in()
        batch.imported, batch.status, batch.finished_at = batch.good, LedgerStatus.DONE, at
        batch.save()
        counts = {"rows": batch.imported, "bad": batch.bad, "known": batch.known}
        record(f"{self.verb}.load", batch, by=batch.by, at=at, **counts)

    def _review(self, batch: Any, *, at: dt.datetime, progress: Progress) -> Iterator[list[Any]]:
        """The rows in chunks, each row checked and recognised."""
        layout, done = Layout(**batch.layout), 0
        reader = self.reader(layout.headings, batch.mapping, org=batch.org, at=at)
        with batch.file.open("rb") as file:
            rows = data_rows(stream_of(file), layout)
            while chunk := [reader.check(row) for row in islice(rows, CHUNK)]:
                reader.recognise(chunk)
                yield chunk
                done += len(chunk)
                progress(done, max(done + 1, layout.rows - layout.header_row))  # an estimate: full only at the end
        progress(done, done)

    def _may(self, by: User) -> None:
        if not all(by.can(right) for right in self.needs):
            raise NotAllowed(self.refusal)
