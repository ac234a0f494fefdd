"""Who may sleep in which zone (domain.md H3, H8, H10), and which beds a household is given."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from stations.shelter_facts import Sex, Zone
from stations.shelter_law import ADULT_AT, BOY_WITH_HIS_MOTHER


class FreeBed(Protocol):
    """What is asked of a bed."""

    @property
    def pk(self) -> int: ...
    @property
    def room_id(self) -> int: ...
    @property
    def zone(self) -> str: ...


@dataclass(frozen=True)
class Sleeper:
    """Of a person: sex, and age in years; `led_by` is the sex of the adult whom a child accompanies."""

    sex: str
    age: int
    led_by: str = ""

    @property
    def minor(self) -> bool:
        return self.age < ADULT_AT


def age_on(born: dt.date, day: dt.date) -> int:
    """Full years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def zones_of(person: Sleeper) -> tuple[Zone, ...]:
    """The zones that are open to her, the most fitting first."""
    if not person.minor:
        return (Zone.WOMEN, Zone.FAMILY) if person.sex == Sex.FEMALE else (Zone.MEN,)
    if not person.led_by:
        return (Zone.GIRLS,) if person.sex == Sex.FEMALE else (Zone.BOYS,)
    if person.led_by == Sex.FEMALE:
        small = person.sex == Sex.FEMALE or person.age < BOY_WITH_HIS_MOTHER
        return (Zone.FAMILY, Zone.WOMEN) if small else (Zone.FAMILY, Zone.BOYS)
    return (Zone.MEN, Zone.BOYS) if person.sex == Sex.MALE else (Zone.GIRLS,)


def allot(people: Sequence[Sleeper], free: Iterable[FreeBed]) -> list[FreeBed] | None:
    """A bed for each, in this order: one room for all where there is one, else any that are open to each; None where
    they do not suffice."""
    beds = list(free)
    rooms: dict[int, list[FreeBed]] = {}
    for bed in beds:
        rooms.setdefault(bed.room_id, []).append(bed)
    together = [found for room in rooms.values() if (found := _fit(people, room)) is not None]
    if together:
        return min(together, key=lambda found: (_far(people, found), len(rooms[found[0].room_id]), found[0].pk))
    return _fit(people, beds)


def _fit(people: Sequence[Sleeper], beds: Sequence[FreeBed]) -> list[FreeBed] | None:
    """One bed each; whoever has the fewest zones chooses first."""
    left, given = list(beds), {}
    for place in sorted(range(len(people)), key=lambda each: len(zones_of(people[each]))):
        zones = zones_of(people[place])
        fitting = [bed for bed in left if bed.zone in zones]
        if not fitting:
            return None
        given[place] = min(fitting, key=lambda bed: (zones.index(Zone(bed.zone)), bed.pk))
        left.remove(given[place])
    return [given[place] for place in range(len(people))]


def _far(people: Sequence[Sleeper], beds: Sequence[FreeBed]) -> int:
    """How far from the most fitting zones; a family does not take the women's beds while its own are free."""
    led = any(person.led_by for person in people)
    away = sum(zones_of(person).index(Zone(bed.zone)) for person, bed in zip(people, beds, strict=True))
    return away - len(people) * (led and all(bed.zone == Zone.FAMILY for bed in beds))
