"""The workbooks that an import gives: a template to fill in, and the rejected rows with their reasons."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.db import transaction
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from cases.categories import CATEGORIES
from cases.imports.checking import EXAMPLE_ROW
from cases.imports.choices import NOT_SECRET
from cases.imports.headings import FIELDS
from cases.models import Channel, Party
from cases.models.ledger import LedgerRow, RowState

REASON, ROW_NUMBER = "原因", "原行号"
_CHOICE_SHEET = "选项"
_CHOICES: dict[str, list[str]] = {
    "channel": list(Channel.labels),
    "matter_class": [label for value, label in NOT_SECRET],
    "sex": list(Party.Sex.labels),
    "marital": list(Party.Marital.labels),
    "category": [category.path.replace(" / ", "/") for category in CATEGORIES.values()],
}
_EXAMPLE = {
    "external_id": f"{EXAMPLE_ROW}，导入前请删除本行",
    "received_at": "2026-03-05 14:30",
    "name": "张某某",
    "sex": "女",
    "age": "36",
    "marital": "已婚",
    "phone": "13800000000",
    "address": "某某街道某某小区 1 号楼",
    "head_count": "1",
    "repeat_count": "1",
    "channel": "来访",
    "category": "婚姻家庭权益/家庭暴力",
    "matter_class": "申诉求决",
    "request": "请求协助申请人身安全保护令",
    "facts": "某年某月某日在某处发生的事情经过",
}
_ROWS_WITH_CHOICES = 5_000
LONGEST_CELL = 32_767  # characters that a cell of a workbook can hold


@transaction.atomic
def rejected_rows(batch: Any) -> bytes:
    """Of a ledger of any kind: all columns as they were, the reason, and the row's number; all is text, no formula."""
    rows = batch.rows.filter(state=RowState.BAD).order_by("number")
    return _book(
        [*batch.layout["headings"], REASON, ROW_NUMBER],
        ([*row.cells, _reason(row), str(row.number)] for row in rows.iterator(chunk_size=1000)),
    )


def _reason(row: LedgerRow) -> str:
    return "；".join(f"{column}：{words}" if column else words for column, words in row.remarks)


def _book(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        text, bold = _formats(book)
        sheet = book.add_worksheet("有误的行")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headings) - 1, 16, text)
        sheet.set_column(len(headings) - 2, len(headings) - 2, 60, text)
        _write(sheet, 0, headings, bold)
        for number, cells in enumerate(rows, 1):
            _write(sheet, number, cells, text)
    return buffer.getvalue()


def template() -> bytes:
    """The headings with hints and choice lists, one example row, and a sheet of all choices."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        text, bold = _formats(book)
        sheet, options = book.add_worksheet("信访台账"), book.add_worksheet(_CHOICE_SHEET)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(FIELDS) - 1, 16, text)
        _write(sheet, 0, [field.label for field in FIELDS.values()], bold)
        _write(sheet, 1, [_EXAMPLE.get(name, "") for name in FIELDS], text)
        for column, field in enumerate(FIELDS.values()):
            sheet.write_comment(0, column, field.hint)
        _write_choices(sheet, options, bold, text)
    return buffer.getvalue()


def _write_choices(sheet: Worksheet, options: Worksheet, bold: Format, text: Format) -> None:
    """Each list in its own column, and offered in the cells of its field."""
    columns = list(FIELDS)
    options.set_column(0, len(_CHOICES) - 1, 24)
    for number, (name, labels) in enumerate(_CHOICES.items()):
        options.write_string(0, number, FIELDS[name].label, bold)
        options.write_column(1, number, labels, text)
        letter = xl_col_to_name(number)
        source = f"={_CHOICE_SHEET}!${letter}$2:${letter}${len(labels) + 1}"
        column = columns.index(name)
        sheet.data_validation(
            1,
            column,
            _ROWS_WITH_CHOICES,
            column,
            {"validate": "list", "source": source, "error_type": "warning", "error_title": FIELDS[name].label},
        )


def _formats(book: xlsxwriter.Workbook) -> tuple[Format, Format]:
    return book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})


def _write(sheet: Worksheet, row: int, cells: Sequence[str], shape: Format) -> None:
    """As text, whatever it begins with."""
    for column, cell in enumerate(cells):
        sheet.write_string(row, column, cell[:LONGEST_CELL], shape)
