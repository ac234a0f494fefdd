"""A ledger in CSV as rows to send: each with the number by which its own system knows it, and the fields it fills.

The first line names the fields as the interface does; `petitioner.name` is the field of an object within. A name may
say how its cells are read: `minor:bool` (是/否), `head_count:int`, `groups:list` (semicolons between),
`received_at:time` (Beijing time unless it says otherwise). Empty cells are left out, 不详 is sent as null.

A file of columns translates other headings, and cells; what stands under "*" is sent with every row:
{"来访人": "petitioner.name", "性别": {"field": "petitioner.sex", "values": {"女": "F"}}, "*": {"channel": "web"}}
"""

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .documents import CHINA
from .failures import GivenUp

ID = "external_id"
ENCODINGS = ("utf-8-sig", "gb18030")  # as spreadsheets of here write them
UNKNOWN = "不详"
EVERY_ROW = "*"
_YES, _NO = {"是", "1", "true", "yes", "y", "√"}, {"否", "0", "false", "no", "n", "×"}


@dataclass(frozen=True)
class LedgerRow:
    """`line` is that of the file; `fault` says why the row cannot be sent, empty if it can."""

    line: int
    id: str
    fields: Mapping[str, Any]
    fault: str = ""


@dataclass(frozen=True)
class Column:
    """What a heading means: the field's path, how its cells are read, and other words for some of them."""

    path: str = ""
    kind: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, told: object) -> "Column":
        """Raises KeyError, ValueError."""
        name, words = (told["field"], told.get("values", {})) if isinstance(told, dict) else (told, {})
        path, _, kind = str(name).partition(":")
        if kind not in _READERS:
            raise ValueError(f"“:{kind}”不是列的类型")
        return cls(path, kind, words)

    def read(self, cell: str) -> object:
        """Raises ValueError."""
        cell = self.words.get(cell, cell)
        return None if cell == UNKNOWN else _READERS[self.kind](cell)


def read_ledger(path: str, columns: str | None = None) -> Iterator[LedgerRow]:
    """Row by row. Raises GivenUp for what is no such file."""
    known = _mapping(columns)
    with Path(path).open(encoding=_encoding(path), newline="") as file:
        lines = csv.reader(file)
        headings = [heading.strip() for heading in next(lines, [])]
        try:
            meant = [Column.of(known.get(heading, "") if known else heading) for heading in headings]
        except (KeyError, ValueError) as error:
            raise GivenUp(f"看不懂列名：{error}") from error
        if ID not in [column.path for column in meant]:
            raise GivenUp(f"台账没有 {ID} 列（原编号）：第一行应当是字段名，或用 --columns 给出对照。")
        always, seen = known.get(EVERY_ROW) or {}, dict[str, int]()
        for cells in lines:
            if any(cell.strip() for cell in cells):
                row = _row(lines.line_num, meant, cells, always)
                before = seen.setdefault(row.id, row.line) if row.id else row.line
                yield row if before == row.line else replace(row, fault=f"原编号与第 {before} 行相同")


def _row(line: int, meant: list[Column], cells: list[str], always: Mapping[str, Any]) -> LedgerRow:
    told = [(column, cell.strip()) for column, cell in zip(meant, cells, strict=False) if column.path]
    number = next((cell for column, cell in told if column.path == ID), "")
    if not number:
        return LedgerRow(line, "", {}, "没有原编号")
    if len(cells) > len(meant):
        return LedgerRow(line, number, {}, f"这一行有 {len(cells)} 格，标题行只有 {len(meant)} 格")
    found: dict[str, Any] = {}
    for name, value in always.items():
        _put(found, name.split("."), value)
    for column, cell in told:
        if not cell or column.path == ID:
            continue
        try:
            _put(found, column.path.split("."), column.read(cell))
        except ValueError:
            return LedgerRow(line, number, {}, f"{column.path}：看不懂“{cell}”")
    return LedgerRow(line, number, found)


def _put(found: dict[str, Any], path: list[str], value: object) -> None:
    for part in path[:-1]:
        found = found.setdefault(part, {})
    found[path[-1]] = value


def _bool(cell: str) -> bool:
    if cell.lower() not in _YES | _NO:
        raise ValueError(cell)
    return cell.lower() in _YES


def _time(cell: str) -> str:
    at = dt.datetime.fromisoformat(cell.replace("/", "-"))
    return (at if at.tzinfo else at.replace(tzinfo=CHINA)).isoformat()


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace("；", ";").split(";") if part.strip()]


_READERS: Mapping[str, Callable[[str], object]] = {"": str, "bool": _bool, "int": int, "time": _time, "list": _list}


def _mapping(columns: str | None) -> dict[str, Any]:
    if columns is None:
        return {}
    try:
        return dict(json.loads(Path(columns).read_text("utf-8-sig")))
    except (OSError, ValueError, TypeError) as error:
        raise GivenUp(f'列名对照 {columns} 应当是一个 JSON 对象，如 {{"原编号": "{ID}"}}：{error}') from error


def _encoding(path: str) -> str:
    """The first in which the whole file reads."""
    for encoding in ENCODINGS:
        try:
            with Path(path).open(encoding=encoding) as file:
                while file.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        except OSError as error:
            raise GivenUp(f"打不开台账 {path}：{error.strerror}。") from error
        return encoding
    raise GivenUp(f"台账 {path} 的编码既不是 UTF-8，也不是 GB18030。")
