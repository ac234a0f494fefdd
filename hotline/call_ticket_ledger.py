"""The ledger of work orders of calls as an .xlsx file, marked with who took it; reports never leave."""

from collections.abc import Callable, Iterable
from typing import Any

from cases.exports.book import book
from cases.exports.ledger import Mark
from fedportal.lib.templatetags.portal import moment
from hotline.shown_call_ticket import ShownCallTicket

LEDGER = "12338 工单台账"
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
    """The file, and which orders are in it."""
    content, taken = book(LEDGER, COLUMNS, rows, mark, about=_KEEPING)
    return content, [shown.ticket.pk for shown in taken]


_KEEPING = {
    "范围": "举报的工单不导出，其他工单只导出本人可以查看的；不含电话，姓名只对接听、承办单位显示。",
    "保管": "本文件含来电人个人信息，只用于上述事由，用后删除；不得转交与办理无关的人员，更不得透露给被反映的人。",
}
