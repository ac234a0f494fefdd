"""Stations of the demo: of the deep cities down to the village, with a log of half a year."""

import datetime as dt
from random import Random

from django.db import transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.people import name_of
from fedportal.dashboards.demo.places import DEEP_CITIES, SEATS
from fedportal.lib.copying import copy_rows
from fedportal.orgs.codes import code_end
from fedportal.orgs.models import Level, Organization
from stations.actions.station_links import Said, set_links
from stations.actions.station_log import Given, log_service, open_day
from stations.imports.loading import enter_many
from stations.models import ServiceEntry, Station, StationContact
from stations.station_facts import HostKind, Linkage, Service, StationKind

COVERED = {Level.COUNTY: 1.0, Level.TOWNSHIP: 0.92, Level.VILLAGE: 0.68}
AT_SEATS = 0.9
SERVING = 0.7  # of the stations, in each of the last months
MONTHS = 5
WORDS = ("", "", "", "婚姻财产咨询", "反家暴宣传", "送法进村", "留守妇女走访", "联合调处邻里纠纷", "困难母亲慰问")


def build_some(hands: Hands) -> None:
    """Entered by the counties as from a ledger, since they are thousands; what they served is written day by day."""
    for city in DEEP_CITIES:
        units = Organization.objects.filter(code__gte=city, code__lt=code_end(city), valid_to=None)
        counties = {county.code // 10**6: county for county in units.filter(level=Level.COUNTY)}
        below = [unit for unit in units.filter(level__gte=Level.COUNTY).order_by("code") if _has(hands.random, unit)]
        for code, county in sorted(counties.items()):
            by = hands.of(county, Can.KEEP_STATIONS)
            of_it = [unit for unit in below if unit.code // 10**6 == code]
            _open(of_it, by, hands)
    _use_some(hands)


def _has(random: Random, unit: Organization) -> bool:
    share = COVERED[Level(unit.level)]
    at_seat = any(seat <= unit.code < code_end(seat) for seat in SEATS)
    return random.random() < (max(share, AT_SEATS) if at_seat else share)


@transaction.atomic
def _open(units: list[Organization], by: User, hands: Hands) -> None:
    made = enter_many([_station(unit, hands) for unit in units], by=by, at=hands.ago(200), verb="station.import")
    entries = [entry for station in made for entry in _services(station, by, hands)]
    copy_rows(entries)


def _station(unit: Organization, hands: Hands) -> tuple[Station, list[StationContact]]:
    random, name = hands.random, unit.region_name
    kind = StationKind.RIGHTS_STATION if random.random() < 0.7 else StationKind.WOMENS_HOME
    host = random.choice([HostKind.GOVERNANCE_CENTRE, HostKind.COMMITTEE, HostKind.SERVICE_HALL])
    station = Station(
        org=unit,
        org_code=unit.code,
        kind=kind,
        name=f"{name}{kind.label}",
        host_kind=host,
        host_name=f"{name}{host.label}",
        address=f"{name}中心街{random.randrange(1, 200)}号",
        phone=f"0000-{random.randrange(10**7):07d}",
        hours="周一至周五 8:30—11:30，14:30—17:30",
        opened_on=hands.ago(random.randrange(220, 2500)).date(),
    )
    person = name_of(random, female=True)
    return station, [StationContact(place=1, name=person, duty="站长", published=random.random() < 0.8)]


def _services(station: Station, by: User, hands: Hands) -> list[ServiceEntry]:
    random, found = hands.random, []
    for back in range(MONTHS):
        if random.random() < SERVING:
            for _ in range(random.randrange(1, 4)):
                at = hands.ago(back * 30 + random.uniform(0, 28))
                service, people = random.choice(Service.values), random.choice((1, 1, 1, 2, 3, 12, 40))
                plain = {"entered_at": at, "entered_by": by, "words": random.choice(WORDS)}
                day = timezone.localdate(at)
                found.append(ServiceEntry(station=station, day=day, service=service, people=people, **plain))
    return found


def _use_some(hands: Hands) -> None:
    """At the seat whose worker visitors sign in as: today's log, and what the station is linked with."""
    county = Organization.objects.get(code=SEATS[0], valid_to=None)
    villages = Station.objects.filter(org__level__gte=Level.TOWNSHIP).in_range_of(county).select_related("org")
    clerk = hands.of(county, Can.KEEP_STATIONS)
    for station in villages.order_by("org_code")[:12]:
        evidence = "与综治中心签订联动协议，派驻 1 人"
        set_links(station, {Linkage.ORGANISATION: Said(True, evidence)}, by=clerk, at=hands.ago(30))
        worker = User.objects.filter(org=station.org).select_related("org").first()
        if worker is None or not worker.can(Can.LOG_SERVICES):
            continue
        today = timezone.localdate(hands.at)
        open_day(station, duty=worker.name, by=worker, at=hands.at - dt.timedelta(hours=1))
        for service in hands.random.sample(Service.values, 2):
            log_service(station, Given(service, today), by=worker, at=hands.at)
