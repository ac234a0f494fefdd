"""Ledgers of stations, and what is made of them."""

import datetime as dt
from collections.abc import Sequence

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from stations.imports.checking import CheckedStation, Checker
from stations.imports.columns import HEADINGS
from stations.imports.intake import Intake
from stations.imports.loading import enter_many
from stations.models import Station, StationContact, StationImport


def _enter(rows: Sequence[CheckedStation], *, by: User, at: dt.datetime) -> None:
    enter_many([_made(row) for row in rows], by=by, at=at, verb="station.import")


def _made(row: CheckedStation) -> tuple[Station, list[StationContact]]:
    contacts = [StationContact(place=1, **row.contact)] if row.contact["name"] else []
    return Station(**row.station), contacts


STATIONS = Intake(
    model=StationImport,
    verb="station_import",
    needs=frozenset({Can.IMPORT, Can.KEEP_STATIONS}),
    refusal="您的角色不能批量导入站点。",
    lock=0x57A7104,
    headings=HEADINGS,
    reader=Checker,
    enter=_enter,
)
upload, check, load = STATIONS.upload, STATIONS.check, STATIONS.load
