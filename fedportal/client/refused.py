"""The list of a ledger's rows that did not go in, for a spreadsheet: who mends them sends the ledger again."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

HEADINGS = ("行", "原编号", "代码", "原因")
Refused = Callable[[int, str, str, str], None]


@contextmanager
def refusals(path: str) -> Iterator[Refused]:
    """Writes a line for each call: the line in the ledger, its number, the code and the words."""
    with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(HEADINGS)

        def write(line: int, number: str, code: str, why: str) -> None:
            lines.writerow([line, _plain(number), code, _plain(why)])

        yield write


def _plain(cell: str) -> str:
    """No spreadsheet takes it for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell
