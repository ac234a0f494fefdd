"""A ledger as offices keep it becomes rows to send, or a line that says why not."""

import json
from pathlib import Path

import pytest

from fedportal.client.failures import GivenUp
from fedportal.client.ledgers import LedgerRow, read_ledger


def _written(folder: Path, text: str, encoding: str = "utf-8") -> str:
    path = folder / "ledger.csv"
    path.write_text(text, encoding)
    return str(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_fields_within_fields_and_their_kinds(tmp_path: Path, encoding: str) -> None:
    text = (
        "external_id,facts,petitioner.name,petitioner.phone,flags.minor:bool,head_count:int,received_at:time,groups:list\n"
        "A1,家暴,王小芳,不详,是,2,2026/03/05 14:30,a；b\n"
        "A2,欠薪,,,,,,\n"
    )
    assert list(read_ledger(_written(tmp_path, text, encoding))) == [
        LedgerRow(
            2,
            "A1",
            {
                "facts": "家暴",
                "petitioner": {"name": "王小芳", "phone": None},
                "flags": {"minor": True},
                "head_count": 2,
                "received_at": "2026-03-05T14:30:00+08:00",
                "groups": ["a", "b"],
            },
        ),
        LedgerRow(3, "A2", {"facts": "欠薪"}),
    ]


def test_headings_and_words_of_an_office_are_translated(tmp_path: Path) -> None:
    columns = tmp_path / "columns.json"
    columns.write_text(
        json.dumps(
            {
                "编号": "external_id",
                "性别": {"field": "petitioner.sex", "values": {"女": "female"}},
                "*": {"channel": "web", "flags.urgent": False},
            }
        )
    )
    rows = list(read_ledger(_written(tmp_path, "编号,性别,备注\nA1,女,没有这一列\n"), str(columns)))
    assert [row.fields for row in rows] == [
        {"channel": "web", "flags": {"urgent": False}, "petitioner": {"sex": "female"}}
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (",家暴,1", "没有原编号"),
        ("A2,家暴,许多", "head_count：看不懂“许多”"),
        ("A2,家暴,1,多一格", "这一行有 4 格，标题行只有 3 格"),
        ("A1,家暴,1", "原编号与第 2 行相同"),
    ],
)
def test_a_row_that_cannot_be_read_says_why_and_the_others_go_on(tmp_path: Path, line: str, fault: str) -> None:
    text = f"external_id,facts,head_count:int\nA1,家暴,1\n{line}\n\nA9,家暴,1\n"
    rows = list(read_ledger(_written(tmp_path, text)))
    assert [row.fault for row in rows] == ["", fault, ""]
    assert [row.line for row in rows] == [2, 3, 5]


def test_a_text_over_two_lines_is_one_cell(tmp_path: Path) -> None:
    (row,) = read_ledger(_written(tmp_path, 'external_id,facts\nA1,"第一行\n第二行"\n'))
    assert row.fields == {"facts": "第一行\n第二行"}


@pytest.mark.parametrize("text", ["facts\n家暴\n", "", "external_id,a:colour\n"])
def test_what_is_no_ledger_is_refused_as_a_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(GivenUp):
        list(read_ledger(_written(tmp_path, text)))


def test_another_encoding_and_no_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with pytest.raises(GivenUp, match="打不开"):
        list(read_ledger(str(path)))
    path.write_bytes(b"external_id\n\xff\xff\xff")
    with pytest.raises(GivenUp, match="编码"):
        list(read_ledger(str(path)))
