"""The template of a ledger of stations: headings with hints and choice lists, one example, a sheet of all choices."""

import io

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from stations.imports.checking import EXAMPLE
from stations.imports.columns import COLUMNS
from stations.station_facts import HostKind, StationKind

_CHOICES: dict[str, list[str]] = {
    "kind": [str(label) for label in StationKind.labels],
    "host_kind": [str(label) for label in HostKind.labels],
    "public": ["是", "否"],
    "published": ["是", "否"],
}
_EXAMPLE = {
    "org": "某某街道某某社区",
    "name": f"{EXAMPLE}，导入前请删除本行",
    "kind": "妇女维权服务站",
    "host_kind": "综治中心",
    "host_name": "某某社区综治中心",
    "address": "某某路 1 号",
    "hours": "周一至周五 8:30—17:30",
    "phone": "0543-0000000",
    "opened_on": "2024-03-08",
    "public": "是",
    "person": "张某某",
    "duty": "站长",
}
_ROWS = 50_000  # with choices offered
_SHEET = "选项"


def template() -> bytes:
    """All cells are text, whatever they begin with."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        sheet, options = book.add_worksheet("站点台账"), book.add_worksheet(_SHEET)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(COLUMNS) - 1, 16, text)
        options.set_column(0, len(_CHOICES) - 1, 24)
        for place, (name, column) in enumerate(COLUMNS.items()):
            sheet.write_string(0, place, column.label, bold)
            sheet.write_comment(0, place, column.hint)
            sheet.write_string(1, place, _EXAMPLE.get(name, ""), text)
            if name in _CHOICES:
                number = list(_CHOICES).index(name)
                options.write_string(0, number, column.label, bold)
                options.write_column(1, number, _CHOICES[name], text)
                letter = xl_col_to_name(number)
                source = f"={_SHEET}!${letter}$2:${letter}${len(_CHOICES[name]) + 1}"
                offered = {"validate": "list", "source": source, "error_type": "warning"}
                sheet.data_validation(1, place, _ROWS, place, offered)
    return buffer.getvalue()
