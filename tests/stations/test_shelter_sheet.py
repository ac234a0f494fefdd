"""The table of shelters (T-09): what it counts, and that no figure tells of one woman, nor what is left over."""

import datetime as dt
import io
from collections import Counter
from fractions import Fraction

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
from fedportal.lib.row_scope import EVERYTHING, rows_of
from stations.actions.shelter_admitting import apply, decline
from stations.actions.shelter_care import refer
from stations.actions.shelter_stays import Leaving, close_stay, discharge, visit
from stations.models import BedUse, Shelter, ShelterApplication, ShelterStay
from stations.shelter_statistics import alone, in_quarters, of_shelters, together
from tests.factories import ProvinceTree, user
from tests.stations.shelters import ADDRESS, NAME, RESIDENT, child, household, looked, shelter, stay, woman

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


def a_year_ago() -> None:
    """What was asked for was so last year."""
    with rows_of(EVERYTHING):
        ShelterApplication.objects.update(applied_at=database_now() - dt.timedelta(days=366))


@pytest.mark.parametrize("role", [Role.STAT_OFFICER, Role.SUPERVISOR])
def test_others_read_no_small_figure_even_in_the_same_county(
    year: Shelter, keeper: User, tree: ProvinceTree, client: Client, role: Role
) -> None:
    for org in (tree.bincheng, tree.binzhou, tree.shandong):
        client.force_login(user(org, role))
        if org == tree.binzhou:  # outside the county nothing is told before the year is over
            assert client.get(SHEET).context["sheet"].total.main == ["12", *["0"] * 6, "—", "0", "0"]
            a_year_ago()
        answer = client.get(SHEET)
        sheet = answer.context["sheet"]
        for line in (*sheet.lines, sheet.total):
            assert line.main == ["12", *["*"] * 9]
        assert sheet.parts == []
        shown = answer.content.decode()
        assert not [secret for secret in (ADDRESS, NAME, RESIDENT) if secret in shown]


def test_another_county_is_told_nothing(year: Shelter, tree: ProvinceTree, client: Client) -> None:
    client.force_login(user(tree.huimin, Role.UNIT_HEAD))

    assert client.get(SHEET).context["sheet"].is_empty
    assert client.get(f"{SHEET}?org={tree.bincheng.code}").status_code == 404


def test_the_file_keeps_back_what_the_page_keeps_back(year: Shelter, tree: ProvinceTree, client: Client) -> None:
    reader = user(tree.shandong, Role.STAT_OFFICER)
    client.force_login(reader)
    a_year_ago()

    book = load_workbook(io.BytesIO(client.get(SHEET, {"form": "xlsx"}).content))

    assert [cell.value for cell in book["庇护救助表"][5]][1:4] == [12, "*", "*"]
    assert book["构成"].max_row == 1
    assert "条件检查" not in book.sheetnames  # nor does the page show it to her
    assert AccessEvent.objects.filter(verb="shelters.download", actor=reader).exists()


def test_nights_and_scores_stand_in_the_file_as_on_the_page(
    year: Shelter, keeper: User, tree: ProvinceTree, client: Client
) -> None:
    looked(year, keeper, without=("alarm",), at=database_now())

    def told(reader: User) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
        client.force_login(reader)
        asked = {"org": str(tree.bincheng.code)}
        page = client.get(SHEET, asked).context
        book = load_workbook(io.BytesIO(client.get(SHEET, asked | {"form": "xlsx"}).content))
        found = []
        for name, lines in (("入住夜数、使用率", page["nights"]), ("条件检查", page["looked"])):
            cells = list(book[name].iter_rows(min_row=2, values_only=True)) if name in book.sheetnames else []
            written = [tuple(map(plain, row)) for row in cells]
            assert written == [tuple(map(plain, line.words)) for line in lines]
            found.append(written)
        return found[0], found[1]

    nights, scores = told(user(tree.bincheng, Role.UNIT_HEAD))
    assert len(nights) == 12
    assert scores[0][:3] == ("滨城区", "1", "1")
    ShelterStay.objects.all().update(admitted_at=database_now() - DAYS)
    BedUse.objects.all().update(begins_at=database_now() - DAYS)
    few = BedUse.objects.exclude(resident__name=None).values_list("pk", flat=True)[2:]
    BedUse.objects.filter(pk__in=list(few)).update(ends_at=database_now() - DAYS)
    city, _ = told(user(tree.binzhou, Role.UNIT_HEAD))
    assert {row[1] for row in city} == {"*"}
    assert told(user(tree.binzhou, Role.STAT_OFFICER)) == (city, [])


def plain(cell: object) -> str:
    """A figure however it is written: 12,000 and 3.0 are 12000 and 3."""
    return str(cell).replace(",", "").removesuffix(".0")


def test_a_year_does_not_tell_the_quarter_that_is_kept_back() -> None:
    def told(*applied: int) -> bool:
        return in_quarters([Counter(applied=n, admitted=n) for n in applied]).may_show

    assert told(10, 20, 30, 0)
    assert not told(10, 3, 20, 30)  # 63 less 60
    assert told(3, 4, 20, 30)
    assert not told(2, 2, 20, 30)  # the half of four
    assert in_quarters([Counter(beds=12)] * 4).figures["beds"] == 12


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


_COUNTIES = some.lists(some.integers(0, 12), min_size=1, max_size=4)
_CITIES = some.lists(_COUNTIES, min_size=1, max_size=4)


@given(_CITIES)
def test_whoever_subtracts_all_pages_from_each_other_learns_of_no_unit_with_a_small_figure(
    cities: list[list[int]],
) -> None:
    """Every page of a province and of its cities, as equations: none can be solved for what a county keeps back."""
    leaves = [[alone(Counter(applied=number, admitted=number)) for number in city] for city in cities]
    lines = [together(city) for city in leaves]
    place = {(i, j): n for n, (i, j) in enumerate((i, j) for i, city in enumerate(cities) for j in range(len(city)))}
    known = [{place[i, j]} for i, city in enumerate(leaves) for j, leaf in enumerate(city) if leaf.may_show]
    known += [{place[i, j] for j in range(len(leaves[i]))} for i, line in enumerate(lines) if line.may_show]
    known += [set(place.values())] if together(lines).may_show else []

    rows = [[Fraction(n in shown) for n in range(len(place))] for shown in known]
    told = rank(rows)
    for (i, j), n in place.items():
        if not leaves[i][j].may_show:
            assert rank([*rows, [Fraction(n == m) for m in range(len(place))]]) > told


def rank(rows: list[list[Fraction]]) -> int:
    """How many of these equations say something of their own."""
    left, found = [row[:] for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for row in left[found + 1 :]:
            share = row[column] / pivot[column]
            row[:] = [one - share * other for one, other in zip(row, pivot, strict=True)]
        found += 1
    return found


def test_two_cities_with_one_small_county_each_do_not_tell_their_sum() -> None:
    small, large = Counter(applied=1, admitted=1), Counter(applied=10, admitted=10)
    cities = [together([alone(large), alone(small)]) for _ in range(2)]

    assert [city.may_show for city in cities] == [False, False]
    assert not together(cities).may_show


def test_what_a_head_reads_of_her_own_unit_is_no_veil_for_another() -> None:
    own, other = alone(Counter(left=4), whole=True), alone(Counter(left=1))

    assert not together([own, other]).may_show
