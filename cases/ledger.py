"""The ledger of petitions as an .xlsx file, with the columns that the import knows."""

from collections.abc import Callable, Iterable
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter

from cases.models import Petition
from cases.shown import Shown
from fedportal.accounts.models import User
from fedportal.lib.templatetags.portal import moment

YES, NO = "是", "否"

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
    ("主要事实", 60, lambda shown: shown.petition.facts),
    ("诉求", 40, lambda shown: shown.petition.request),
    ("重大紧急", 10, lambda shown: YES if shown.petition.urgent else NO),
    ("承办单位", 24, lambda shown: shown.petition.org.name),
    ("状态", 10, lambda shown: shown.petition.get_status_display()),
    ("时限", 17, lambda shown: moment(shown.next_clock.due_at) if shown.next_clock else ""),
    ("灯色", 10, lambda shown: shown.light.label if shown.light is not None else ""),
    ("办结时间", 17, lambda shown: moment(shown.petition.closed_at) if shown.petition.closed_at else ""),
)


def write_ledger(petitions: Iterable[Petition], *, reader: User) -> IO[bytes]:
    """The file, at its beginning. Every cell is text: what begins with =, +, - or @ is no formula."""
    file = TemporaryFile()  # noqa: SIM115  (the answer reads it and closes it)
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("信访台账")
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
    sheet.freeze_panes(1, 1)
    for column, (heading, width, _) in enumerate(COLUMNS):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, heading, bold)
    for row, petition in enumerate(petitions, start=1):
        shown = Shown(petition, reader)
        for column, (_, _, content) in enumerate(COLUMNS):
            sheet.write_string(row, column, content(shown), text)
    book.close()
    file.seek(0)
    return file
