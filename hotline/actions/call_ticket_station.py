"""Referring a work order to a station of the register, and what the station did for her."""

import datetime as dt
import re

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from fedportal.accounts.models import User
from hotline.actions.call_ticket_moves import CallTicketAnswers, CallTicketStep, advance_call_ticket, make
from hotline.actions.call_ticket_story import check_version, locked
from hotline.call_ticket_units import units_for
from hotline.call_ticket_workflow import MOVES
from hotline.models import CallTicket
from stations.actions.station_log import Given, log_service
from stations.models import Station

SERVE, DISPATCH = MOVES["serve"], MOVES["dispatch"]


def stations_for(row: CallTicket, *, by: User, at: dt.datetime) -> QuerySet[Station]:
    """Live stations of units to which the order may be sent, as far as the agent may know of them."""
    known = Station.objects.visible_to(by).live().filter(org__in=units_for(row.org, at).order_by())
    return known.select_related("org__parent").order_by("org_code", "name", "pk")


def found(stations: QuerySet[Station], words: str) -> QuerySet[Station]:
    """By name, address or place, its own or the one right above, or the initials of the place."""
    words = words.strip()
    if not words:
        return stations
    place = Q(org__region_name__icontains=words) | Q(org__parent__region_name__icontains=words)
    place |= Q(org__initials__istartswith=words)
    return stations.filter(place | Q(name__icontains=words) | Q(address__icontains=words))


def named_in(stations: QuerySet[Station], words: str) -> list[int]:
    """Of which places the caller spoke, the stations' own or those right above them: the keys of their units."""
    places: dict[int, str] = {}
    for org, over in (("org", "org__region_name"), ("org__parent", "org__parent__region_name")):
        places |= dict(stations.order_by().exclude(**{org: None}).values_list(org, over).distinct())
    return sorted(pk for pk, name in places.items() if len(said := _KIND.sub("", name)) > 1 and said in words)


_KIND = re.compile("(街道|社区|[区县市镇乡村])$")  # who telephones leaves it out as often as not


def refer_to_station(ticket: CallTicket, station: Station, *, note: str, by: User, at: dt.datetime) -> CallTicket:
    """Its unit handles the order from now on, by that station; its clocks are those of any order. NotAllowed."""
    answers = CallTicketAnswers(unit=station.org, station=station)
    return advance_call_ticket(ticket, DISPATCH, by=by, at=at, note=note, answers=answers)


@transaction.atomic
def report_service(
    ticket: CallTicket,
    outcome: str,
    words: str,
    *,
    service: str = "",
    by: User,
    at: dt.datetime,
    version: int | None = None,
) -> CallTicket:
    """What the station did; a `service` that was given is logged there too, by its number alone. Raises Outdated where
    something was written meanwhile, be it the same once before; NotAllowed."""
    row = locked(ticket)
    check_version(row, version)
    answers = CallTicketAnswers(outcome=outcome)
    made = make(row, CallTicketStep(SERVE, by, at, words.strip(), answers))
    if service and made.station is not None:
        log_service(made.station, Given(service, timezone.localdate(at)), by=by, at=at)
    return made
