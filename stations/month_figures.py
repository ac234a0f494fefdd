"""The services of one station by month, the newest first, months without any among them."""

import datetime as dt
from dataclasses import dataclass

from stations.models import Station, StationMonth
from stations.station_facts import Service


@dataclass(frozen=True)
class Month:
    """Its first day, how often something was logged, and people by kind."""

    first: dt.date
    entries: int
    people: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.people.values())

    @property
    def cells(self) -> list[int]:
        """People, kind by kind."""
        return [self.people[service] for service in Service.values]

    @property
    def shown(self) -> list[tuple[str, str, int]]:
        """Each kind: its code, its name, people."""
        return [(value, label, self.people[value]) for value, label in Service.choices]


def months_of(station: Station, count: int, today: dt.date) -> list[Month]:
    """The running month and those before it."""
    firsts = [today.replace(day=1)]
    while len(firsts) < count:
        firsts.append((firsts[-1] - dt.timedelta(days=1)).replace(day=1))
    found = {row.month: row for row in StationMonth.objects.filter(station=station, month__in=firsts)}
    return [_month(first, found.get(first)) for first in firsts]


def _month(first: dt.date, row: StationMonth | None) -> Month:
    people = {service: getattr(row, service) if row else 0 for service in Service.values}
    return Month(first, row.entries if row else 0, people)
