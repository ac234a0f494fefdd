"""Which files are read as ledgers, and what is said about those that are not. No test of this file uses a database."""

import io
import struct
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.imports import files
from cases.imports.files import Unreadable
from cases.imports.headings import match
from cases.imports.reading import Layout, data_rows, find_layout
from tests.cases.ledgers import HEADINGS, row, text, workbook

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def laid_out(content: bytes) -> Layout:
    return find_layout(io.BytesIO(content), len(content))


def cells(content: bytes) -> list[tuple[int, list[Any]]]:
    layout = laid_out(content)
    return [(found.number, found.cells) for found in data_rows(io.BytesIO(content), layout)]


def assert_read_or_refused(content: bytes) -> None:
    """Lines in the order of the file, or one sentence that says why not; never another error."""
    numbers: list[int] = []
    sentence = None
    try:
        numbers = [number for number, _ in cells(content)]
    except Unreadable as refused:
        sentence = str(refused)

    assert numbers == sorted(set(numbers))
    assert sentence is None or sentence.endswith("。")


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        cells(content)
    return str(refused.value)


@pytest.mark.parametrize("above", [0, 1, 3, 9])
def test_headings_are_found_under_title_rows(above: int) -> None:
    titles = [["滨城区妇联信访台账"], [], ["填表单位：", "滨城区妇联"]] * 3

    layout = laid_out(workbook([HEADINGS, row()], above=titles[:above]))

    assert (layout.header_row, layout.headings) == (above + 1, HEADINGS)


def test_rows_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    content = workbook([HEADINGS, row(1), [], [None, "  "], row(2)], above=[["台账"]])

    assert [number for number, _ in cells(content)] == [3, 6]


def test_rows_of_a_text_file_are_counted_as_the_spreadsheet_would() -> None:
    content = text([HEADINGS, row(1, 主要事实="第一行\n第二行"), [], row(2)])

    assert [number for number, _ in cells(content)] == [2, 4]


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ","),
        ("gb18030", ","),
        ("gbk", "\t"),
        ("utf-8", ";"),
        ("utf-8", "|"),
        ("utf-16", "\t"),
    ],
)
def test_text_is_read_in_the_encodings_and_with_the_delimiters_of_offices(encoding: str, delimiter: str) -> None:
    rows = [["台账"], HEADINGS, row(1, 主要事实="甲,乙;丙|丁")]

    content = text(rows, encoding=encoding, delimiter=delimiter)

    assert laid_out(content).headings == HEADINGS
    assert cells(content)[0][1][-1] == "甲,乙;丙|丁"


def test_the_sheet_whose_headings_are_known_is_chosen_and_the_others_are_named() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([["说明"], ["本表由各科室填写"]], sheet="封面")))
    sheet = book.create_sheet("一季度")
    sheet.append(HEADINGS)
    sheet.append(row())
    out = io.BytesIO()
    book.save(out)

    layout = laid_out(out.getvalue())

    assert (layout.sheet, layout.other_sheets) == ("一季度", ["封面"])


def archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def replaced(content: bytes, part: str, by: bytes) -> bytes:
    """The workbook with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    return archive(parts | {part: by})


GOOD = workbook([HEADINGS, row()])
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "%s">%s]><x>&j;</x>""" % (
    b"ha" * 50,
    b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)),
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "文件是空的", id="empty"),
        pytest.param(b" \r\n \n", "文件里没有内容", id="blank"),
        pytest.param(OLE + b"\0" * 600, "旧版 Excel（.xls）", id="old xls"),
        pytest.param(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "打开密码", id="encrypted xlsx"),
        pytest.param(archive({"readme.txt": b"x"}), "不是 Excel 工作簿", id="some zip"),
        pytest.param(archive({"[Content_Types].xml": b"", "word/document.xml": b""}), "不是 Excel 工作簿", id="docx"),
        pytest.param(GOOD[: len(GOOD) // 2], "已损坏", id="cut off"),
        pytest.param(b"PK\x03\x04" + b"garbage" * 50, "已损坏", id="garbage"),
        pytest.param(replaced(GOOD, SHEET, b"<worksheet><sheetData><row"), "已损坏", id="broken sheet"),
        pytest.param(replaced(GOOD, SHEET, LAUGHS), "已损坏", id="billion laughs"),
        pytest.param(replaced(GOOD, "xl/workbook.xml", b""), "已损坏", id="no workbook"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "不是表格", id="picture"),
        pytest.param(b"%PDF-1.7\n\x01\x02", "不是表格", id="pdf"),
        pytest.param("编号,诉求\n1,".encode() + b"\xff\xfe\xff", "文字编码认不出", id="no encoding"),
        pytest.param(
            '收到时间,诉求\n2026-01-01,"'.encode() + "字".encode() * 1_100_000, "引号没有配对", id="open quote"
        ),
    ],
)
def test_what_is_no_ledger_is_refused_with_a_sentence(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(Unreadable, match=r"文件有 20\.1 MB，超过 20 MB 的上限"):
        files.recognise(io.BytesIO(b"x"), int(20.1 * files.MEGABYTE))


def test_a_zip_bomb_is_refused_unopened() -> None:
    bomb = replaced(GOOD, SHEET, b"\0" * (files.MAX_UNPACKED_BYTES + 1))

    assert len(bomb) < files.MAX_BYTES
    assert "文件展开后有 160 MB" in refusal(bomb)


def test_a_part_that_lies_about_its_size_is_not_unpacked_beyond_it() -> None:
    bomb = bytearray(replaced(GOOD, SHEET, b" " * (8 * files.MEGABYTE)))
    honest = struct.pack("<I", 8 * files.MEGABYTE)
    assert bomb.count(honest) == 2
    small = bytes(bomb).replace(honest, struct.pack("<I", 100))

    assert "已损坏" in refusal(small)


def test_more_rows_than_allowed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.imports.reading.MAX_ROWS", 2)

    assert "文件超过 2 行" in refusal(workbook([HEADINGS, row(1), row(2), row(3)]))


def test_the_name_does_not_matter_only_the_content() -> None:
    assert laid_out(GOOD).kind == "xlsx"
    assert laid_out(text([HEADINGS, row()])).kind == "csv"


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["信访人姓名", "收到时间", "诉求"], ["name", "received_at", "request"]),
        (["姓名（必填）", "*收到 时间：", "主要\n诉求"], ["name", "received_at", "request"]),
        (["Writer", "Received_At", "SUBJECT", "text"], ["name", "received_at", "request", "facts"]),
        (["电话/手机", "人数（人）", "属地"], ["phone", "head_count", "place"]),
        (["登记时间", "收到时间"], ["", "received_at"]),
        (["姓名", "姓名"], ["name", ""]),
        (["被投诉人姓名", "答复内容", "序号", ""], ["", "", "", ""]),
    ],
)
def test_headings_are_known_by_many_words_and_none_twice(headings: list[str], fields: list[str]) -> None:
    assert match(headings) == fields


ODD = st.one_of(st.none(), st.text(max_size=40), st.integers(), st.floats(allow_nan=False, allow_infinity=False))


@given(st.lists(st.lists(ODD, max_size=9), max_size=12))
def test_no_workbook_is_too_odd_to_be_read_or_refused(rows: Sequence[Sequence[Any]]) -> None:
    odd = [[_printable(cell) for cell in cells] for cells in rows]

    assert_read_or_refused(workbook(odd))


def _printable(cell: Any) -> Any:
    """Lone surrogates cannot be written by xlsxwriter."""
    return cell.encode("utf-8", "ignore").decode() if isinstance(cell, str) else cell


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(content: bytes) -> None:
    assert_read_or_refused(content)
