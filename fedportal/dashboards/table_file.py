"""What the .xlsx files of tables have in common. Texts are written as texts, so that no name of a unit becomes a
formula."""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from fedportal.accounts.models import User

Value = str | int | float | None


@dataclass(frozen=True)
class Looks:
    """The formats of one book."""

    title: Any
    head: Any
    words: Any
    count: Any
    share: Any

    def row(self, page: Any, number: int, values: Sequence[Value]) -> None:
        """A line of figures behind its name: counts are whole numbers, shares are fractions, what is not there is
        blank."""
        for column, value in enumerate(values):
            if value is None:
                page.write_blank(number, column, None, self.words)
            elif isinstance(value, str):
                page.write_string(number, column, value, self.words)
            else:
                page.write_number(number, column, value, self.share if isinstance(value, float) else self.count)

    def heads(self, page: Any, number: int, words: Sequence[str]) -> None:
        for column, head in enumerate(words):
            page.write_string(number, column, head, self.head)


def table_file(name: str, write: Callable[[Any, Looks], None], *, by: User, at: dt.datetime) -> bytes:
    """The book that `write` fills."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    looks = Looks(
        title=book.add_format({"bold": True}),
        head=book.add_format({"bold": True, "border": 1}),
        words=book.add_format({"border": 1}),
        count=book.add_format({"border": 1, "num_format": "#,##0"}),
        share=book.add_format({"border": 1, "num_format": "0.0%"}),
    )
    write(book, looks)
    book.set_properties({"title": name, "author": by.name, "company": by.org.name, "created": at.replace(tzinfo=None)})
    book.close()
    return file.getvalue()
