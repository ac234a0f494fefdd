"""Ledgers for tests, written by the programs that offices use or byte by byte; none holds a real person's words."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.core.files.base import ContentFile

from cases.imports import batches
from cases.imports.checked import Defaults
from cases.models import ImportBatch
from fedportal.accounts.models import User
from tests.cases.samples import NOW

HEADINGS = ["编号", "姓名", "性别", "收到时间", "类别", "诉求", "主要事实"]
FIRST = dt.datetime(2026, 10, 1, 9, 0)  # noqa: DTZ001  (spreadsheets know no zone)
DEFAULTS = Defaults("visit", "redress", "other.help")


def row(number: int = 1, **changes: Any) -> list[Any]:
    """One good row under HEADINGS; a cell is changed by its heading."""
    cells: dict[str, Any] = {
        "编号": f"甲{number}",
        "姓名": "王小芳",
        "性别": "女",
        "收到时间": FIRST + dt.timedelta(minutes=number),
        "类别": "家庭暴力",
        "诉求": f"请求调解第 {number} 件",
        "主要事实": "丈夫酒后打人，已报警",
    }
    return list((cells | changes).values())


def workbook(rows: Sequence[Sequence[Any]], *, above: Sequence[Sequence[Any]] = (), sheet: str = "台账") -> bytes:
    """An .xlsx as Excel writes it, its rows from the first on; `above` are the title rows."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet(sheet)
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for number, cells in enumerate([*above, *rows]):
            for column, cell in enumerate(cells):
                if isinstance(cell, dt.datetime):
                    page.write_datetime(number, column, cell, moment)
                elif isinstance(cell, str):
                    page.write_string(number, column, cell)
                else:
                    page.write(number, column, cell)
    return buffer.getvalue()


def text(rows: Sequence[Sequence[Any]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A .csv in that encoding."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return buffer.getvalue().encode(encoding)


def uploaded(content: bytes, by: User, *, at: dt.datetime = NOW, name: str = "台账.xlsx", **more: Any) -> ImportBatch:
    """The ledger as its upload leaves it."""
    defaults = more.pop("defaults", DEFAULTS)
    return batches.upload(ContentFile(content, name), name=name, defaults=defaults, by=by, at=at)


def silent(rows: int, total: int) -> None:
    """Nobody watches the progress."""


def checked(content: bytes, by: User, **more: Any) -> ImportBatch:
    """The ledger as it stands on the preview."""
    batch = uploaded(content, by, **more)
    batches.check(batch, at=more.get("at", NOW), progress=silent)
    return batch


def imported(content: bytes, by: User, **more: Any) -> ImportBatch:
    """The ledger after its import."""
    at = more.get("at", NOW)
    batch = batches.confirm(checked(content, by, **more), by=by, at=at)
    batches.load(batch, at=at, progress=silent)
    return batch


def complaints(batch: ImportBatch) -> list[tuple[int, str, str]]:
    """Row, column and words of everything said about the bad rows."""
    rows = batch.rows.filter(state="bad").order_by("number")
    return [(note.number, column, words) for note in rows for column, words in note.remarks]
