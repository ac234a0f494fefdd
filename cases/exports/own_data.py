"""Everything that the portal holds of one person in one matter, as a workbook that is handed to her."""

from tempfile import SpooledTemporaryFile
from typing import IO

import xlsxwriter
from django.utils import timezone

from cases.actions.violence.guards import is_at_home
from cases.exports.own_course import course_sheets, may_be_hers
from cases.models import Disclosure, Party, Petition, RightsRequest
from cases.timeline import timeline
from fedportal.lib.templatetags.portal import moment

FIELDS = (
    *("name", "sex", "birth_on", "birth_year", "marital", "id_number", "phone", "address", "ethnicity"),
    *("occupation", "education", "relation"),
)


def own_data(request: RightsRequest) -> IO[bytes]:
    """A sheet about her, one about the matter as she told it, one about what was done, one about who was given it, and
    her course of violence.

    Of the others in the matter it tells nothing: their data is theirs (个人信息保护法 art. 45).
    """
    file = SpooledTemporaryFile(max_size=2**20)  # noqa: SIM115  (whoever answers with it closes it)
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    row, party = request.petition, request.party
    _sheet(book, "本人信息", ["项目", "内容"], _person(party))
    hers = may_be_hers(request)
    open_to_asker = hers or not is_at_home(
        row
    )  # who else asks may be he, and learns not even when she came, and where
    if open_to_asker or party.is_petitioner:
        _sheet(book, "信访事项", ["项目", "内容"], _matter(row, party))
    if open_to_asker:
        lines = [[moment(line.at), line.title] for line in timeline(row)]
        _sheet(book, "办理过程", ["时间", "事项"], lines)
        _sheet(book, "对外提供", ["时间", "接收方", "内容", "依据"], _given(row))
    for name, heads, rows in course_sheets(row) if hers else []:
        _sheet(book, name, heads, rows)
    book.close()
    file.seek(0)
    return file


def _person(party: Party) -> list[list[str]]:
    rows = []
    for name in FIELDS:
        value = getattr(party, f"get_{name}_display", lambda name=name: getattr(party, name))()
        label = str(Party._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        rows.append([label, "" if value is None else str(value)])
    return rows


def _matter(row: Petition, party: Party) -> list[list[str]]:
    """What she said herself; who is not the petitioner is given the number and the moments alone."""
    rows = [["编号", row.number], ["收到时间", moment(row.received_at)], ["承办单位", row.org.name]]
    if party.is_petitioner:
        rows += [["诉求", row.request], ["主要事实", row.facts], ["类别", row.category_path]]
    return rows


def _given(row: Petition) -> list[list[str]]:
    given = Disclosure.objects.filter(petition=row).order_by("at")
    return [[f"{timezone.localtime(each.at):%Y-%m-%d %H:%M}", each.to, each.what, each.basis] for each in given]


def _sheet(book: xlsxwriter.Workbook, name: str, heads: list[str], rows: list[list[str]]) -> None:
    sheet = book.add_worksheet(name)
    bold, plain = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, len(heads), 50)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value, plain)
