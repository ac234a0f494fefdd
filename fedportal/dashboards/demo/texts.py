"""The words of invented matters, filled in from texts.toml."""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from fedportal.dashboards.demo import people

# Shares of 1,775 cases of a city's federation (domain.md 3.3), the rest of a group spread over its kinds.
SHARES = {
    "family.affair": 28.8,
    "family.dv": 24.0,
    "family.divorce": 16.9,
    "family.dispute": 2.6,
    "family.interference": 0.6,
    "family.custody": 1.1,
    "family.elder_support": 0.9,
    "family.bride_price": 0.6,
    "family.abduction": 0.3,
    "family.spousal_support": 0.2,
    "family.other": 0.3,
    "labour.relief": 3.2,
    "labour.insurance": 2.8,
    "labour.wages": 1.2,
    "labour.maternity": 0.4,
    "labour.maternity_leave": 0.3,
    "labour.injury": 0.2,
    "labour.discrimination": 0.4,
    "labour.equal_pay": 0.2,
    "labour.harassment": 0.2,
    "labour.retirement": 0.2,
    "labour.other": 0.1,
    "other.help": 3.0,
    "other.consultation": 1.8,
    "other.not_ours": 1.4,
    "other.suggestion": 0.5,
    "other.federation": 0.2,
    "child.left_behind": 0.4,
    "child.guardianship": 0.3,
    "child.bullying": 0.2,
    "child.abuse": 0.2,
    "child.sexual_abuse": 0.05,
    "child.other": 0.1,
    "property.land.membership": 0.6,
    "property.land.compensation": 0.7,
    "property.land.contract": 0.5,
    "property.land.income": 0.3,
    "property.land.homestead": 0.2,
    "property.marital": 0.5,
    "property.inheritance": 0.4,
    "property.housing": 0.2,
    "property.debt": 0.2,
    "property.other": 0.1,
    "person.stalking": 0.5,
    "person.dignity": 0.4,
    "person.harassment": 0.2,
    "person.assault": 0.1,
    "person.life": 0.2,
    "person.liberty": 0.1,
    "person.trafficking": 0.1,
    "person.fertility": 0.1,
    "person.other": 0.1,
    "education.other": 0.3,
    "education.training": 0.2,
    "education.dropout": 0.1,
    "education.admission": 0.1,
    "political.management": 0.1,
    "political.election": 0.05,
    "political.promotion": 0.05,
}


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "texts.toml").read_text("utf-8"))


def request_and_facts(random: Random, category: str, *, village: str, on: dt.date) -> tuple[str, str]:
    """What she asks for and what happened to her."""
    texts = _book()[category]
    facts = random.choice(texts["facts"])
    for sentence in random.sample(_book()["more"]["facts"], random.choice((0, 1, 1, 2))):
        facts += sentence
    return random.choice(texts["requests"]), facts.format_map(_slots(random, village, on))


def said(random: Random, verb: str, *, organ: str = "") -> str:
    """What a cadre writes when she acts: accept, redirect, pass_down, reply, close."""
    return random.choice(_book()["words"][verb]).format(organ=organ)


def organ(random: Random, region: str) -> str:
    """Whom a matter that is not ours goes to."""
    return region + random.choice(_book()["organs"]["names"])


def _slots(random: Random, village: str, on: dt.date) -> dict[str, object]:
    before = on - dt.timedelta(days=random.randrange(3, 120))
    return {
        "spouse": people.name_of(random, female=False),
        "person": people.name_of(random, female=False),
        "child": random.choice(people.CHILDREN),
        "age": random.randrange(4, 15),
        "elder": random.randrange(42, 56),
        "years": random.randrange(2, 26),
        "months": random.randrange(3, 19),
        "days": random.randrange(3, 22),
        "leave": random.choice((98, 128, 158)),
        "pregnant": random.randrange(3, 8),
        "people": random.randrange(3, 28),
        "mu": random.choice((2.4, 3.1, 3.6, 4.2, 5.8)),
        "amount": random.choice((1.2, 2, 3.5, 4.8, 6, 6.6, 8.8, 10, 12, 16.8, 20)),
        "money": f"{random.randrange(12, 480) * 100:,}",
        "small": f"{random.randrange(4, 60) * 100:,}",
        "date": f"{before.month}月{before.day}日" if before.year == on.year else f"{before.year}年{before.month}月",
        "village": village,
        "company": random.choice(people.COMPANIES),
    }
