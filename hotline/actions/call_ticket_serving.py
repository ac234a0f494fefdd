"""The station that a work order is referred to, and what it did: parts of the order's moves, of a locked row."""

import datetime as dt

from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_ticket_story import AGENTS, DESK, tell_unit
from hotline.call_ticket_workflow import StationOutcome
from hotline.models import CallTicket
from stations.models import Station


def to_station(row: CallTicket, station: Station, *, at: dt.datetime) -> str:
    """Of the unit that has the order now: who serves there is told. Says its name. Raises NotAllowed."""
    if station.org_id != row.holder_id or station.closed_on is not None:
        raise NotAllowed("请从承办单位在用的站点中选择。")
    row.station = station
    tell_unit(row, row.holder, f"{row.org.name}转介站点“{station.name}”，请在服务日志中办理。", at=at)
    return station.name


def served(row: CallTicket, outcome: str, words: str, *, at: dt.datetime) -> dict[str, object]:
    """What the station did; the order goes on until its unit feeds back. Both units are told. Raises NotAllowed."""
    if row.station is None or outcome not in StationOutcome.values:
        raise NotAllowed("请选择站点办理的结果。")
    label = StationOutcome(outcome).label
    row.station_outcome, row.station_words, row.station_done_at = outcome, words, at
    tell_unit(row, row.org, f"站点“{row.station.name}”：{label}。", at=at, roles=AGENTS)
    if row.holder_id != row.org_id:
        tell_unit(row, row.holder, f"站点“{row.station.name}”：{label}，请反馈。", at=at, roles=DESK)
    return {"station": row.station.name, "outcome": label}


def unserved(row: CallTicket) -> None:
    """What a station has told stands in the story; of this time nothing yet."""
    row.station_outcome, row.station_words, row.station_done_at = "", "", None
