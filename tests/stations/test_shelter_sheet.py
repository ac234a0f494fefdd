"""The table of shelters (T-09): what it counts, and that no figure tells of one woman, nor what is left over."""

import datetime as dt
import io
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.database_clock import database_now
from stations.actions.shelter_admitting import apply, decline
from stations.actions.shelter_care import refer
from stations.actions.shelter_stays import Leaving, close_stay, discharge, visit
from stations.models import Shelter
from stations.shelter_statistics import alone, is_small, of_shelters, summed, together
from tests.factories import ProvinceTree, user
from tests.stations.shelters import ADDRESS, NAME, RESIDENT, child, household, shelter, stay, woman

SHEET = "/statistics/shelters/"
DAYS = dt.timedelta(days=400)


@pytest.fixture
def year(keeper: User) -> Shelter:
    """Six households: one declined, five received, of which one left and was visited, and one was referred."""
    row, at = shelter(keeper, women=9, family=3), database_now()
    decline(apply(row, household(), by=keeper, at=at), reason="has_place", words="有住处", by=keeper, at=at)
    first, second, *_ = [
        stay(row, keeper, woman(f"住{number}"), *([child()] if number == 0 else []), at=at) for number in range(5)
    ]
    discharge(first, Leaving("fetched", "本人申请。", "姐姐"), by=keeper, at=at + dt.timedelta(seconds=1))
    visit(first, safe=True, words="安全", by=keeper, at=at + dt.timedelta(seconds=2))
    close_stay(first, by=keeper, at=at + dt.timedelta(seconds=3))
    refer(second, kind="legal", words="法律援助中心", by=keeper, at=at)
    return row


def figures(tree: ProvinceTree) -> Counter[str]:
    now = database_now()
    return of_shelters(tree.shandong, now - DAYS, now + DAYS)[tree.bincheng.code]


def test_each_figure_counts_what_its_base_says(year: Shelter, tree: ProvinceTree) -> None:
    found = figures(tree)

    asked = ("beds", "applied", "admitted", "declined", "pending", "adults", "minors", "left", "visited", "extended")
    assert [found[name] for name in asked] == [12, 6, 5, 1, 0, 5, 1, 1, 1, 0]
    assert (found["declined_has_place"], found["by_fetched"], found["to_legal"]) == (1, 1, 1)
    assert of_shelters(tree.hubei, database_now() - DAYS, database_now() + DAYS) == {}


def test_the_heads_of_the_county_read_their_own_figures(year: Shelter, keeper: User, client: Client) -> None:
    client.force_login(user(keeper.org, Role.UNIT_HEAD))

    sheet = client.get(SHEET).context["sheet"]

    assert [line.main for line in sheet.lines] == [["12", "6", "5", "1", "5", "1", "1", "0.0", "0", "1"]]
    assert sheet.total.main == sheet.lines[0].main
    assert ("有其他安全的住处", "1") in dict(sheet.parts)["不予接收的原因"]


@pytest.mark.parametrize("role", [Role.STAT_OFFICER, Role.SUPERVISOR])
def test_others_read_no_small_figure_even_in_the_same_county(
    year: Shelter, keeper: User, tree: ProvinceTree, client: Client, role: Role
) -> None:
    for org in (tree.bincheng, tree.binzhou, tree.shandong):
        client.force_login(user(org, role))
        answer = client.get(SHEET)
        sheet = answer.context["sheet"]
        for line in (*sheet.lines, sheet.total):
            assert line.main == ["12", *["*"] * 9]
        assert {word for _, rows in sheet.parts for _, word in rows} == {"*"}
        shown = answer.content.decode()
        assert not [secret for secret in (ADDRESS, NAME, RESIDENT) if secret in shown]


def test_another_county_is_told_nothing(year: Shelter, tree: ProvinceTree, client: Client) -> None:
    client.force_login(user(tree.huimin, Role.UNIT_HEAD))

    assert client.get(SHEET).context["sheet"].is_empty
    assert client.get(f"{SHEET}?org={tree.bincheng.code}").status_code == 404


def test_the_file_keeps_back_what_the_page_keeps_back(year: Shelter, tree: ProvinceTree, client: Client) -> None:
    reader = user(tree.shandong, Role.STAT_OFFICER)
    client.force_login(reader)

    book = load_workbook(io.BytesIO(client.get(SHEET, {"form": "xlsx"}).content))

    assert [cell.value for cell in book["庇护救助表"][5]][1:4] == [12, "*", "*"]
    assert {row[1].value for row in book["构成"].iter_rows(min_row=2, max_row=6)} == {"*"}
    assert AccessEvent.objects.filter(verb="shelters.download", actor=reader).exists()


def test_the_number_of_questions_is_the_same_for_more(year: Shelter, tree: ProvinceTree) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as questions:
            figures(tree)
        return len(questions)

    before = asked()
    other = user(tree.huimin, Role.UNIT_HEAD)
    for number in range(3):
        stay(shelter(other, name=f"院{number}"), other, at=database_now())
    assert asked() == before


_PLACES = some.lists(some.integers(0, 12), min_size=1, max_size=6)


@given(_PLACES)
def test_what_is_shown_leaves_over_no_small_figure(numbers: list[int]) -> None:
    """Whoever takes what is shown from the sum learns neither one unit's figure nor a small one."""
    parts = [alone(Counter(applied=number, admitted=number)) for number in numbers]
    whole = together(parts)
    if whole.may_show:
        hidden = [part.figures for part in parts if not part.may_show]
        assert len(hidden) != 1
        assert not is_small(summed(hidden))
        assert not is_small(whole.figures)
