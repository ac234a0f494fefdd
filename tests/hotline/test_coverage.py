"""The coverage of lines of 12338: what is counted where, on which day, and which counties have none."""

import datetime as dt
import io

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.orgs.models import Level, Organization
from hotline.actions.lines import close_line
from hotline.coverage import covered, without_line
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.lines import opened

pytestmark = pytest.mark.django_db
SHEET = "/statistics/lines/"
TODAY = NOW.date()


@pytest.fixture
def other(tree: ProvinceTree, law: None) -> User:
    return user(tree.huimin, Role.SECTION_HEAD)


def test_counties_with_a_live_line_are_counted_and_the_others_named(
    head: User, other: User, tree: ProvinceTree
) -> None:
    opened(head)
    opened(head, number="0543-3330000", staffing="round")  # a second number makes no second county
    close_line(opened(other), on=TODAY, by=other, at=NOW)
    bounds = [tree.binzhou.code, tree.binzhou.code + 1, tree.bincheng.code, tree.bincheng.code_end]

    found = covered(tree.binzhou, bounds, TODAY)
    own = found[3]

    assert (own["counties"], own["live"], own["round"], own["centre"], own["sign"]) == (1, 1, 1, 1, 0)
    missing = without_line(tree.binzhou, TODAY)
    counties = Organization.objects.in_range_of(tree.binzhou).filter(level=Level.COUNTY)
    assert missing == list(counties.exclude(pk=tree.bincheng.pk).order_by("code"))
    assert tree.huimin in missing


def test_a_line_counts_from_its_first_day_to_the_day_before_its_end(head: User, tree: ProvinceTree) -> None:
    close_line(opened(head, opened_on=dt.date(2026, 11, 2)), on=dt.date(2026, 11, 20), by=head, at=NOW)

    days = (dt.date(2026, 11, 1), dt.date(2026, 11, 2), dt.date(2026, 11, 19), dt.date(2026, 11, 20))
    assert [tree.bincheng not in without_line(tree.binzhou, day) for day in days] == [False, True, True, False]


def test_the_city_reads_the_table_and_takes_it_along(client: Client, head: User, tree: ProvinceTree) -> None:
    opened(head, at=timezone.now())
    client.force_login(user(tree.binzhou, Role.STAT_OFFICER))

    page = client.get(SHEET).content.decode()
    file = client.get(SHEET, {"form": "xlsx"})

    assert "尚未开通的县" in page
    assert "惠民县" in page
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    assert [sheet.title for sheet in book] == ["覆盖表", "尚未开通"]
    rows = {row[0]: row[1:3] for row in book["覆盖表"].iter_rows(min_row=5, values_only=True)}
    assert rows["滨城区"] == (1, 1)
    assert rows["惠民县"] == (1, 0)


def test_another_citys_table_is_not_there(client: Client, head: User, tree: ProvinceTree) -> None:
    client.force_login(head)

    assert client.get(SHEET, {"org": tree.huimin.code}).status_code == 404
