"""The table of work with 12345 as an .xlsx file (T-17): one row a unit, numerator and denominator beside each rate."""

import datetime as dt
from typing import Any

from fedportal.accounts.models import User
from fedportal.dashboards.table_file import Looks, Value, table_file
from fedportal.dashboards.ticket_sheet import BASES, NAME, TicketLine, TicketSheet
from fedportal.lib.templatetags.portal import moment

HEADS = (
    *("单位", "接收", "退回（2 个工作日内）", "按期", "到期", "按期答复率", "延期", "退回重办"),
    *("一致", "双录", "双录一致率"),
)
HEAD = 3  # the row of the column heads, counted from nothing


def ticket_file(sheet: TicketSheet, *, by: User, at: dt.datetime) -> bytes:
    """The lines of the page and their sum; on a second page what is counted."""

    def write(book: Any, looks: Looks) -> None:
        page, bases = book.add_worksheet("协同表"), book.add_worksheet("口径")
        days = sheet.period.days
        page.write_string(0, 0, f"{sheet.scope.org.name}{sheet.period.label}{NAME}", looks.title)
        made = f"制表 {by.org.name} {by.name}，数字截至 {moment(at)}"
        page.write_string(1, 0, f"统计期间：{days.first} 至 {days.last}；{made}")
        looks.heads(page, HEAD, HEADS)
        for number, line in enumerate([*sheet.lines, sheet.total], start=HEAD + 1):
            looks.row(page, number, _values(line))
        page.set_column(0, 0, 20)
        page.set_column(1, len(HEADS) - 1, 12)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        for number, (head, words) in enumerate(BASES.items()):
            looks.row(bases, number, [head, words])
        bases.set_column(0, 0, 20)
        bases.set_column(1, 1, 80)

    return table_file(NAME, write, by=by, at=at)


def _values(line: TicketLine) -> list[Value]:
    of = line.figures
    return [
        *(line.name, of["received"], of["returned"]),
        *(of["in_time"], of["owed"], _share(of["in_time"], of["owed"])),
        *(of["extended"], of["reworked"]),
        *(of["agreeing"], of["doubled"], _share(of["agreeing"], of["doubled"])),
    ]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
