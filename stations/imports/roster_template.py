"""The workbook to fill in: the headings with hints, an example, and the choices."""

import io

import xlsxwriter

from cases.imports.checking import EXAMPLE_ROW
from stations.imports.roster_columns import COLUMNS
from stations.network_facts import RoleKind, Sex

_EXAMPLE = {
    "name": f"{EXAMPLE_ROW}，导入前请删除本行",
    "sex": "女",
    "phone": "13800000000",
    "workplace": "某某街道司法所",
    "joined_on": "2026-03-08",
    "kind": RoleKind.MEDIATOR.label,
    "full_time": "兼职",
    "until": "2029-03-07",
}
_ROWS = 50_000  # with choices offered
_CHOICES = {"kind": RoleKind.labels, "sex": Sex.labels, "full_time": ["专职", "兼职"]}


def roster_template() -> bytes:
    """All cells are texts, so that no number loses its end."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        sheet, options = book.add_worksheet("维权队伍名册"), book.add_worksheet("选项")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(COLUMNS) - 1, 16, text)
        for column, (name, of) in enumerate(COLUMNS.items()):
            sheet.write_string(0, column, of.label, bold)
            sheet.write_comment(0, column, of.hint)
            sheet.write_string(1, column, _EXAMPLE.get(name, ""), text)
            if name in _CHOICES:
                offered = {"validate": "list", "source": list(_CHOICES[name]), "error_type": "warning"}
                sheet.data_validation(1, column, _ROWS, column, offered)
        options.set_column(0, 2, 24)
        for column, (name, labels) in enumerate(_CHOICES.items()):
            options.write_string(0, column, COLUMNS[name].label, bold)
            options.write_column(1, column, labels, text)
    return buffer.getvalue()
