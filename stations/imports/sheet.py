"""The columns of a ledger of this room: what they are called, which holds what, and the texts that stand in them."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from cases.imports.cells import EXCEL_ERRORS, Cell, text_of
from cases.imports.checked import Remark
from cases.imports.reading import Row


class Column(NamedTuple):
    """One field: its label, what a cell of it looks like, other headings that mean it, how long it may be."""

    label: str
    hint: str
    also: str = ""
    required: bool = False
    longest: int = 200


class Headings:
    """The columns of one kind of ledger, and what headings mean them; `key` is by what headings are compared."""

    def __init__(self, columns: Mapping[str, Column], key: Callable[[str], str]) -> None:
        self.columns, self.key = columns, key
        self.meanings = {
            key(word): name for name, column in columns.items() for word in (name, column.label, *column.also.split())
        }

    def match(self, headings: Sequence[str]) -> list[str]:
        """A field's name for each column, empty where none is meant; no field twice."""
        found: list[str] = []
        for heading in headings:
            name = self.meanings.get(self.key(heading), "")
            found.append("" if name in found else name)
        return found

    def known(self, headings: Sequence[str]) -> int:
        """How many different fields these headings name."""
        return sum(bool(name) for name in self.match(headings))

    def problem(self, mapping: Sequence[str]) -> str:
        """Why rows cannot be read; empty where they can."""
        missing = [column.label for name, column in self.columns.items() if column.required and name not in mapping]
        return f"表里没有这些列：{'、'.join(missing)}。请下载模板，按它的表头整理后再上传。" if missing else ""


class Sheet:
    """The columns of one ledger as they stand there."""

    def __init__(self, fields: Mapping[str, Column], headings: Sequence[str], mapping: Sequence[str]) -> None:
        self.fields = fields
        self.places = {name: column for column, name in enumerate(mapping) if name}
        self.titles = {name: headings[column] for name, column in self.places.items()}

    def remark(self, name: str, words: str) -> Remark:
        """What is wrong in the column of that field."""
        return Remark(self.titles.get(name) or self.fields[name].label, words)

    def cell(self, row: Row, name: str) -> Cell:
        """None where the ledger has no such column."""
        return row.cells[self.places[name]] if name in self.places else None

    def text(self, row: Row, name: str) -> tuple[str, list[Remark]]:
        """What stands there, and what is wrong with it."""
        cell, field, wrong = self.cell(row, name), self.fields[name], []
        if cell in EXCEL_ERRORS:
            return "", [self.remark(name, f"单元格是表格软件的错误值“{cell}”，请改为正确内容")]
        text = text_of(cell)
        if field.required and not text:
            wrong.append(self.remark(name, f"空着，请填写{field.label}"))
        if len(text) > field.longest:
            wrong.append(self.remark(name, f"有 {len(text)} 个字，最多 {field.longest} 个，请缩短"))
        return text, wrong
