"""Goes through a whole ledger, chunk by chunk, so that fifty thousand rows need no more memory than five hundred."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO, Protocol

from cases.imports.cells import text_of
from cases.imports.checked import Checked, Defaults, Remark
from cases.imports.checking import Checker
from cases.imports.clocks import Clocks
from cases.imports.keys import Recognition
from cases.imports.reading import Layout, Row, data_rows
from cases.models import ImportBatch
from cases.models.ledger import LedgerRow, RowState

CHUNK = 500  # rows
HIDDEN = "（检举控告，不显示）"


class Read(Protocol):
    """A row of a ledger of any kind, once it is read (cases.imports.checked.Checked)."""

    row: Row
    remarks: list[Remark]
    known_as: str
    secret: bool

    @property
    def is_bad(self) -> bool: ...

    @property
    def is_good(self) -> bool: ...


Progress = Callable[[int, int], None]  # rows done, rows in all


def review(
    batch: ImportBatch, file: BinaryIO, *, clocks: Clocks, at: dt.datetime, progress: Progress
) -> Iterator[list[Checked]]:
    """The rows of a batch in chunks, each row checked and recognised."""
    layout = Layout(**batch.layout)
    defaults = Defaults(batch.channel, batch.matter_class, batch.category)
    checker = Checker(layout.headings, batch.mapping, defaults=defaults, org=batch.org, clocks=clocks, at=at)
    recognition = Recognition(batch.org, checker.titles.get("external_id", ""))
    rows = data_rows(file, layout)
    done = 0
    while chunk := [checker.check(row) for row in islice(rows, CHUNK)]:
        recognition.recognise(chunk)
        yield chunk
        done += len(chunk)
        progress(done, max(done + 1, layout.rows - layout.header_row))  # an estimate: full only at the end
    progress(done, done)


class Report:
    """Counts what was found in a ledger of any kind, and keeps the rows about which something is to be said."""

    def __init__(self, batch: Any) -> None:
        self.batch = batch  # which rows it has, only its own kind knows
        self.counts: Counter[str] = Counter()
        self.batch.rows.all().delete()

    def add(self, chunk: Sequence[Read]) -> None:
        notes = [note for row in chunk if (note := self._note(row))]
        self.batch.rows.bulk_create(notes)
        self.counts.update(note.state for note in notes)
        self.counts["good"] += sum(row.is_good for row in chunk)

    def fill_in(self) -> None:
        """The counts onto the batch, not yet saved."""
        for name in ("good", "bad", "known", "warned"):
            setattr(self.batch, name, self.counts[name])

    def _note(self, row: Read) -> LedgerRow | None:
        note: LedgerRow = self.batch.rows.model(batch=self.batch, number=row.row.number, known_as=row.known_as)
        note.remarks = [[remark.column, remark.words] for remark in row.remarks]
        if row.is_bad:
            note.state = RowState.BAD
            note.cells = [HIDDEN if row.secret else text_of(cell) for cell in row.row.cells]
        elif row.known_as:
            note.state = RowState.KNOWN
        elif row.remarks:
            note.state = RowState.WARNED
        else:
            return None
        return note
