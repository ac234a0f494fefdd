"""Log lines that hold nobody's name, telephone or identity number, and no one-time link."""

import logging
import re

from fedportal.lib.redaction import without_contacts

# PostgreSQL repeats the row that it refused: “DETAIL:  Failing row contains (7, 王小芳, 138…)”.
_DETAIL = re.compile(r"^DETAIL:.*?(?=^(?:HINT|CONTEXT|STATEMENT|LINE \d+|SQL)\b|^\s*$|\Z)", re.DOTALL | re.MULTILINE)
# What leads to a page without an account; its code alone is no protection.
_TOKEN = re.compile(r"(/(?:reply|r)/)[^/\s?]+")


class QuietFormatter(logging.Formatter):
    """As the standard one, without what the database says of a row's content."""

    def format(self, record: logging.LogRecord) -> str:
        return quiet(super().format(record))


def quiet(text: str) -> str:
    """The text without refused rows, contacts and tokens."""
    return _TOKEN.sub(r"\1…", without_contacts(_DETAIL.sub("DETAIL: (withheld)\n", text)))
