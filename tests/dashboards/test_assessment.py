"""The assessment sheet: its figures, their sum, their lists, their file, and what it tells to whom."""

import datetime as dt
import io
from collections import Counter

import openpyxl
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.assessment import Fault, assess
from cases.counted import Counted
from cases.law import SETTLED_AFTER
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.dashboards.assessment_file import HEAD
from fedportal.dashboards.ranges import OWN, Range
from fedportal.orgs.models import Organization
from tests.cases.samples import accusation, petition
from tests.dashboards.busy import DAY, busy_year, by_hand
from tests.dashboards.links import broken_claims, claims
from tests.dashboards.world import World
from tests.factories import user

ADDRESS = reverse("dashboards:assessment")


def span(world: World, days: int = 400) -> tuple[dt.datetime, dt.datetime]:
    return world.now - days * DAY, world.now + DAY


def sheet_of(client: Client, reader: User, org: Organization | None = None, **params: str) -> HttpResponse:
    client.force_login(reader)
    given = {"period": busy_year()} | params
    return client.get(ADDRESS, ({"org": str(org.code)} if org else {}) | given)


@pytest.mark.parametrize("place", ["shandong", "binzhou", "bincheng"])
@pytest.mark.parametrize("days", [400, 60, 15])
def test_the_figures_equal_a_count_by_hand(busy: World, place: str, days: int) -> None:
    org, period, at = getattr(busy.tree, place), span(busy, days), timezone.now()
    scope = Range.of(org, at)

    tally = assess(org, scope.bounds, period, at)

    listed = {what.value for what in Counted}
    for unit in scope.units:
        counts = tally.get(scope.index_of(unit), {})
        assert {name: n for name, n in counts.items() if n and name in listed} == dict(+by_hand(unit, period, at))
    whole = sum(tally.values(), Counter())
    assert {name: n for name, n in whole.items() if n and name in listed} == dict(+by_hand(org, period, at))


def test_everything_that_is_counted_has_happened_in_this_world(busy: World) -> None:
    found = by_hand(busy.tree.shandong, span(busy), timezone.now())

    assert set(+found) >= {
        *("to_tell", "told", "not_told", "undecided", "to_finish", "finished", "not_finished", "to_visit", "visited"),
        *("to_answer", "answered", "ended_first", "settled", "to_rate", "rated", "graded", "content"),
    }


@pytest.mark.parametrize(
    ("days", "settled"),
    [(1, False), (SETTLED_AFTER, False), (SETTLED_AFTER + 1, True)],
)
def test_a_first_time_matter_is_settled_where_nobody_comes_back_within_ninety_days(
    busy: World, days: int, settled: bool
) -> None:
    """初次化解率 (domain.md section 5): first-time matters closed without a repeat within 90 days."""
    row = Petition.objects.exclude(closed_at=None).filter(repeat_count=1).first()
    again = row.closed_at + days * DAY
    row.contacts.create(
        channel="letter", at=again, recorded_at=again, receiver=busy.clerk, org=busy.tree.bincheng, head_count=1
    )
    Petition.objects.filter(pk=row.pk).update(repeat_count=2)

    client = Client()
    client.force_login(busy.clerk)
    day = timezone.localdate(row.closed_at)
    listed = {
        what: client.get(reverse("cases:petition_list"), {"counted": f"{what}.{day}.{day}"}).context["total"]
        for what in ("ended_first", "settled")
    }

    assert (listed["ended_first"], listed["settled"]) == (1, int(settled))


def test_the_sum_is_that_of_the_lines(client: Client, busy: World) -> None:
    sheet = sheet_of(client, busy.province).context["sheet"]

    for place, total in enumerate(sheet.total.rates):
        assert total.part.value == sum(line.rates[place].part.value for line in sheet.lines)
        assert total.whole.value == sum(line.rates[place].whole.value for line in sheet.lines)
    for place, fault in enumerate(sheet.total.faults):
        assert fault.value == sum(line.faults[place].value for line in sheet.lines)


@pytest.mark.parametrize("place", ["shandong", "binzhou", "bincheng"])
def test_every_number_equals_the_list_behind_it(client: Client, busy: World, place: str) -> None:
    page = sheet_of(client, busy.reader(getattr(busy.tree, place), Role.UNIT_HEAD))

    assert len(set(claims(page))) > 5
    assert broken_claims(client, page) == []


def test_an_accusation_is_in_no_figure_even_for_its_reader(client: Client, busy: World) -> None:
    head, period = user(busy.tree.bincheng, Role.UNIT_HEAD), span(busy)
    scope = Range.of(busy.tree.bincheng, timezone.now())
    before = assess(busy.tree.bincheng, scope.bounds, period, timezone.now())

    accusation(busy.clerk, at=busy.now - 50 * DAY, org=busy.tree.huimin)

    assert assess(busy.tree.bincheng, scope.bounds, period, timezone.now()) == before
    assert broken_claims(client, sheet_of(client, head)) == []


def test_a_unit_reads_nothing_of_the_complaints_about_itself(client: Client, busy: World) -> None:
    at = timezone.now()

    def founded(org: Organization) -> int:
        tally = assess(org, Range.of(org, at).bounds, span(busy), at)
        return sum(counts[Fault.FOUNDED] for counts in tally.values())

    assert founded(busy.tree.binzhou) == 1
    assert founded(busy.tree.bincheng) == 0


def test_an_order_for_not_registering_counts_against_its_receiver(busy: World) -> None:
    at, org = timezone.now(), busy.tree.bincheng
    tally = assess(org, Range.of(org, at).bounds, span(busy), at)

    assert tally[OWN][Fault.UNREGISTERED] == 1


def test_the_best_come_first_and_equal_rates_share_a_place(client: Client, busy: World) -> None:
    ranked = sheet_of(client, busy.province, busy.tree.binzhou, sort="told").context["sheet"].ranked

    shares = [row.line.rates[0].share for row in ranked if row.place]
    assert shares == sorted(shares, reverse=True)
    assert [row.place for row in ranked if row.place] == [1 + sum(s > share for s in shares) for share in shares]
    assert {row.line.name for row in ranked if row.place is None} >= {"本级"}


@pytest.mark.parametrize("sort", ["code", "told", "finished", "settled", "content", "rated", "visited", "answered"])
def test_it_can_be_sorted_by_each_column(client: Client, busy: World, sort: str) -> None:
    page = sheet_of(client, busy.province, sort=sort)

    assert page.context["sheet"].sort == sort
    assert [row.line.name for row in page.context["sheet"].ranked].count("滨州市") == 1


def test_the_file_holds_the_figures_of_the_page_and_sums_them_up(client: Client, busy: World) -> None:
    sheet = sheet_of(client, busy.province).context["sheet"]

    answer = client.get(ADDRESS, {"form": "xlsx", "period": busy_year()})

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = list(book["考核表"].iter_rows(min_row=HEAD + 3, values_only=True))
    units = {row[0]: row for row in rows if row[0] and row[1] is not None}
    for line in (*sheet.lines, sheet.total):
        numbers = [n for rate in line.rates for n in (rate.part.value, rate.whole.value, rate.share)]
        assert list(units[line.name][1 : 1 + len(numbers)]) == pytest.approx(numbers)
    told = [row[2] for name, row in units.items() if name != "合计"]
    assert units["合计"][2] == sum(told) > 0
    assert next(row[0] for row in book["指标口径"].iter_rows(values_only=True)) == "按期告知率"
    assert AccessEvent.objects.filter(verb="assessment.download", actor=busy.province).count() == 1


def test_who_counts_but_reads_no_cases_gets_the_same_numbers_without_lists(client: Client, busy: World) -> None:
    page = sheet_of(client, user(busy.tree.shandong, Role.STAT_OFFICER))
    officer = [rate.whole.value for rate in page.context["sheet"].total.rates]

    supervisor = sheet_of(client, busy.province).context["sheet"].total.rates
    assert officer == [rate.whole.value for rate in supervisor]
    assert any(officer)
    assert list(claims(page)) == []


@pytest.mark.parametrize("place", ["shandong", "dongying", "guangrao", "hubei"])
def test_a_place_outside_ones_range_is_not_there(client: Client, world: World, place: str) -> None:
    assert sheet_of(client, world.city, getattr(world.tree, place)).status_code == 404


def test_it_costs_the_same_whatever_the_range_holds(client: Client, busy: World) -> None:
    sheet_of(client, busy.province)
    with CaptureQueriesContext(connection) as few:
        sheet_of(client, busy.province)
    for _ in range(3):
        petition(busy.clerk, at=busy.now - 30 * DAY)
        petition(busy.neighbour, at=busy.now - 3 * DAY)

    with CaptureQueriesContext(connection) as many:
        sheet_of(client, busy.province)

    assert len(many) == len(few) < 25


@pytest.mark.parametrize(
    "days", ["0001-01-01.9999-12-31", "2026-02-30.2026-03-01", "2026-03-01", "9999-12-31.0001-01-01"]
)
def test_whatever_days_are_asked_the_list_answers(client: Client, world: World, days: str) -> None:
    client.force_login(world.city)

    asked = [{"counted": f"{what}.{days}"} for what in ("received", "told", "settled", "rated", "content", "nothing")]

    assert {client.get(reverse("cases:petition_list"), given).status_code for given in asked} == {200}


def test_the_list_says_what_it_shows_in_words(client: Client, world: World) -> None:
    client.force_login(world.city)

    page = client.get(reverse("cases:petition_list"), {"counted": "told.2026-01-01.2026-03-31"}).content.decode()

    assert "按期告知（2026-01-01 至 2026-03-31）" in page


def test_an_empty_range_says_so(client: Client, world: World) -> None:
    page = sheet_of(client, user(world.tree.dongguan, Role.SUPERVISOR))

    assert "这一期没有可以考核的数据" in page.content.decode()
