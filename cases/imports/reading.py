"""Reads the rows of a ledger, streaming, from a workbook or a text file; finds where its table begins."""

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from cases.imports.cells import Cell, text_of
from cases.imports.files import SAVE_AS, XLSX, Unreadable, recognise, text_encoding
from cases.imports.headings import known

HEADER_WITHIN = 10  # rows; ledgers have title rows above
MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_SHEETS = 20
SAMPLES = 3
LONGEST_SAMPLE = 80  # characters of a cell
DELIMITERS = ",\t;|"
LONGEST_FIELD = 1_000_000  # characters; the csv module's own limit would refuse long accounts
_PEEK = 512 * 1024  # characters in which the delimiter is sought
Known = Callable[[Sequence[str]], int]  # how many different fields these headings name
# What zipfile, the XML parser and openpyxl raise on parts that are missing, cut off or senseless.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    SyntaxError,  # of the XML: what both parsers of openpyxl raise
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    EOFError,
)


class Row(NamedTuple):
    """One row under the headings; `number` is what Excel shows at its left."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True)
class Layout:
    """Where the table lies in its file: enough to read it again."""

    kind: str
    header_row: int
    headings: list[str]
    samples: list[list[str]] = field(default_factory=list)  # the first rows, for whoever corrects the mapping
    sheet: str = ""
    other_sheets: list[str] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    rows: int = 0  # an estimate, for the progress bar

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class _Table(NamedTuple):
    """The first rows of a sheet, and which of them holds the headings (counted from 0)."""

    rows: list[Sequence[Cell]]
    header: int
    score: int


def find_layout(file: BinaryIO, size: int, known: Known = known) -> Layout:
    """Where the table lies, by how many of its headings are `known`; raises Unreadable."""
    with _readable():
        layout = _in_workbook(file, known) if recognise(file, size) == XLSX else _in_text(file, known)
    if not any(layout.headings):
        raise Unreadable("文件里没有内容，请检查后重新选择。")
    return layout


def data_rows(file: BinaryIO, layout: Layout) -> Iterator[Row]:
    """Every row under the headings that is not empty; raises Unreadable."""
    width = len(layout.headings)
    count = 0
    with _readable(), _open_rows(file, layout) as rows:
        for number, cells in enumerate(rows, 1):
            if number <= layout.header_row or not any(_filled(cell) for cell in cells[:width]):
                continue
            count += 1
            if count > MAX_ROWS:
                raise Unreadable(f"文件超过 {MAX_ROWS:,} 行，请拆成几份分别导入。")
            yield Row(number, [*cells[:width], *[None] * (width - len(cells))])


def _filled(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


@contextmanager
def _readable() -> Iterator[None]:
    """Turns what the libraries say about broken files into a sentence."""
    try:
        yield
    except csv.Error as error:
        raise Unreadable("文件里有一处引号没有配对，后面的内容读不出来，请检查后再导入。") from error
    except _BROKEN as error:
        raise Unreadable(f"文件已损坏，无法读取。{SAVE_AS}") from error


@contextmanager
def _open_rows(file: BinaryIO, layout: Layout) -> Iterator[Iterator[Sequence[Cell]]]:
    if layout.kind == XLSX:
        with _workbook(file) as book:
            sheet = book[layout.sheet]
            sheet.reset_dimensions()  # what some programs write there is wrong
            yield sheet.iter_rows(max_col=len(layout.headings), values_only=True)
    else:
        with _text(file, layout.encoding) as lines:
            yield csv.reader(lines, delimiter=layout.delimiter)


@contextmanager
def _workbook(file: BinaryIO) -> Iterator[Any]:
    """Any: openpyxl-stubs type the sheets of a read-only workbook as if they could be written."""
    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except OSError as error:  # openpyxl's word for an archive without a workbook
        raise InvalidFileException from error
    try:
        yield book
    finally:
        book.close()


@contextmanager
def _text(file: BinaryIO, encoding: str) -> Iterator[io.TextIOWrapper]:
    file.seek(0)
    csv.field_size_limit(LONGEST_FIELD)
    lines = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield lines
    finally:
        lines.detach()


def _in_workbook(file: BinaryIO, known: Known) -> Layout:
    """The visible sheet whose headings are known best."""
    with _workbook(file) as book:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][:MAX_SHEETS]
        estimates = {sheet.title: sheet.max_row or 0 for sheet in sheets}
        tables = {sheet.title: _table(_first_rows(sheet), known) for sheet in sheets}
    if not tables:
        raise Unreadable("工作簿里没有可见的工作表，请检查后重新选择。")
    chosen = max(tables, key=lambda title: tables[title].score)
    others = [title for title, table in tables.items() if title != chosen and table.rows]
    return _layout(tables[chosen], kind=XLSX, sheet=chosen, other_sheets=others, rows=estimates[chosen])


def _first_rows(sheet: Any) -> list[Sequence[Cell]]:
    sheet.reset_dimensions()
    return list(sheet.iter_rows(max_row=HEADER_WITHIN + SAMPLES, max_col=MAX_COLUMNS, values_only=True))


def _in_text(file: BinaryIO, known: Known) -> Layout:
    """The delimiter under which the headings are known best, then the one that makes most columns."""
    encoding = text_encoding(file)
    with _text(file, encoding) as lines:
        peek = lines.read(_PEEK)
    tables = {delimiter: _table(_first_records(peek, delimiter), known) for delimiter in DELIMITERS}
    chosen = max(tables, key=lambda delimiter: (tables[delimiter].score, _width(tables[delimiter])))
    lines_in_file = _count_lines(file)
    return _layout(tables[chosen], kind="csv", encoding=encoding, delimiter=chosen, rows=lines_in_file)


def _first_records(peek: str, delimiter: str) -> list[Sequence[Cell]]:
    reader = csv.reader(io.StringIO(peek, newline=""), delimiter=delimiter)
    return list(islice(reader, HEADER_WITHIN + SAMPLES))


def _width(table: _Table) -> int:
    return len(table.rows[table.header]) if table.rows else 0


def _count_lines(file: BinaryIO) -> int:
    file.seek(0)
    lines = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1024 * 1024), b""))
    file.seek(0)
    return lines


def _table(rows: list[Sequence[Cell]], known: Known) -> _Table:
    """The headings are the row that names most fields; failing that, the first with two filled cells."""
    candidates = rows[:HEADER_WITHIN]
    if not any(map(_any_filled, rows)):
        return _Table([], 0, 0)
    scores = [known([text_of(cell) for cell in row]) for row in candidates]
    best = max(scores, default=0)
    if best:
        return _Table(rows, scores.index(best), best)
    wide = (n for n, row in enumerate(candidates) if sum(_filled(cell) for cell in row) > 1)
    return _Table(rows, next(wide, 0), 0)


def _any_filled(row: Sequence[Cell]) -> bool:
    return any(_filled(cell) for cell in row)


def _layout(table: _Table, *, kind: str, **where: Any) -> Layout:
    headings = [text_of(cell) for cell in table.rows[table.header][:MAX_COLUMNS]] if table.rows else []
    while headings and not headings[-1]:
        headings.pop()
    below = [row for row in table.rows[table.header + 1 :] if _any_filled(row)][:SAMPLES]
    samples = [[text_of(cell)[:LONGEST_SAMPLE] for cell in row[: len(headings)]] for row in below]
    return Layout(kind, table.header + 1, headings, samples, **where)
