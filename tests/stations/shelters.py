"""Shelters for tests, entered and used by the real verbs."""

import datetime as dt
from typing import Any

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from stations.actions.checklists import load_checklists
from stations.actions.shelter_admitting import Guest, Household, receive
from stations.actions.shelter_checks import Scored, items_of, keep_check
from stations.actions.shelter_founding import confirm_founding
from stations.actions.shelters import ShelterFacts, add_room, open_shelter
from stations.models import Shelter, ShelterCheck, ShelterStay
from tests.cases.samples import NOW
from tests.factories import user

ADDRESS = "秘密巷九十九号"
NAME = "向阳小院"
RESIDENT = "避难人甲"
FACTS: dict[str, Any] = {
    "kind": "shelter",
    "name": NAME,
    "address": ADDRESS,
    "phone": "0543-3999999",
    "pick_up": "在约定的公交站由管护人来接",
    "opened_on": dt.date(2025, 3, 8),
}
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def shelter(by: User, *, women: int = 2, family: int = 3, men: int = 0, girls: int = 0, **changes: Any) -> Shelter:
    """One with a room in each zone that has beds, confirmed by another; whoever enters it is its keeper."""
    row = open_shelter(ShelterFacts(**FACTS | changes), sex="f", by=by, at=NOW - 9 * DAY)
    row = confirm_founding(row.pk, by=user(by.org, Role.UNIT_HEAD), at=NOW - 9 * DAY)
    for zone, beds in {"women": women, "family": family, "men": men, "girls": girls}.items():
        if beds:
            add_room(row, label=f"{zone} 1", zone=zone, beds=beds, by=by, at=NOW - 9 * DAY)
    return row


def woman(name: str = RESIDENT, **changes: Any) -> Guest:
    return Guest(**{"name": name, "sex": "f", "born_on": dt.date(1994, 5, 6)} | changes)


def child(name: str = "孩子", *, born: int = 2021, **changes: Any) -> Guest:
    return Guest(**{"name": name, "sex": "m", "born_on": dt.date(born, 3, 4)} | changes)


def household(*guests: Guest, **changes: Any) -> Household:
    return Household(**{"guests": guests or (woman(),), "basis": "word"} | changes)


def stay(row: Shelter, by: User, *guests: Guest, at: dt.datetime = NOW, **changes: Any) -> ShelterStay:
    return receive(row, household(*guests, **changes), by=by, at=at)


def looked(row: Shelter, by: User, *, without: tuple[str, ...] = (), at: dt.datetime = NOW) -> ShelterCheck:
    """A look at what it must have: all is there, but what is named by its code."""
    load_checklists(at=at)
    found = {
        item.pk: Scored(0, "没有。") if item.code in without else Scored(item.points) for item in items_of(row, at)
    }
    return keep_check(row, found, by=by, at=at)
