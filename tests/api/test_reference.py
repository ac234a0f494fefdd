"""What other systems need beside the petitions: units, authorities, categories, limits, working days."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from cases.categories import CATEGORIES
from fedportal.calendar.models import WorkDay
from fedportal.deadlines.models import DeadlineRule, Ladder
from fedportal.orgs.models import AgencyKind
from tests.api.clients import api_client, caller
from tests.factories import ProvinceTree, agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]

API = "/api/v1/"


@pytest.fixture
def county(tree: ProvinceTree) -> Client:
    return caller(api_client(tree.bincheng))


def test_units_come_with_those_above_and_below_in_the_order_of_their_codes(county: Client, tree: ProvinceTree) -> None:
    found = county.get(f"{API}organizations/?limit=2").json()
    rest = county.get(found["next"]).json()

    codes = [row["code"] for row in found["results"] + rest["results"]]
    wanted = [tree.shandong, tree.binzhou, tree.bincheng, tree.beizhen, tree.village]
    assert codes[:4] == [str(unit.code) for unit in wanted[:4]]
    assert found["results"][1]["parent"] == str(tree.shandong.code)
    assert found["results"][0]["parent"] is None


def test_units_are_filtered(county: Client, tree: ProvinceTree) -> None:
    under = county.get(f"{API}organizations/", {"under": str(tree.beizhen.code), "in_use": "true", "level": "4"})

    assert [row["name"] for row in under.json()["results"]] == [tree.beizhen.name]
    assert county.get(f"{API}organizations/", {"under": "3716"}).status_code == 400
    assert county.get(f"{API}organizations/", {"cursor": "x"}).status_code == 400
    assert county.get(f"{API}organizations/", {"page": "2"}).status_code == 400


def test_any_unit_is_told_by_its_code(county: Client, tree: ProvinceTree) -> None:
    assert county.get(f"{API}organizations/{tree.dongguan.code}/").json()["name"] == tree.dongguan.name
    assert county.get(f"{API}organizations/990000000000/").status_code == 404
    assert county.get(f"{API}organizations/bincheng/").status_code == 404


def test_authorities_are_those_that_the_unit_may_write_to(county: Client, tree: ProvinceTree) -> None:
    ours, above = agency(tree.bincheng), agency(tree.binzhou, AgencyKind.COURT)
    agency(tree.huimin)

    found = county.get(f"{API}agencies/").json()["results"]

    assert [row["name"] for row in found] == [above.name, ours.name]
    assert [row["place"] for row in found] == [str(tree.binzhou.code), str(tree.bincheng.code)]
    assert county.get(f"{API}agencies/", {"kind": "court"}).json()["results"] == found[:1]


def test_all_categories_are_told(county: Client) -> None:
    found = {row["code"]: row for row in county.get(f"{API}categories/").json()}

    assert set(found) == set(CATEGORIES)
    assert found["family.dv"]["guarded"]
    assert not found["family.dispute"]["guarded"]


def test_limits_are_those_that_bind_here_on_a_day(county: Client, tree: ProvinceTree) -> None:
    today = timezone.localdate()
    national = DeadlineRule.objects.get(code="notice", org=None, valid_to=None)
    own = {"kind": national.kind, "label": national.label, "unit": national.unit, "article": national.article}
    own |= {"starts": national.starts, "ladder_code": national.ladder_code, "code": "notice", "valid_from": today}
    DeadlineRule.objects.create(org=tree.binzhou, amount=10, **own)
    DeadlineRule.objects.create(org=tree.huimin, amount=5, **own)

    found = county.get(f"{API}rules/").json()

    told = [(row["amount"], row["org"]) for row in found["rules"] if row["code"] == "notice"]
    assert sorted(told, key=str) == [(10, str(tree.binzhou.code)), (national.amount, None)]
    assert {row["code"] for row in found["ladders"]} == set(Ladder.objects.values_list("code", flat=True))
    assert all(row["rungs"] for row in found["ladders"])
    early = county.get(f"{API}rules/", {"on": "1990-01-01"}).json()
    assert early["rules"] == []
    assert county.get(f"{API}rules/", {"on": "1990-13-01"}).status_code == 400


def test_a_year_of_working_days_is_ours(county: Client) -> None:
    found = county.get(f"{API}calendar/", {"year": "2026"}).json()

    assert [row["day"] for row in found["days"]] == [
        day.isoformat() for day in WorkDay.objects.filter(day__year=2026).order_by("day").values_list("day", flat=True)
    ]
    days = {row["day"]: row for row in found["days"]}
    stored = WorkDay.objects.get(day=dt.date(2026, 10, 1))
    assert (days["2026-10-01"]["is_working"], days["2026-10-01"]["number"]) == (False, stored.number)
    assert {edition["id"] for edition in found["editions"]} == {row["edition"] for row in found["days"]}
    assert county.get(f"{API}calendar/", {"year": "1"}).status_code == 400
    assert county.get(f"{API}calendar/").json()["year"] == timezone.localdate().year
