"""What one page tells less what another tells: no small figure about a guarded matter, outside its county."""

import datetime as dt
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.categories import GROUPS
from cases.models import Petition
from cases.small_cells import BELOW, WITHHELD
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.dashboards.months import midnight
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user

REPORT, BRIEFING = reverse("dashboards:report"), reverse("cases:briefing_new")
YEAR = timezone.localdate().year - 1
QUARTERS = ((1, "q1"), (4, "q2"), (7, "q3"), (10, "q4"))
MADE_OF = {"q1": [0], "q2": [1], "q3": [2], "q4": [3], "h1": [0, 1], "h2": [2, 3], "": [0, 1, 2, 3]}
GUARDED = ("其中家庭暴力（件）", "其中涉及未成年人（件）", "未成年人权益（件）")
# By quarter. In the second, what is withheld beside three children (that of persons) stood open in the first as none.
CAME = {
    "political.election": (5, 0, 5, 5),
    "person.dignity": (0, 6, 6, 6),
    "labour.wages": (7, 7, 7, 7),
    "family.dv": (6, 3, 8, 0),
    "child.abuse": (6, 3, 5, 2),
}

Told = dict[tuple[str, str], str]  # line and period: the word


@pytest.fixture
def clerk(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


@pytest.fixture
def city(tree: ProvinceTree) -> User:
    return user(tree.binzhou, Role.UNIT_HEAD)


def came(clerk: User, category: str, count: int, day: dt.date) -> None:
    for _ in range(count):
        petition(clerk, at=midnight(day), category=category)


def report(client: Client, period: str) -> dict[str, tuple[list[str], list[str]]]:
    sections = client.get(REPORT, {"period": period}).context["page"].sections[:4]
    return {item.label: (section.heads, item.words) for section in sections for item in section.items}


def read(client: Client, told: Told, part: str) -> None:
    """One page with what it compares; the same period is told in the same words wherever it stands."""
    for label, (heads, words) in report(client, f"{YEAR}-{part}".strip("-")).items():
        told[label, part] = words[heads.index("本期")]
        if "上期" in heads and part not in ("q1", "h1"):
            before = f"{part[0]}{int(part[1]) - 1}"
            assert told[label, before] == words[heads.index("上期")], (label, part)


def test_no_sum_or_difference_of_what_the_reports_tell_is_a_hidden_figure(
    client: Client, clerk: User, city: User
) -> None:
    for category, counts in CAME.items():
        for (month, _), count in zip(QUARTERS, counts, strict=True):
            came(clerk, category, count, dt.date(YEAR, month, 10))
    client.force_login(city)
    told: Told = {}
    for part in MADE_OF:
        read(client, told, part)

    for label in (GUARDED[0], GUARDED[2]):
        assert [told[label, name] for name in ("q1", "q2", "h1")] == ["6", BELOW, WITHHELD]
    assert (told[GUARDED[0], ""], told[GUARDED[2], ""]) == (WITHHELD, "16")  # of two quarters neither follows
    assert told["信访事项（件）", ""] == f"{sum(map(sum, CAME.values()))}"
    lines = [*(f"{label}（件）" for label in GROUPS.values()), *GUARDED[:2]]
    unknown = [(line, quarter) for line in lines for quarter in range(4)]
    equations = [
        [Fraction(line == label and quarter in MADE_OF[part]) for line, quarter in unknown]
        for (label, part), word in told.items()
        if word.isdigit() and label in lines
    ]
    equations += [  # the groups come to the sum
        [Fraction(line not in GUARDED[:2] and quarter in MADE_OF[part]) for line, quarter in unknown]
        for (label, part), word in told.items()
        if word.isdigit() and label == "信访事项（件）"
    ]
    known = rank(equations)
    for place, (line, quarter) in enumerate(unknown):
        if told[line, QUARTERS[quarter][1]] == BELOW:
            alone = [Fraction(place == other) for other in range(len(unknown))]
            assert rank([*equations, alone]) == known + 1, (line, quarter)


def rank(rows: list[list[Fraction]]) -> int:
    """How many of these equations say something of their own."""
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0])):
        lead = next((row for row in rows[found:] if row[column]), None)
        if lead is None:
            continue
        rows.remove(lead)
        rows.insert(found, lead)
        for row in rows[found + 1 :]:
            share = row[column] / lead[column]
            row[:] = [n - share * m for n, m in zip(row, lead, strict=True)]
        found += 1
    return found


def test_what_came_between_two_looks_is_read_from_no_page_outside_the_county(
    client: Client, clerk: User, city: User, tree: ProvinceTree
) -> None:
    """Yesterday's page against today's; this month so far against this year: with six of each there, one more."""
    today = timezone.localdate()
    for category in ("family.dv", "child.abuse", "labour.wages"):
        came(clerk, category, 6, today)
    head = user(tree.bincheng, Role.UNIT_HEAD)

    def told(reader: User) -> list[object]:
        client.force_login(reader)
        pages: list[object] = []
        for period in (f"{today.year}", f"{today:%Y-%m}"):
            found = report(client, period)
            pages.append([found[label][1] for label in GUARDED])
        kinds = client.get(reverse("dashboards:dashboard")).context["figures"].categories
        pages.append([(kind.label, kind.now.value) for kind in kinds if kind.label in ("家庭暴力", "虐待忽视")])
        for asked in ({}, {"received_from": str(today)}, {"category": "family.dv"}):
            address = f"{BRIEFING}?{'&'.join(f'{name}={value}' for name, value in asked.items())}"
            rows = [row for table in client.get(address).context["tables"][:2] for row in table.rows]
            pages.append([row for row in rows if "家庭暴力" in row[0] or "未成年" in row[0]])
        return pages

    before, inside = told(city), told(head)
    came(clerk, "family.dv", 1, today)
    came(clerk, "child.abuse", 1, today)

    assert told(city) == before
    assert told(head) != inside
    assert Petition.objects.filter(category="family.dv").count() == 7
