"""What the preview says about each cell, and what a good row becomes."""

import datetime as dt
from typing import Any

import pytest

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.deadlines.models import Deadline
from tests.cases.ledgers import HEADINGS, checked, complaints, imported, row, text, workbook
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, org

CARD = "11010519491231002X"


def said(clerk: User, heading: str, cell: Any, **more: Any) -> str:
    """What is said about this one cell under this heading; empty where nothing is."""
    headings = [*HEADINGS, heading] if heading not in HEADINGS else HEADINGS
    cells = row(**{heading: cell}, **more)
    batch = checked(workbook([headings, cells]), clerk)
    notes = [words for note in batch.rows.all() for _, words in note.remarks]
    return "；".join(notes)


def petition_of(clerk: User, **changes: Any) -> Petition:
    headings = [*HEADINGS, *(heading for heading in changes if heading not in HEADINGS)]
    batch = imported(workbook([headings, row(**changes)]), clerk)
    assert complaints(batch) == []
    return Petition.objects.get()


@pytest.mark.parametrize(
    ("heading", "cell", "words"),
    [
        ("收到时间", "", "空着，请填写收到时间，如 2026-03-05 14:30"),
        ("收到时间", "去年秋天", "“去年秋天”认不出是什么时间，请改成 2026-03-05 14:30 这样的格式"),
        ("收到时间", "2026-11-23 10:01", "“2026-11-23 10:01”晚于现在，请核对"),
        ("收到时间", "1949-09-30", "“1949-09-30”早于 1949 年，请核对年份"),
        ("收到时间", "1998-05-01", "1998 年的时限规则系统里没有，请核对年份"),
        (
            "收到时间",
            "#N/A",
            "单元格是表格软件的错误值“#N/A”，请改为正确内容；空着，请填写收到时间，如 2026-03-05 14:30",
        ),
        ("姓名", "王" * 61, "有 61 个字，最多 60 个，请缩短"),
        ("类别", "天气", "“天气”不是可选的事项类别，请对照模板的“选项”表修改"),
        ("类别", "其他", "“其他”在几个大类里都有，请写成“大类/小类”，如“婚姻家庭权益/其他”"),
        ("信访形式", "托梦", "“托梦”不是可选的信访形式，请对照模板的“选项”表修改"),
        ("事项性质", "闲聊", "“闲聊”不是可选的事项性质，请对照模板的“选项”表修改"),
        ("人数", "许多", "“许多”不是整数，请填数字"),
        ("人数", "2.5", "“2.5”不是整数，请填数字"),
        ("人数", "0", "“0”应在 1 到 9999 之间，请核对"),
        ("人数", "99999", "“99999”应在 1 到 9999 之间，请核对"),
        ("身份证号", "110105194912310021", "身份证号校验位不符，请逐位核对；问不到的请空着"),
        ("身份证号", "3702**1234", "身份证号应为 18 位，现在是 10 位；问不到的请空着"),
        ("身份证号", 110105194912310020, "被存成了数字，末尾几位已经丢失，请把单元格设为文本后重新填写"),
        ("属地", "火星", "查不到“火星”，请改为本单位辖区内的地名或区划代码，或空着按本单位登记"),
        ("属地", "滨州市", "“滨州市”不在本单位（滨城区）的范围内，请改为辖区内的地名，或空着按本单位登记"),
        ("属地", "湖北省孝感市", "“湖北省孝感市”不在本单位（滨城区）的范围内，请改为辖区内的地名，或空着按本单位登记"),
        ("属地", "370523", "“370523”不在本单位（滨城区）的范围内"),
        ("属地", "371602999", "查不到区划代码“371602999”，请改为本单位辖区内的地名或代码"),
        ("属地", "3716021", "“3716021”不是区划代码，代码应为 2、4、6、9 或 12 位数字"),
        ("编号", "示例，导入前请删除本行", "这是模板里的示例行，不会导入"),
    ],
)
def test_a_bad_cell_is_named_with_how_to_mend_it(clerk: User, heading: str, cell: Any, words: str) -> None:
    assert said(clerk, heading, cell) == words


@pytest.mark.parametrize(
    ("heading", "cell", "words"),
    [
        ("姓名", "", "空着，按“匿名”登记，不适用 15 日告知时限"),
        ("性别", "看不清", "“看不清”认不出，按“不详”登记"),
        ("婚姻状况", "待查", "“待查”认不出，按“不详”登记"),
        ("年龄", "三十", "“三十”不是周岁数字，没有导入这一项"),
        ("出生日期", "明天", "“明天”认不出是哪一天，没有导入这一项"),
    ],
)
def test_a_doubtful_cell_is_named_and_the_row_comes_in(clerk: User, heading: str, cell: str, words: str) -> None:
    assert said(clerk, heading, cell) == words
    assert checked(workbook([[*HEADINGS, heading], row(**{heading: cell})]), clerk).good == 1


def test_the_report_names_row_and_column_as_the_ledger_calls_them(clerk: User) -> None:
    headings = ["Received_At", "主要问题", "持卡人证件号码", "证件号码"]
    rows = [["2026-10-01", "甲", "", CARD], ["", "乙", "", "12"], ["2026-10-02", "", "", ""]]

    batch = checked(text([["台账"], headings, *rows]), clerk)

    assert (batch.good, batch.bad) == (1, 2)
    assert [(number, column) for number, column, _ in complaints(batch)] == [
        (4, "Received_At"),
        (4, "证件号码"),
        (5, "主要问题"),
    ]


def test_a_row_becomes_a_petition_with_everything_the_ledger_says(clerk: User, tree: ProvinceTree) -> None:
    row_ = petition_of(
        clerk,
        收到时间="2026年10月1日 下午2:30",
        信访形式="走访",
        事项性质="求助",
        属地="滨州市滨城区北镇街道",
        人数="3人",
        第几次=2,
        联系方式=13854312345.0,
        住址="黄河五路 385 号",
        婚姻状况="离婚",
        民族="回族",
        职业="教师",
        学历="大学本科",
        年龄="34岁",
    )

    party = row_.parties.get()
    assert row_.received_at == dt.datetime(2026, 10, 1, 6, 30, tzinfo=dt.UTC)
    assert (row_.channel, row_.matter_class, row_.category) == ("visit", "consultation", "family.dv")
    assert (row_.place, row_.head_count, row_.org) == (tree.beizhen, 3, clerk.org)
    assert (party.name, party.sex, party.marital, party.birth_year) == ("王小芳", "female", "divorced", 1992)
    assert (party.ethnicity, party.occupation, party.education) == ("回族", "教师", "bachelor")
    assert party.groups == ["minority"]
    assert (party.phone, party.address) == ("13854312345", "黄河五路 385 号")


def test_what_the_ledger_lacks_is_taken_from_the_defaults(clerk: User) -> None:
    imported(text([["收到时间", "内容"], ["2026-10-01", "求职问题"]]), clerk)

    row_ = Petition.objects.get()
    assert (row_.channel, row_.matter_class, row_.category) == ("visit", "redress", "other.help")
    assert (row_.request, row_.facts, row_.place, row_.head_count) == ("求职问题", "求职问题", clerk.org, 1)


def test_an_identity_number_gives_birth_and_sex_over_what_the_columns_say(clerk: User) -> None:
    row_ = petition_of(clerk, 身份证号=CARD, 性别="男", 出生日期="1950-01-01", 年龄="20")

    party = row_.parties.get()
    assert (party.id_number, party.sex, party.birth_on, party.birth_year) == (
        CARD,
        "female",
        dt.date(1949, 12, 31),
        None,
    )


def test_without_a_name_there_is_nobody_to_tell_and_no_clock(clerk: User) -> None:
    row_ = petition_of(clerk, 姓名="")

    assert (row_.identity_unclear, row_.parties.get().name) == (True, "匿名")
    assert not Deadline.objects.exists()


def test_a_minor_by_age_skips_steps_of_the_ladder(clerk: User) -> None:
    row_ = petition_of(clerk, 年龄=12)

    assert row_.minor
    assert row_.deadlines.get().next_step == 3


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("北镇街道", "371602003"),
        ("北镇", "371602003"),
        ("滨城区", "371602"),
        ("山东省滨州市滨城区北镇街道新兴社区", "371602003001"),
        ("滨城北镇", "371602003"),
        ("滨城区妇联", "371602"),
        ("371602003", "371602003"),
        ("371602003000", "371602003"),
        (371602, "371602"),
    ],
)
def test_a_place_is_known_by_name_path_or_code(clerk: User, written: Any, code: str) -> None:
    assert str(petition_of(clerk, 属地=written).place.code) == code.ljust(12, "0")


def test_a_name_that_several_places_share_asks_for_the_one_above(clerk: User, tree: ProvinceTree) -> None:
    other = org("371602004", "市西街道", parent=tree.bincheng)
    org("371602004001", "新兴社区", parent=other)

    assert said(clerk, "属地", "新兴社区") == (
        "“新兴社区”有 2 处（北镇街道新兴社区、市西街道新兴社区），请写上所在的上级地名"
    )
    assert said(clerk, "属地", "市西街道新兴社区") == ""


def test_rows_that_repeat_inside_the_file_are_named(clerk: User) -> None:
    rows = [row(1), row(2), row(1), row(2, 诉求="另一件")]

    batch = checked(workbook([HEADINGS, *rows]), clerk)

    assert complaints(batch) == [
        (4, "", "与第 2 行相同，只导入第 2 行"),
        (5, "编号", "“甲2”与第 3 行的编号相同、内容不同，请改正编号"),
    ]
    assert batch.good == 2


def test_missing_columns_stop_the_check_until_they_are_mapped(clerk: User) -> None:
    batch = checked(text([["编号", "何时", "何事"], ["1", "2026-10-01", "甲"]]), clerk)

    assert batch.problem == "还没有一列对应“收到时间”，期限要从它算起，请在下面选择。"
    assert (batch.good, batch.bad) == (0, 0)


def test_moments_are_measured_by_the_time_of_the_check(clerk: User) -> None:
    content = text([["收到时间", "内容"], ["2026-11-23 10:01", "甲"]])

    assert checked(content, clerk, at=NOW).bad == 1
    assert checked(content, clerk, at=NOW + dt.timedelta(minutes=1)).bad == 0
