"""The assessment sheet as an .xlsx file, to be signed and handed on: A4 landscape, one row a unit, the sum below."""

import datetime as dt
import io
from typing import Any

import xlsxwriter

from fedportal.accounts.models import User
from fedportal.dashboards.assessment import FAULTS, INDICATORS, Line, Sheet
from fedportal.lib.templatetags.portal import moment

NAME = "信访工作考核表"
HEAD = 4  # the row of the column heads, counted from nothing
PER_RATE = 3  # columns: numerator, denominator, rate


def sheet_file(sheet: Sheet, *, by: User, at: dt.datetime) -> bytes:
    """Rates are numbers with their numerators and denominators beside them; an empty one has no denominator."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    page, basis = book.add_worksheet("考核表"), book.add_worksheet("指标口径")
    formats = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format(
            {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        ),
        "cell": book.add_format({"border": 1}),
        "count": book.add_format({"border": 1, "num_format": "#,##0"}),
        "rate": book.add_format({"border": 1, "num_format": "0.0%"}),
    }
    _head(page, sheet, formats, by, at)
    last = HEAD + 2
    for last, line in enumerate(
        [ranked.line for ranked in sheet.ranked] + sheet.quiet + [sheet.total], start=HEAD + 2
    ):
        _line(page, last, line, _place(sheet, line), formats)
    signed = f"制表单位：{by.org.name}　　负责人：　　　　　　填报人：{by.name}　　日期：{moment(at)[:10]}"
    page.write_string(last + 2, 0, signed)
    _basis(basis, formats)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD, HEAD + 1)
    page.freeze_panes(HEAD + 2, 1)
    page.set_footer("&C第 &P 页，共 &N 页")
    book.set_properties({"title": NAME, "author": by.name, "company": by.org.name, "created": at.replace(tzinfo=None)})
    book.close()
    return file.getvalue()


def _head(page: Any, sheet: Sheet, formats: dict[str, Any], by: User, at: dt.datetime) -> None:
    days = sheet.period.days
    page.write_string(0, 0, f"{sheet.scope.org.name}{sheet.period.label}{NAME}", formats["title"])
    page.write_string(1, 0, f"统计期间：{days.first} 至 {days.last}；数字截至 {moment(at)}；检举控告类事项不计入。")
    page.write_string(2, 0, "分子、分母分列，各县（区）相加即为合计。告知、办结、回访、督办按时限项数计，其余按件计。")
    page.merge_range(HEAD, 0, HEAD + 1, 0, "单位", formats["head"])
    page.set_column(0, 0, 18)
    column = 1
    for indicator in INDICATORS:
        page.merge_range(HEAD, column, HEAD, column + PER_RATE - 1, indicator.label, formats["head"])
        for place, words in enumerate((indicator.part_label, indicator.whole_label, "率")):
            page.write_string(HEAD + 1, column + place, words, formats["head"])
        column += PER_RATE
    page.merge_range(HEAD, column, HEAD, column + len(FAULTS) - 1, "条例第四十三至四十六条所列情形", formats["head"])
    for place, (_, words) in enumerate(FAULTS):
        page.write_string(HEAD + 1, column + place, words, formats["head"])
    column += len(FAULTS)
    page.set_column(1, column, 9)
    ordered = next((indicator.label for indicator, current in sheet.heads() if current), "")
    page.merge_range(HEAD, column, HEAD + 1, column, f"名次（{ordered or '不排名'}）", formats["head"])


def _line(page: Any, row: int, line: Line, place: int | None, formats: dict[str, Any]) -> None:
    page.write_string(row, 0, line.name, formats["cell"])
    column = 1
    for rate in line.rates:
        page.write_number(row, column, rate.part.value, formats["count"])
        page.write_number(row, column + 1, rate.whole.value, formats["count"])
        if rate.share is None:
            page.write_blank(row, column + 2, None, formats["rate"])
        else:
            page.write_number(row, column + 2, rate.share, formats["rate"])
        column += PER_RATE
    for fault in line.faults:
        page.write_number(row, column, fault.value, formats["count"])
        column += 1
    if place is None:
        page.write_blank(row, column, None, formats["cell"])
    else:
        page.write_number(row, column, place, formats["count"])


def _place(sheet: Sheet, line: Line) -> int | None:
    return next((ranked.place for ranked in sheet.ranked if ranked.line is line), None)


def _basis(page: Any, formats: dict[str, Any]) -> None:
    page.set_column(0, 0, 20)
    page.set_column(1, 1, 80)
    for row, indicator in enumerate(INDICATORS):
        page.write_string(row, 0, indicator.label, formats["cell"])
        page.write_string(row, 1, indicator.basis, formats["cell"])
