"""Rosters of people for tests, checked and brought in by the real verbs."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile

from cases.imports.batches import confirm
from fedportal.accounts.models import User
from stations.imports import roster_batches
from stations.imports.roster_columns import COLUMNS
from stations.models import RosterImport
from tests.cases.ledgers import silent, workbook
from tests.cases.samples import NOW
from tests.stations.people import ID_NUMBER, PHONE

HEADINGS = [column.label for column in COLUMNS.values()]


def line(**changes: Any) -> list[Any]:
    """One good row under HEADINGS."""
    cells = {
        "name": "孙丽华",
        "sex": "女",
        "phone": PHONE,
        "id_number": ID_NUMBER,
        "joined_on": "2024-03-08",
        "kind": "人民调解员",
    }
    return [(cells | changes).get(name, "") for name in COLUMNS]


def roster(*lines: Sequence[Any]) -> bytes:
    return workbook([HEADINGS, *lines], sheet="维权队伍名册")


def uploaded(by: User, content: bytes, name: str = "名册.xlsx") -> RosterImport:
    batch: RosterImport = roster_batches.upload(ContentFile(content, name), name=name, by=by, at=NOW)
    return batch


def checked(by: User, *lines: Sequence[Any], content: bytes = b"", name: str = "名册.xlsx") -> RosterImport:
    """The roster as it stands on the preview."""
    batch = uploaded(by, content or roster(*lines), name)
    roster_batches.check(batch, at=NOW, progress=silent)
    return batch


def imported(by: User, *lines: Sequence[Any]) -> RosterImport:
    """The roster after its import."""
    batch = confirm(checked(by, *lines), by=by, at=NOW)
    roster_batches.load(batch, at=NOW, progress=silent)
    return batch


def remarks(batch: RosterImport) -> list[tuple[int, str, str]]:
    """What is said of each row: its number, its state, all its words."""
    rows: Any = batch
    return [
        (row.number, row.state, "；".join(words for _, words in row.remarks)) for row in rows.rows.order_by("number")
    ]
