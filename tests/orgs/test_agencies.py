"""The directory of agencies: who finds whom, who keeps which, and what becomes of them when places change."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.directory.actions import agencies as actions
from fedportal.directory.actions import orgs
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Agency, AgencyKind
from tests.factories import ProvinceTree, agency, user

NOW = dt.datetime(2026, 9, 1, 9, 0, tzinfo=timezone.get_default_timezone())
FACTS = {"kind": "police", "name": "滨州市公安局滨城分局", "contact": "治安大队", "phone": "0543-3162338"}


@pytest.fixture
def handler(tree: ProvinceTree, client: Client) -> User:
    """A handler of the county of Bincheng, signed in."""
    made = user(tree.bincheng, Role.HANDLER)
    client.force_login(made)
    return made


def listed(client: Client, **query: object) -> list[Agency]:
    return list(client.get(reverse("orgs:agency_list"), query).context["page"])


def picked(client: Client, **query: object) -> list[str]:
    return [row["name"] for row in client.get(reverse("orgs:agency_search"), query).json()["results"]]


def test_one_finds_ones_own_then_those_above_then_those_below(
    client: Client, handler: User, tree: ProvinceTree
) -> None:
    for place in (tree.beizhen, tree.shandong, tree.bincheng, tree.huimin, tree.xiaonan, tree.binzhou):
        agency(place)

    assert [row.place for row in listed(client)] == [tree.bincheng, tree.binzhou, tree.shandong, tree.beizhen]


def test_the_picker_knows_names_pinyin_and_kinds(client: Client, handler: User, tree: ProvinceTree) -> None:
    agency(tree.bincheng, name="滨州市公安局滨城分局")
    agency(tree.bincheng, AgencyKind.COURT, name="滨城区人民法院", contact="少年家事庭")
    agency(tree.bincheng, AgencyKind.OTHER, name="滨城区旧单位", valid_to=dt.date(2020, 1, 1))

    assert picked(client, q="gaj") == ["滨州市公安局滨城分局"]
    assert picked(client, q="家事") == ["滨城区人民法院"]
    assert picked(client, kind=["court", "other"]) == ["滨城区人民法院"]
    assert picked(client, q="旧单位") == []
    assert listed(client, retired="1")[0].name == "滨城区旧单位"


def test_one_enters_corrects_and_retires_those_of_ones_own_place(
    client: Client, handler: User, tree: ProvinceTree
) -> None:
    assert client.post(reverse("orgs:agency_new"), FACTS).status_code == 302
    row = Agency.objects.get()
    assert (row.place, row.initials, row.valid_from) == (tree.bincheng, "bzsgajbcfj", timezone.localdate())

    client.post(reverse("orgs:agency", args=[row.pk]), FACTS | {"contact": "法制科"})
    client.post(reverse("orgs:agency_retire", args=[row.pk]))

    row.refresh_from_db()
    assert (row.contact, row.valid_to) == ("法制科", timezone.localdate())
    verbs = AccessEvent.objects.filter(verb__startswith="agency.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["agency.add", "agency.correct", "agency.retire"]
    assert client.post(reverse("orgs:agency", args=[row.pk]), FACTS).context["form"].errors["name"]


def test_the_same_name_twice_is_refused_beside_the_field(client: Client, handler: User, tree: ProvinceTree) -> None:
    agency(tree.bincheng, name=FACTS["name"])
    other = agency(tree.bincheng, name="另一单位")

    assert "不必重复添加" in client.post(reverse("orgs:agency_new"), FACTS).context["form"].errors["name"][0]
    answer = client.post(reverse("orgs:agency", args=[other.pk]), FACTS)
    assert "不必重复添加" in answer.context["form"].errors["name"][0]
    assert client.post(reverse("orgs:agency_new"), {"phone": ""}).context["form"].errors.keys() == {"kind", "name"}


def test_a_township_uses_the_countys_entry_and_does_not_change_it(tree: ProvinceTree) -> None:
    row, worker = agency(tree.bincheng), user(tree.beizhen, Role.TOWNSHIP_WORKER)

    assert row in Agency.objects.visible_to(worker)
    with pytest.raises(NotAllowed, match="由滨城区妇女联合会维护"):
        actions.retire_agency(row, by=worker, at=NOW)


def test_agencies_follow_their_place_to_its_successor(tree: ProvinceTree) -> None:
    row = agency(tree.huimin)

    successor = orgs.succeed(
        tree.huimin,
        by=user(tree.binzhou),
        code=371672000000,
        name="惠民区",
        parent=tree.binzhou,
        on=NOW.date(),
        at=NOW,
    )

    row.refresh_from_db()
    assert row.place == successor


def test_a_merger_keeps_one_living_entry_of_a_name(tree: ProvinceTree) -> None:
    coming, there = agency(tree.zouping, name="北方医院"), agency(tree.huimin, name="北方医院")

    orgs.merge(tree.zouping, by=user(tree.binzhou), into=tree.huimin, on=NOW.date(), at=NOW)

    coming.refresh_from_db()
    there.refresh_from_db()
    assert (coming.place, coming.valid_to, there.valid_to) == (tree.huimin, NOW.date(), None)


def test_the_list_asks_the_same_number_of_questions_for_one_and_three(
    client: Client, handler: User, tree: ProvinceTree
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            listed(client)
        return len(asked)

    agency(tree.bincheng)
    questions()  # what is remembered between pages is asked once
    one = questions()
    agency(tree.binzhou)
    agency(tree.beizhen)

    assert questions() == one
