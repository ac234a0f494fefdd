"""A table as an .xlsx file: who took it and when on top, texts as texts, so that no name becomes a formula."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from fedportal.accounts.models import User
from fedportal.lib.templatetags.portal import moment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # characters, which Excel holds
MOST_ROWS = 50_000  # of a file that is made while one waits
Value = str | int | float


def table(
    title: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]], *, by: User, at: dt.datetime
) -> bytes:
    """`heads` are words and widths in characters; shares are fractions."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        count, share = book.add_format({"num_format": "#,##0"}), book.add_format({"num_format": "0.0%"})
        sheet = book.add_worksheet(title[:31])
        for column, (_, width) in enumerate(heads):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, title, bold)
        sheet.write_string(1, 0, f"制表 {by.org.name} {by.name}，{moment(at)}")
        for column, (words, _) in enumerate(heads):
            sheet.write_string(3, column, words, bold)
        for number, values in enumerate(rows, start=4):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(number, column, value[:LONGEST_CELL], text)
                else:
                    sheet.write_number(number, column, value, share if isinstance(value, float) else count)
        sheet.freeze_panes(4, 1)
        sheet.set_landscape()
        about = {"title": title, "author": by.name, "company": by.org.name}
        book.set_properties(about | {"created": at.replace(tzinfo=None)})
    return file.getvalue()
