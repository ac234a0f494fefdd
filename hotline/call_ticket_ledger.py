"""The ledger of work orders of calls as an .xlsx file, marked with who took it; reports never leave."""

import io
from collections.abc import Callable, Iterable
from typing import Any

import xlsxwriter

from cases.exports.ledger import Mark
from fedportal.lib.templatetags.portal import moment
from hotline.shown_call_ticket import ShownCallTicket

LEDGER, ABOUT = "12338 工单台账", "导出说明"
LONGEST_CELL = 32_000  # characters; Excel holds 32,767
MOST = 5_000  # rows, made at once


def _at(value: Any) -> str:
    return moment(value) if value else ""


# Heading, width in characters, content. Names whole before the units that took and hold it; no telephones.
COLUMNS: tuple[tuple[str, int, Callable[[ShownCallTicket], str]], ...] = (
    ("编号", 20, lambda shown: shown.ticket.number),
    ("生成时间", 17, lambda shown: _at(shown.ticket.registered_at)),
    ("类别", 8, lambda shown: shown.ticket.get_call_class_display()),
    ("来电人", 10, lambda shown: shown.name),
    ("反映的情况", 60, lambda shown: shown.facts),
    ("诉求", 40, lambda shown: shown.request),
    ("接听单位", 24, lambda shown: shown.ticket.org.name),
    ("首问责任人", 10, lambda shown: shown.ticket.agent.name),
    ("承办单位", 24, lambda shown: shown.ticket.holder.name),
    ("状态", 10, lambda shown: shown.ticket.get_state_display()),
    ("时限", 17, lambda shown: _at(shown.ticket.due_at)),
    ("退回次数", 8, lambda shown: str(shown.ticket.return_count)),
    ("重办次数", 8, lambda shown: str(shown.ticket.rework_count)),
    ("办理结果", 50, lambda shown: shown.feedback),
    ("反馈时间", 17, lambda shown: _at(shown.ticket.fed_back_at)),
    ("回访时间", 17, lambda shown: _at(shown.ticket.called_back_at)),
    ("满意度", 14, lambda shown: shown.rating),
    ("办结时间", 17, lambda shown: _at(shown.ticket.closed_at)),
)


def ledger_file(rows: Iterable[ShownCallTicket], mark: Mark) -> tuple[bytes, list[int]]:
    """The file, and which orders are in it. Every cell is text: what begins with =, +, - or @ is no formula."""
    file, taken = io.BytesIO(), []
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    about, sheet = book.add_worksheet(ABOUT), book.add_worksheet(LEDGER)
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
    sheet.freeze_panes(1, 1)
    for column, (heading, width, _) in enumerate(COLUMNS):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, heading, bold)
    for number, shown in enumerate(rows, start=1):
        for column, (_, _, content) in enumerate(COLUMNS):
            sheet.write_string(number, column, content(shown)[:LONGEST_CELL], text)
        taken.append(shown.ticket.pk)
    _say(about, mark, len(taken), text, bold)
    for page in (about, sheet):
        page.set_footer(f"&L{mark.line[:120].replace('&', '&&')}&R第 &P 页，共 &N 页")
    title = {"title": LEDGER, "author": mark.by.name, "company": mark.by.org.name}
    book.set_properties(title | {"created": mark.at.replace(tzinfo=None)})
    book.close()
    return file.getvalue(), taken


def _say(about: Any, mark: Mark, count: int, text: Any, bold: Any) -> None:
    lines = {
        "导出人": mark.by.name,
        "单位": mark.by.org.name,
        "导出时间": moment(mark.at),
        "事由": mark.reason,
        "条数": f"{count:,}",
        "筛选条件": "、".join(mark.filters) or "无",
        "范围": "举报的工单不导出，其他工单只导出本人可以查看的；不含电话，姓名只对接听、承办单位显示。",
        "保管": "本文件含来电人个人信息，只用于上述事由，用后删除；不得转交与办理无关的人员，更不得透露给被反映的人。",
    }
    about.set_column(0, 0, 12, bold)
    about.set_column(1, 1, 90, text)
    for row, (label, words) in enumerate(lines.items()):
        about.write_string(row, 0, label, bold)
        about.write_string(row, 1, words, text)
