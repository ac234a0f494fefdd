"""A ledger of any field of work as an .xlsx file: a page of who took it and why, and a table whose cells are texts."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from cases.exports.ledger import Mark
from fedportal.lib.templatetags.portal import moment

ABOUT = "导出说明"
LONGEST_CELL = 32_000  # characters; Excel holds 32,767
Column = tuple[str, int, Callable[[Any], str]]  # heading, width in characters, content


def book(
    name: str, columns: Sequence[Column], rows: Iterable[Any], mark: Mark, *, about: Mapping[str, str]
) -> tuple[bytes, list[Any]]:
    """The file, and the rows that are in it. What begins with =, +, - or @ is no formula."""
    file, taken = io.BytesIO(), []
    made = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    first, sheet = made.add_worksheet(ABOUT), made.add_worksheet(name)
    text, bold = made.add_format({"num_format": "@"}), made.add_format({"bold": True})
    sheet.freeze_panes(1, 1)
    for column, (heading, width, _) in enumerate(columns):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, heading, bold)
    for number, row in enumerate(rows, start=1):
        for column, (_, _, content) in enumerate(columns):
            sheet.write_string(number, column, content(row)[:LONGEST_CELL], text)
        taken.append(row)
    _say(first, mark, len(taken), about, text, bold)
    for page in (first, sheet):
        page.set_footer(f"&L{mark.line[:120].replace('&', '&&')}&R第 &P 页，共 &N 页")
    title = {"title": name, "author": mark.by.name, "company": mark.by.org.name}
    made.set_properties(title | {"created": mark.at.replace(tzinfo=None)})
    made.close()
    return file.getvalue(), taken


def _say(page: Any, mark: Mark, count: int, about: Mapping[str, str], text: Any, bold: Any) -> None:
    lines = {
        "导出人": mark.by.name,
        "单位": mark.by.org.name,
        "导出时间": moment(mark.at),
        "事由": mark.reason,
        "条数": f"{count:,}",
        "筛选条件": "、".join(mark.filters) or "无",
        **about,
    }
    page.set_column(0, 0, 12, bold)
    page.set_column(1, 1, 90, text)
    for row, (label, words) in enumerate(lines.items()):
        page.write_string(row, 0, label, bold)
        page.write_string(row, 1, words, text)
