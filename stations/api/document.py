"""The document of a station: what another system holds of it, with its people as far as its client may know them."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from fedportal.accounts.models import User
from fedportal.api.unreadable import Unreadable
from fedportal.lib.ciphers import CannotDecipher
from fedportal.lib.json_texts import dumped
from fedportal.lib.unopened import kept, unopened
from stations.api.parts import said, told, told_id
from stations.models import ServiceEntry, Station, StationContact, StationDay, StationLink, StationMonth
from stations.models.station import KIND
from stations.models.station_log import KIND as SERVICE
from stations.station_facts import Service

_PLAIN = ("version", "kind", "name", "host_kind", "host_name", "address", "phone", "hours", "closed_reason", "public")
_MONTHS, _DAYS = 12, 7
log = logging.getLogger(__name__)


def station_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The documents, JSON in one line each, of those stations that this reader sees now, in this order. Officials who
    agreed to be named are public; others stand in it with `personal` alone. Of one that cannot be read, for a key is
    missing, an Unreadable stands there: it alone, and said in the log. Five questions, however many they are."""
    rows = Station.objects.visible_to(reader).in_bulk(pks)
    parts = [_by(model, rows) for model in (StationContact, StationLink, StationMonth)] + [_days(rows)]
    return {pk: _told(rows[pk], [part[pk] for part in parts], reader, personal) for pk in pks if pk in rows}


def _by(model: Any, rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in unopened(model.objects.filter(station__in=rows).order_by("pk")):
        found[row.station_id].append(row)
    return found


def _days(rows: Any) -> dict[int, list[Any]]:
    """Of each the last days on which it was open, the earlier first."""
    nth = Window(RowNumber(), partition_by="station", order_by=F("day").desc())
    last = StationDay.objects.filter(station__in=rows).annotate(nth=nth).filter(nth__lte=_DAYS)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in last.order_by("day"):
        found[row.station_id].append(row)
    return found


def _told(row: Any, parts: list[list[Any]], reader: User, personal: bool) -> str:
    try:
        return dumped(_document(row, parts, reader, personal))
    except CannotDecipher as error:
        log.error("station %s cannot be told: %s", row.pk, error)
        return Unreadable.of(id=told_id(KIND, row.pk, reader), ref=str(row.ref), version=row.version)


def _document(row: Any, parts: list[list[Any]], reader: User, personal: bool) -> dict[str, Any]:
    contacts, links, months, days = parts
    return {
        "id": told_id(KIND, row.pk, reader),
        "ref": str(row.ref),
        **{name: getattr(row, name) for name in _PLAIN},
        "org": f"{row.org_code:012d}",
        "opened_on": str(row.opened_on),
        "closed_on": str(row.closed_on) if row.closed_on else None,
        "received_at": row.entered_at.isoformat(),
        "contacts": [
            {"name": one.name, "duty": one.duty, "phone": kept(one, "phone"), "published": one.published}
            for one in sorted(contacts, key=lambda one: one.place)
            if one.published or personal
        ],
        "links": [{"link": one.link, "met": one.met, "evidence": one.evidence} for one in links],
        "services": [_month(one) for one in sorted(months, key=lambda one: one.month)[-_MONTHS:]],
        "days": [_day(one, personal) for one in days],
    }


def _month(row: Any) -> dict[str, Any]:
    people = {service: getattr(row, service) for service in Service.values}
    return {"month": f"{row.month:%Y-%m}", "entries": row.entries, "people": people}


def _day(row: Any, whole: bool) -> dict[str, Any]:
    """Who was on duty, and what she wrote in words of her own, with `personal` alone."""
    words = {name: getattr(row, name) if whole else None for name in ("duty_name", "note")}
    return told(row, ("day", "opened_at", "closed_at", "visitors")) | words


def service_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The same of single services; what somebody wrote in words of her own stands in it with `personal` alone."""
    rows: Any = ServiceEntry.objects.visible_to(reader).select_related("station").in_bulk(pks)
    return {pk: _service(rows[pk], reader, personal) for pk in pks if pk in rows}


def _service(row: Any, reader: User, whole: bool) -> str:
    found = {
        "id": told_id(SERVICE, row.pk, reader),
        "ref": str(row.ref),
        "shown": "whole" if whole else "masked",
        **told(row, ("version", "day", "service", "people", "struck_at")),
        "station": str(row.station.ref),
        "org": f"{row.station.org_code:012d}",
        "received_at": said(row.entered_at),
        "words": row.words if whole else None,
        "struck_reason": row.struck_reason if whole else None,
    }
    return dumped(found)
