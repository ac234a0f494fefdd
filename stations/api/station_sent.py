"""What another system sends about a station, and about a service that was given there; the pages' forms judge it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from rest_framework import serializers

from cases.api.writing_typed import Given, refused_field, typed_value, units_by_code
from fedportal.accounts.models import User
from fedportal.api.sent_fields import REQUIRED, CodeField, DayField, Flag, Number, Shape, Text, choice, text
from stations.actions.station_links import Said, links_of, set_links
from stations.actions.station_log import close_day, correct_service, log_service, open_day, strike_service
from stations.actions.stations import change_station, close_station, open_station
from stations.api.reading import ROWS, SERVICES
from stations.api.writing_forms import plain, refuse_fixed, standing
from stations.api.written import Step, Written
from stations.forms.links_form import LinksForm
from stations.forms.log_form import NAMELESS, CloseDayForm, CorrectForm, OpenDayForm, ServiceForm, StrikeForm
from stations.forms.station_form import CloseStationForm, StationForm
from stations.models import ServiceEntry, Station
from stations.models.station import KIND
from stations.models.station_log import KIND as SERVICE
from stations.models.station_log import MOST_PEOPLE
from stations.station_facts import HostKind, Linkage, Service, StationKind
from stations.station_law import LOG_WITHIN_DAYS, MOST_CONTACTS

NO_STATION = "没有这个站点，或者不在您的范围内。"
_CONTACT = ("name", "duty", "phone", "published")
_PLAIN = ("kind", "name", "opened_on", "host_kind", "host_name", "address", "hours", "phone", "public")
_CLOSING = ("closed_on", "reason")
_OF_SERVICE = ("service", "people", "day", "words", "reason")
_UNSAID = "没有变化"  # of an entry that is sent again as it stands: nothing is written, and no reason asked


class SentStationContactShape(Shape):
    """A named person of a station."""

    name = Text(max_length=60)
    duty = text(60)
    phone = text(40)
    published = Flag(required=False, help_text="对外公开")


class SentStationShape(Shape):
    """A station as its page asks for it."""

    org = CodeField(required=False, help_text="服务的单位，默认本单位")
    kind = choice(StationKind.choices)
    name = Text(max_length=120)
    opened_on = DayField(help_text="建站日期")
    host_kind = choice(HostKind.choices, help_text="依托单位类别")
    host_name = text(120, help_text="依托单位名称")
    address = Text(max_length=200)
    hours = Text(max_length=100, help_text="开放时间")
    phone = text(40, help_text="对外电话")
    public = Flag(required=False, help_text="向社会公开，默认公开")
    contacts = serializers.ListField(
        child=SentStationContactShape(), required=False, max_length=MOST_CONTACTS, help_text="人员，整项替换"
    )


class SentLinkShape(Shape):
    """One of 三融三联."""

    link = choice(Linkage.choices)
    met = Flag(help_text="已做到")
    evidence = text(500, help_text="佐证，已做到的必填")


class SentStationMoveShape(Shape):
    """What a step asks for."""

    closed_on = DayField(required=False, help_text="撤销日期（close）")
    reason = text(200, help_text="撤销原因（close）")
    duty = text(60, help_text="值班人员（open_day）")
    visitors = Number(min_value=0, max_value=MOST_PEOPLE, required=False, help_text="来访人次（close_day）")
    note = text(300, help_text=f"值班记录（close_day），可以不填；{NAMELESS}")
    links = serializers.ListField(
        child=SentLinkShape(), required=False, min_length=1, max_length=len(Linkage), help_text="没有写的不变（links）"
    )


class SentServiceShape(Shape):
    """One service: never to whom."""

    station = serializers.UUIDField(help_text="站点的 ref")
    service = choice(Service.choices)
    day = DayField(help_text=f"服务日期，{LOG_WITHIN_DAYS} 天以内")
    people = Number(min_value=1, max_value=MOST_PEOPLE, help_text="人次")
    words = text(200, help_text=NAMELESS)
    reason = text(200, help_text=f"更正原因，更正时必填；{NAMELESS}")


class SentServiceMoveShape(Shape):
    """What a step asks for."""

    reason = text(200, help_text=f"划去原因；{NAMELESS}")


def day_steps() -> dict[str, Step]:
    """The doors of today: once more the same day, opening changes nothing and closing corrects."""
    return {
        "open_day": Step(
            lambda typed, row: OpenDayForm(typed),
            lambda row, form, *, by, at: open_day(row, duty=form.cleaned_data["duty"], by=by, at=at),
            lambda given, row: plain(given, ("duty",)),
            frozenset({"duty"}),
        ),
        "close_day": Step(
            lambda typed, row: CloseDayForm(typed),
            lambda row, form, *, by, at: close_day(row, **form.cleaned_data, by=by, at=at),
            lambda given, row: plain(given, ("visitors", "note")),
            frozenset({"visitors", "note"}),
        ),
    }


class NewServiceForm(ServiceForm):
    """The page knows at which station one stands."""

    station: Station


def _station_form(given: Given, row: Station | None, by: User, at: dt.datetime) -> forms.BaseForm:
    typed = standing(StationForm(by=by, station=row)) | plain(given, _PLAIN)
    if "org" in given:
        typed["org"] = units_by_code([given["org"]], by.org).get(given["org"], "0")
    return StationForm(typed | _contacts(given), by=by, station=row)


def _contacts(given: Given) -> dict[str, Any]:
    """In the places of the page, of which those that are left are emptied."""
    if "contacts" not in given:
        return {}
    told = [*given["contacts"], *[{}] * MOST_CONTACTS][:MOST_CONTACTS]
    return {
        f"{part}_{place}": typed_value(one.get(part)) for place, one in enumerate(told, start=1) for part in _CONTACT
    }


def _service_form(given: Given, row: ServiceEntry | None, by: User, at: dt.datetime) -> forms.BaseForm:
    if row is not None:
        return _correction(given, row)
    if "station" not in given:
        raise refused_field("station", "required", REQUIRED)
    station = Station.objects.visible_to(by).filter(ref=given["station"]).select_related("org").first()
    if station is None:
        raise refused_field("station", "not_found", NO_STATION)
    if given.get("reason"):
        refuse_fixed(["reason"])
    typed = plain(given, _OF_SERVICE) | {"submission": str(uuid.uuid4())}
    form = NewServiceForm(typed, day=timezone.localdate(at))
    form.station = station
    return form


def _correction(given: Given, row: ServiceEntry) -> forms.BaseForm:
    if "station" in given and given["station"] != row.station.ref:
        refuse_fixed(["station"])
    said = standing(CorrectForm(entry=row))
    sent = plain(given, _OF_SERVICE)
    if not sent.get("reason") and sent.items() <= said.items():
        sent["reason"] = _UNSAID
    return CorrectForm(said | sent, entry=row)


def _hold_station(row: ServiceEntry) -> object:
    """As the verbs of the log do: two who correct the same entry wait for each other here."""
    return Station.objects.select_for_update(of=("self",), no_key=True).get(pk=row.station_id)


def _links(given: Given, row: Station) -> dict[str, Any]:
    said = standing(LinksForm(said=links_of(row)))
    for one in given.get("links", ()):
        said |= {f"met_{one['link']}": typed_value(one["met"]), f"evidence_{one['link']}": one.get("evidence", "")}
    return said


def _set_links(row: Station, form: Any, *, by: User, at: dt.datetime) -> None:
    said: Mapping[Linkage, Said] = form.said()
    set_links(row, said, by=by, at=at)


STATION = Written(
    "station",
    KIND,
    ROWS,
    SentStationShape,
    _station_form,
    make=lambda form, *, by, at: open_station(form.facts(), by=by, at=at),
    change=lambda row, form, *, by, at: change_station(row, form.facts(), by=by, at=at),
    paths={
        f"{part}_{place}": f"contacts.{place - 1}.{part}" for part in _CONTACT for place in range(1, MOST_CONTACTS + 1)
    },
    move_shape=SentStationMoveShape,
    steps={
        "close": Step(
            lambda typed, row: CloseStationForm(typed),
            lambda row, form, *, by, at: close_station(
                row, on=form.day, reason=form.cleaned_data["reason"], by=by, at=at
            ),
            lambda given, row: plain(given, _CLOSING),
            frozenset(_CLOSING),
        ),
        "links": Step(
            lambda typed, row: LinksForm(typed, said=links_of(row)), _set_links, _links, frozenset({"links"})
        ),
        **day_steps(),
    },
)
STATION_SERVICE = Written(
    "service",
    SERVICE,
    SERVICES,
    SentServiceShape,
    _service_form,
    make=lambda form, *, by, at: log_service(form.station, form.given(), by=by, at=at),
    change=lambda row, form, *, by, at: correct_service(
        row, form.given(), reason=form.cleaned_data["reason"], by=by, at=at
    ),
    hold_first=_hold_station,
    move_shape=SentServiceMoveShape,
    steps={
        "strike": Step(
            lambda typed, row: StrikeForm(typed),
            lambda row, form, *, by, at: strike_service(row, reason=form.cleaned_data["reason"], by=by, at=at),
            lambda given, row: plain(given, ("reason",)),
            frozenset({"reason"}),
        ),
    },
)
