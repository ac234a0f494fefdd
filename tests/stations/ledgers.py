"""Ledgers of stations for tests, checked and brought in by the real verbs."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.base import ContentFile

from cases.imports.batches import confirm
from fedportal.accounts.models import User
from stations.imports import batches
from stations.models import StationImport
from tests.cases.ledgers import silent, workbook
from tests.cases.samples import NOW

HEADINGS = ["服务的单位", "名称", "类别", "依托单位类别", "地址", "开放时间", "建站日期", "负责人", "负责人电话"]


def row(unit: object, name: str = "妇女维权服务站", **changes: Any) -> list[Any]:
    """One good row under HEADINGS; a cell is changed by its heading."""
    cells: dict[str, Any] = {
        "服务的单位": unit,
        "名称": name,
        "类别": "妇女维权服务站",
        "依托单位类别": "综治中心",
        "地址": "中心街 1 号",
        "开放时间": "工作日 9:00—17:00",
        "建站日期": dt.datetime(2024, 3, 8),  # noqa: DTZ001  (spreadsheets know no zone)
        "负责人": "",
        "负责人电话": "",
    }
    return list((cells | changes).values())


def book(rows: Iterable[Sequence[Any]]) -> bytes:
    return workbook([HEADINGS, *rows], sheet="站点台账")


def checked(content: bytes, by: User, *, at: dt.datetime = NOW) -> StationImport:
    """The ledger as it stands on the preview."""
    batch = batches.upload(ContentFile(content, "站点.xlsx"), name="站点.xlsx", by=by, at=at)
    batches.check(batch, at=at, progress=silent)
    return batch


def imported(content: bytes, by: User, *, at: dt.datetime = NOW) -> StationImport:
    """The ledger after its import."""
    batch = confirm(checked(content, by, at=at), by=by, at=at)
    batches.load(batch, at=at, progress=silent)
    return batch


def remarks(batch: StationImport) -> dict[int, list[list[str]]]:
    """What is said of each row, by its number."""
    rows: Any = batch
    return {found.number: found.remarks for found in rows.rows.order_by("number")}
