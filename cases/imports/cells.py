"""The cells of a ledger as clean text, whatever the workbook stored them as."""

import datetime as dt
import re
import unicodedata

# What openpyxl and csv hand over.
Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None

EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
# PostgreSQL stores no NUL, UTF-8 no lone surrogate, and nobody means a control character or a zero-width space.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\u2060\ud800-\udfff]")
_MIDNIGHT = dt.time()


def text_of(cell: Cell) -> str:
    """The cell as a person would type it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _INVISIBLE.sub("", cell).replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        whole_day = cell.time() == _MIDNIGHT
        return f"{cell:%Y-%m-%d}" if whole_day else f"{cell:%Y-%m-%d %H:%M:%S}"
    return str(cell)


def folded(text: str) -> str:
    """The text for comparing: half-width, lower case, without spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
