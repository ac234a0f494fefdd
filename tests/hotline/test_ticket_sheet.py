"""The table of work with 12345 (T-17): what is counted where, and by whom it is read."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.dashboards.ticket_file import HEAD, HEADS
from hotline.statistics import exchanged
from tests.cases.lives import DAY
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user
from tests.hotline.orders import answered, received, returned, stepped

pytestmark = pytest.mark.django_db
SHEET = "/statistics/tickets/"


def test_each_county_has_its_line_and_the_city_its_sum(
    client: Client, clerk: User, intruder: User, tree: ProvinceTree
) -> None:
    at = timezone.now()
    answered(received(clerk, "GD1", at=at - 9 * DAY), by=clerk, at=at - 8 * DAY)
    received(clerk, "GD2", at=at - 9 * DAY)
    returned(received(clerk, "GD3", at=at - 9 * DAY), by=clerk, at=at - 9 * DAY)
    row = stepped(received(intruder, "GD4", at=at - 9 * DAY), "accept", by=intruder, at=at - 9 * DAY)
    stepped(row, "extend", by=intruder, at=at - 8 * DAY, note="复杂。", days=1)
    stepped(row, "link", by=intruder, at=at - 8 * DAY, petition=petition(intruder, at=at - 8 * DAY))

    bounds = [tree.binzhou.code, tree.binzhou.code + 1]
    for county in (tree.bincheng, tree.huimin):
        bounds += [county.code, county.code_end]
    found = exchanged(tree.binzhou, bounds, at - 20 * DAY, at)

    own, theirs = found[3], found[5]
    assert (own["received"], own["returned"], own["in_time"], own["owed"]) == (3, 1, 1, 2)
    assert (theirs["received"], theirs["extended"], theirs["doubled"], theirs["agreeing"]) == (1, 1, 1, 1)
    client.force_login(user(tree.binzhou, Role.STAT_OFFICER))
    page = client.get(SHEET).content.decode()
    assert "惠民县" in page
    assert "合计" in page
    assert "50.0%（1/2）" in page


def test_an_empty_period_says_so(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    assert "没有 12345 工单" in client.get(SHEET).content.decode()


def test_it_costs_the_same_however_many_orders_there_are(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    received(clerk, "GD0", at=timezone.now())
    client.get(SHEET)
    with CaptureQueriesContext(connection) as one:
        client.get(SHEET)
    for number in range(1, 4):
        received(clerk, f"GD{number}", at=timezone.now())
    with CaptureQueriesContext(connection) as many:
        client.get(SHEET)
    assert len(one) == len(many)


def test_the_file_holds_the_figures_of_the_page_and_sums_them_up(
    client: Client, clerk: User, intruder: User, tree: ProvinceTree
) -> None:
    at = timezone.now()
    answered(received(clerk, "GD1", at=at - 9 * DAY), by=clerk, at=at - 8 * DAY)
    received(clerk, "GD2", at=at - 9 * DAY)
    returned(received(clerk, "GD3", at=at - 9 * DAY), by=clerk, at=at - 9 * DAY)
    stepped(received(intruder, "GD4", at=at), "link", by=intruder, at=at, petition=petition(intruder, at=at))
    officer = user(tree.binzhou, Role.STAT_OFFICER)
    client.force_login(officer)

    assert "form=xlsx" in client.get(SHEET).content.decode()
    answer = client.get(SHEET, {"form": "xlsx"})

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [page.title for page in book] == ["协同表", "口径"]
    head, *lines = book["协同表"].iter_rows(min_row=HEAD + 1, values_only=True)
    assert head == HEADS
    assert {line[0]: line[1:] for line in lines} == {
        "滨城区": (3, 1, 1, 2, 0.5, 0, 0, 0, 0, None),
        "惠民县": (1, 0, 0, 0, None, 0, 0, 1, 1, 1),
        "合计": (4, 1, 1, 2, 0.5, 0, 0, 1, 1, 1),
    }
    told = AccessEvent.objects.get(verb="tickets.download")
    assert (told.actor, told.org_id) == (officer, tree.binzhou.pk)


def test_the_name_of_a_unit_is_no_formula_in_the_file(client: Client, clerk: User, tree: ProvinceTree) -> None:
    trap = '=HYPERLINK("https://example.com","滨城区")'
    received(clerk, "GD1", at=timezone.now())
    type(tree.bincheng).objects.filter(pk=tree.bincheng.pk).update(region_name=trap)
    client.force_login(user(tree.binzhou, Role.STAT_OFFICER))

    file = client.get(SHEET, {"form": "xlsx"})

    page = openpyxl.load_workbook(io.BytesIO(file.content))["协同表"]
    cell = next(row[0] for row in page.iter_rows(min_row=HEAD + 2))
    assert (cell.value, cell.data_type) == (trap, "s")
    assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)


def test_another_citys_file_is_not_there(client: Client, clerk: User, tree: ProvinceTree) -> None:
    client.force_login(clerk)
    assert client.get(SHEET, {"org": tree.huimin.code, "form": "xlsx"}).status_code == 404
