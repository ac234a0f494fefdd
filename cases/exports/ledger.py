"""The ledger of petitions as an .xlsx file, with the columns that the import knows, marked with who took it."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter

from cases.models import Petition
from cases.querysets import PetitionQuerySet
from cases.shown import Shown
from fedportal.accounts.models import User
from fedportal.lib.templatetags.portal import moment

YES, NO = "是", "否"
LEDGER, ABOUT = "信访台账", "导出说明"
TELL_EVERY = 500  # rows
LONGEST_CELL = 32_767  # characters, which Excel holds
CUT = "……（太长，全文见系统）"
LONGEST_HEAD = 120  # characters; Excel takes 255 with its marks

# Heading, width in characters, content. Whole names and contacts only where the reader's unit holds the matter.
COLUMNS: tuple[tuple[str, int, Callable[[Shown], str]], ...] = (
    ("编号", 26, lambda shown: shown.petition.number),
    ("收到时间", 17, lambda shown: moment(shown.petition.received_at)),
    ("登记时间", 17, lambda shown: moment(shown.petition.registered_at)),
    ("信访形式", 10, lambda shown: shown.petition.get_channel_display()),
    ("姓名", 10, lambda shown: shown.name),
    ("性别", 6, lambda shown: shown.party.get_sex_display()),
    ("年龄", 6, lambda shown: shown.age.removesuffix(" 岁")),
    ("婚姻状况", 10, lambda shown: shown.party.get_marital_display()),
    ("民族", 8, lambda shown: shown.party.ethnicity if shown.whole else ""),
    ("职业", 12, lambda shown: shown.party.occupation if shown.whole else ""),
    ("文化程度", 12, lambda shown: shown.party.get_education_display() if shown.party.education else ""),
    ("特殊群体", 16, lambda shown: shown.party.groups_words),
    ("身份证号", 20, lambda shown: shown.id_number),
    ("联系方式", 16, lambda shown: shown.phone),
    ("住址", 30, lambda shown: shown.address),
    ("信访人数", 10, lambda shown: str(shown.petition.head_count)),
    ("来访来信次数", 12, lambda shown: str(shown.petition.repeat_count)),
    ("事项性质", 10, lambda shown: shown.petition.get_matter_class_display()),
    ("事项类别", 24, lambda shown: shown.petition.category_path),
    ("问题属地", 16, lambda shown: shown.petition.place.region_name),
    ("主要事实", 60, lambda shown: shown.facts),
    ("诉求", 40, lambda shown: shown.request),
    ("重大紧急", 10, lambda shown: YES if shown.petition.urgent else NO),
    ("承办单位", 24, lambda shown: shown.petition.org.name),
    ("状态", 10, lambda shown: shown.petition.get_status_display()),
    ("时限", 17, lambda shown: moment(shown.next_clock.due_at) if shown.next_clock else ""),
    ("灯色", 10, lambda shown: shown.light.label if shown.light is not None else ""),
    ("办结时间", 17, lambda shown: moment(shown.petition.closed_at) if shown.petition.closed_at else ""),
)


@dataclass(frozen=True)
class Mark:
    """Who takes the file, when, why, and by which filters (their labels alone)."""

    by: User
    at: dt.datetime
    reason: str
    filters: Sequence[str]

    @property
    def line(self) -> str:
        """In one line, as it stands on every printed page."""
        return f"{self.by.org.name} {self.by.name} {moment(self.at)} 导出，事由：{self.reason}"


@dataclass
class Written:
    """The file, at its beginning, and which petitions are in it."""

    file: IO[bytes]
    pks: list[int]

    @property
    def rows(self) -> int:
        return len(self.pks)


def exportable(petitions: PetitionQuerySet, by: User) -> PetitionQuerySet:
    """What may leave the portal: no accusations (regulation art. 30, para 3); with all that a line shows."""
    return petitions.leaving().with_closeness(by).for_page().order_by("-received_at", "-pk")


@contextmanager
def write_ledger(
    petitions: Iterable[Petition], mark: Mark, *, total: int = 0, progress: Callable[[int, int], None] | None = None
) -> Iterator[Written]:
    """The file, row by row, as the rows come; in constant memory. Every cell is text: what begins with =, +, - or @
    is no formula."""
    with TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False})
        about, sheet = book.add_worksheet(ABOUT), book.add_worksheet(LEDGER)
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        _head(sheet, text, bold)
        pks: list[int] = []
        for count, petition in enumerate(petitions, start=1):
            _line(sheet, count, Shown(petition, mark.by, contacts=True), text)
            pks.append(petition.pk)
            if progress and count % TELL_EVERY == 0:
                progress(count, total)
        _say(book, about, mark, len(pks), text, bold)
        for page in (about, sheet):
            _frame(page, mark, len(pks))
        book.close()
        file.seek(0)
        yield Written(file, pks)


def _head(sheet: Any, text: Any, bold: Any) -> None:
    sheet.freeze_panes(1, 1)
    for column, (heading, width, _) in enumerate(COLUMNS):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, heading, bold)


def _line(sheet: Any, row: int, shown: Shown, text: Any) -> None:
    for column, (_, _, content) in enumerate(COLUMNS):
        words = content(shown)
        if len(words) > LONGEST_CELL:
            words = words[: LONGEST_CELL - len(CUT)] + CUT
        sheet.write_string(row, column, words, text)


def _say(book: Any, about: Any, mark: Mark, count: int, text: Any, bold: Any) -> None:
    """The first sheet, and the properties of the file."""
    lines = {
        "导出人": mark.by.name,
        "单位": mark.by.org.name,
        "导出时间": moment(mark.at),
        "事由": mark.reason,
        "条数": f"{count:,}",
        "筛选条件": "、".join(mark.filters) or "无",
        "范围": "检举控告事项不导出，其他事项只导出本人可以查看的；联系方式、住址只对承办单位显示，"
        "未成年人的和受害人住址不显示；未上报、未交办到本单位的隐去身份。",
        "保管": "本文件含信访人个人信息，只用于上述事由，用后删除；不得转交与办理无关的人员，更不得透露给被反映的人。",
    }
    about.set_column(0, 0, 12, bold)
    about.set_column(1, 1, 90, text)
    for row, (label, words) in enumerate(lines.items()):
        about.write_string(row, 0, label, bold)
        about.write_string(row, 1, words, text)
    book.set_properties(
        {
            "title": LEDGER,
            "author": mark.by.name,
            "company": mark.by.org.name,
            "subject": mark.reason,
            "comments": f"{mark.line}；共 {count:,} 条",
            "created": mark.at.replace(tzinfo=None),
        }
    )


def _frame(page: Any, mark: Mark, count: int) -> None:
    """On paper every page says who took it. `&` begins a mark of the layout, so that it is doubled."""
    page.set_landscape()
    page.set_paper(9)  # A4
    line = mark.line[:LONGEST_HEAD].replace("&", "&&")
    page.set_header(f"&C{line}")
    page.set_footer(f"&L共 {count:,} 条&R第 &P 页，共 &N 页")
