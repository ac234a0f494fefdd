"""Pages of organizations: drill down, search, see what is published, change it, pick a place."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.orgs.models import Organization
from tests.factories import ProvinceTree, org, user

FACTS = {
    "responsible": "权益部，李敏",
    "address": "黄河五路 385 号 2 楼",
    "phone": "0543-3162338",
    "hours": "工作日 9:00—17:00",
}


@pytest.fixture
def officer(tree: ProvinceTree, client: Client) -> User:
    """A receptionist of the city of Binzhou, signed in."""
    made = user(tree.binzhou, Role.RECEPTIONIST)
    client.force_login(made)
    return made


def listed(client: Client, **query: object) -> list[Organization]:
    return list(client.get(reverse("orgs:org_list"), query).context["page"])


def picked(client: Client, **query: object) -> list[str]:
    return [row["name"] for row in client.get(reverse("orgs:org_search"), query).json()["results"]]


def page(unit: Organization) -> str:
    return reverse("orgs:org", args=[unit.code])


def test_the_list_begins_with_the_units_right_under_ones_own(
    client: Client, officer: User, tree: ProvinceTree
) -> None:
    assert listed(client) == [tree.bincheng, tree.huimin, tree.zouping]


def test_one_drills_down_by_place(client: Client, officer: User, tree: ProvinceTree) -> None:
    assert listed(client, under="371602") == [tree.beizhen]
    assert listed(client, under=tree.beizhen.code) == [tree.village]


@pytest.mark.parametrize("under", ["370523", "37", "420902", "371699", "abc", "37160"])
def test_a_place_outside_ones_range_is_not_there(client: Client, officer: User, under: str) -> None:
    assert client.get(reverse("orgs:org_list"), {"under": under}).status_code == 404
    assert client.get(reverse("orgs:org_search"), {"under": under}).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "滨城"}, ["滨城区妇女联合会"]),
        ({"q": "滨城区妇联"}, ["滨城区妇女联合会"]),
        ({"q": "hmx"}, ["惠民县妇女联合会"]),
        ({"q": "B"}, ["滨城区妇女联合会", "北镇街道妇女联合会"]),
        ({"q": "371681"}, ["邹平市妇女联合会"]),
        ({"q": "广饶"}, []),
        ({"q": "xnq"}, []),
        ({"level": 4}, ["北镇街道妇女联合会"]),
        ({"q": "新", "level": 5}, ["新兴社区妇女联合会"]),
    ],
)
def test_a_search_finds_units_in_range_only(
    client: Client, officer: User, query: dict[str, object], found: list[str]
) -> None:
    assert [unit.name for unit in listed(client, **query)] == found


def test_a_unit_that_ended_is_not_listed(client: Client, officer: User, tree: ProvinceTree) -> None:
    Organization.objects.filter(pk=tree.huimin.pk).update(valid_to="2020-01-01")

    assert listed(client) == [tree.bincheng, tree.zouping]
    assert picked(client, q="hm") == []
    assert "停用" in client.get(page(tree.huimin)).content.decode()


def test_long_lists_come_in_pages(client: Client, officer: User, tree: ProvinceTree) -> None:
    for number in range(101, 170):
        org(f"371621{number}", f"镇{number}", parent=tree.huimin)

    first = client.get(reverse("orgs:org_list"), {"under": "371621"})
    second = client.get(reverse("orgs:org_list"), {"under": "371621", "page": "2"})

    codes = [unit.code for response in (first, second) for unit in response.context["page"]]
    assert codes == [371621000000 + number * 1000 for number in range(101, 170)]
    assert (len(first.context["page"]), second.context["page"].has_next()) == (50, False)
    assert '<a class="btn" rel="next" href="?under=371621&amp;page=2">' in first.content.decode()


def test_the_list_asks_as_often_for_three_rows_as_for_one(client: Client, officer: User, tree: ProvinceTree) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("orgs:org_list"), {"under": "371602"}).status_code == 200
        return len(asked)

    queries()
    for_one = queries()
    org("371602004", "市中街道", parent=tree.bincheng)
    org("371602005", "市东街道", parent=tree.bincheng)

    assert queries() == for_one


def test_a_page_shows_what_the_unit_publishes(client: Client, officer: User, tree: ProvinceTree) -> None:
    Organization.objects.filter(pk=tree.bincheng.pk).update(**FACTS)

    words = client.get(page(tree.bincheng)).content.decode()

    assert all(fact in words for fact in FACTS.values())
    assert "山东省滨州市滨城区" in words


def test_a_page_outside_ones_range_is_not_there(client: Client, officer: User, tree: ProvinceTree) -> None:
    assert [client.get(page(unit)).status_code for unit in (tree.shandong, tree.guangrao, tree.xiaonan)] == [404] * 3


def test_only_who_may_edit_changes_what_is_published(client: Client, officer: User, tree: ProvinceTree) -> None:
    assert client.post(page(tree.bincheng), FACTS).status_code == 403

    client.force_login(user(tree.binzhou, Role.UNIT_HEAD))
    assert client.post(page(tree.bincheng), FACTS).status_code == 302

    changed = Organization.objects.get(pk=tree.bincheng.pk)
    assert {name: getattr(changed, name) for name in FACTS} == FACTS
    assert AccessEvent.objects.filter(verb="org.publish").count() == 1


@pytest.mark.parametrize("missing", list(FACTS))
def test_nothing_may_be_left_empty(client: Client, tree: ProvinceTree, missing: str) -> None:
    client.force_login(user(tree.bincheng, Role.UNIT_HEAD))

    response = client.post(page(tree.bincheng), FACTS | {missing: ""})

    assert list(response.context["form"].errors) == [missing]
    assert Organization.objects.get(pk=tree.bincheng.pk).address == ""


def test_a_unit_that_ended_is_not_edited(client: Client, tree: ProvinceTree) -> None:
    Organization.objects.filter(pk=tree.bincheng.pk).update(valid_to="2020-01-01")
    client.force_login(user(tree.binzhou, Role.UNIT_HEAD))

    assert client.post(page(tree.bincheng), FACTS).status_code == 403


def test_the_picker_answers_with_the_whole_place(client: Client, officer: User, tree: ProvinceTree) -> None:
    answer = client.get(reverse("orgs:org_search"), {"q": "bcq"}).json()

    assert answer["results"] == [
        {
            "id": tree.bincheng.pk,
            "code": "371602000000",
            "name": "滨城区妇女联合会",
            "path": "山东省滨州市滨城区",
        }
    ]


def test_the_picker_offers_the_units_right_under_a_place_at_first(
    client: Client, officer: User, tree: ProvinceTree
) -> None:
    assert picked(client) == ["滨城区妇女联合会", "惠民县妇女联合会", "邹平市妇女联合会"]
    assert picked(client, under="371602") == ["北镇街道妇女联合会"]


def test_the_picker_stays_in_range(client: Client, officer: User) -> None:
    assert picked(client, q="h") == ["惠民县妇女联合会"]  # 虎门镇, 汉川市 begin with h too
    assert picked(client, q="h", under="371602") == []


def test_the_picker_answers_twenty_at_most(client: Client, officer: User, tree: ProvinceTree) -> None:
    for number in range(101, 130):
        org(f"371621{number}", f"镇{number}", parent=tree.huimin, initials="z")

    assert len(picked(client, q="z")) == 20
