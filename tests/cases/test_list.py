"""The list of petitions: whose rows, which filters, paging, and a constant number of questions."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Channel, MatterClass, Petition
from cases.views import petition_list
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines import engine
from fedportal.deadlines.actions import acknowledge
from tests.cases.samples import guarded, moved, petition
from tests.factories import ProvinceTree, user

LIST = "/petitions/"
DAY = dt.timedelta(days=1)


def ago(days: float) -> dt.datetime:
    return timezone.now() - days * DAY


def day(days: float) -> str:
    return str(timezone.localdate(ago(days)))


def listed(client: Client, by: User, **query: object) -> list[str]:
    """The running numbers of the listed petitions, in their order."""
    client.force_login(by)
    return [row.number[-2:] for row in client.get(LIST, query).context["rows"]]


def test_the_newest_stands_first_and_only_ones_own_range_is_listed(
    client: Client, clerk: User, intruder: User, superior: User, tree: ProvinceTree
) -> None:
    petition(clerk, at=ago(3))
    petition(clerk, at=ago(1))
    petition(clerk, at=ago(2))
    petition(intruder, at=ago(4))
    petition(user(tree.beizhen, Role.TOWNSHIP_WORKER), at=ago(5))
    petition(user(tree.xiaonan, Role.RECEPTIONIST), at=ago(1))

    assert listed(client, clerk) == ["02", "03", "01", "01"]
    assert listed(client, intruder) == ["01"]
    assert len(listed(client, superior)) == 5
    assert listed(client, user(tree.village, Role.VILLAGE_WORKER)) == []


def test_a_name_is_whole_for_the_holding_unit_and_masked_above(client: Client, clerk: User, superior: User) -> None:
    petition(clerk, name="欧阳小芳", at=ago(1))

    client.force_login(clerk)
    assert "欧阳小芳" in client.get(LIST).content.decode()
    client.force_login(superior)
    told = client.get(LIST).content.decode()
    assert "欧阳某某" in told
    assert "小芳" not in told


LATE, ACCEPTED, CLOSED, STREET = "家庭暴力", "离婚", "三期解雇", "债务"


@pytest.fixture
def four(clerk: User, tree: ProvinceTree) -> User:
    """One overdue up to the province, one accepted, one closed, one of the street below; the clerk's desk."""
    guarded(clerk, at=ago(40), phone="13900000001")
    second = petition(clerk, at=ago(20), category="family.divorce", name="李桂英", phone="13900000002")
    moved(second, "accept", by=clerk, at=ago(19), route="opinion", told_how="phone")
    third = petition(
        clerk,
        at=ago(5),
        category="labour.maternity",
        channel=Channel.LETTER,
        matter_class=MatterClass.CONSULTATION,
        facts="怀孕后被调岗降薪。",
        place=tree.beizhen,
    )
    moved(third, "redirect", by=clerk, at=ago(4), competent_organ="滨城区人社局", told_how="phone")
    moved(third, "close", by=clerk, at=ago(3))
    street = user(tree.beizhen, Role.TOWNSHIP_WORKER)
    petition(street, at=ago(1), category="property.debt", name="周娜", phone="13900000004")
    engine.sweep(timezone.now())
    return clerk


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [STREET, CLOSED, ACCEPTED, LATE]),
        ({"status": "accepted"}, [ACCEPTED]),
        ({"open": "1"}, [STREET, ACCEPTED, LATE]),
        ({"category": "family"}, [ACCEPTED, LATE]),
        ({"category": "family.divorce"}, [ACCEPTED]),
        ({"channel": "letter"}, [CLOSED]),
        ({"matter_class": "consultation"}, [CLOSED]),
        ({"month": lambda: f"{timezone.localtime(ago(5)):%Y-%m}", "category": "labour"}, [CLOSED]),
        ({"month": "1999-01"}, []),
        ({"month": "soon"}, []),
        ({"received_from": lambda: day(10)}, [STREET, CLOSED]),
        ({"received_to": lambda: day(30)}, [LATE]),
        ({"received_from": lambda: day(20), "received_to": lambda: day(20)}, [ACCEPTED]),
        ({"overdue": "1"}, [LATE]),
        ({"light": "0"}, [STREET, ACCEPTED]),
        ({"light": "5"}, [LATE]),
        ({"step": "5"}, [LATE]),
        ({"step": "6"}, []),
        ({"desk": "me"}, [ACCEPTED]),
        ({"unacknowledged": "1"}, [LATE]),
        ({"unacknowledged": "1", "desk": "me"}, []),
        ({"mine": "1"}, [CLOSED, ACCEPTED, LATE]),
        ({"under": "371602003000"}, [STREET]),
        ({"under": "371602000000"}, [STREET, CLOSED, ACCEPTED, LATE]),
        ({"under": "371621000000"}, []),
        ({"place": "371602003000"}, [STREET, CLOSED]),
        ({"sort": "received"}, [LATE, ACCEPTED, CLOSED, STREET]),
        ({"sort": "due"}, [LATE, STREET, ACCEPTED]),
        ({"sort": "-due"}, [ACCEPTED, STREET, LATE]),
        ({"q": "调岗"}, [CLOSED]),
        ({"q": "鲁滨城妇信〔"}, [CLOSED, ACCEPTED, LATE]),
        ({"q": "北镇妇信"}, [STREET]),
        ({"q": "惠民妇信"}, []),
        ({"q": "李桂英"}, [ACCEPTED]),
        ({"q": "13900000002"}, [ACCEPTED]),
        ({"q": "13900000004"}, []),
        ({"q": "、。"}, []),
    ],
)
def test_filters(client: Client, four: User, query: dict[str, Any], found: list[str]) -> None:
    """Days are reckoned when the test runs: a run may last over midnight."""
    client.force_login(four)
    query = {name: value() if callable(value) else value for name, value in query.items()}

    assert [row.category for row in client.get(LIST, query).context["rows"]] == found


def test_a_number_is_found_by_its_end(client: Client, clerk: User) -> None:
    for _ in range(12):
        petition(clerk, at=ago(1))

    assert listed(client, clerk, q="12") == ["12"]
    assert listed(client, clerk, q="000012") == ["12"]
    assert listed(client, clerk, q=Petition.objects.get(number__endswith="12").number) == ["12"]


def test_unacknowledged_means_until_the_desk_answers(client: Client, clerk: User, superior: User) -> None:
    row = petition(clerk, at=timezone.now() - 23 * DAY)
    engine.sweep(timezone.now())
    waiting = {"desk": "me", "unacknowledged": "1"}
    assert listed(client, superior, **waiting) == ["01"]

    acknowledge(row.deadlines.get(), by=superior, at=timezone.now())

    assert listed(client, superior, **waiting) == []
    assert listed(client, superior, desk="me") == ["01"]


@pytest.mark.parametrize(
    "query",
    [
        {"under": "9" * 40},
        {"place": "abc"},
        {"step": "1e9"},
        {"light": "9"},
        {"received_from": "yesterday"},
        {"after": "x"},
        {"after": f"{'9' * 30}-1"},
        {"before": "1-2-3"},
        {"size": "7"},
        {"sort": "name"},
        {"q": "'\\ & | ! <->:*"},
    ],
)
def test_nonsense_in_the_address_is_no_error(client: Client, clerk: User, query: dict[str, str]) -> None:
    client.force_login(clerk)

    assert client.get(LIST, query).status_code == 200


def test_pages_follow_one_another_both_ways(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    at = ago(1)
    for _ in range(30):
        petition(clerk, at=at)  # all of one moment: the id decides
    petition(clerk, at=ago(0.5))
    everything = list(Petition.objects.order_by("-received_at", "-pk").values_list("number", flat=True))

    first = client.get(LIST).context
    second = client.get(first["next_url"]).context
    back = client.get(second["previous_url"]).context

    assert [row.number for row in first["rows"]] == everything[:25]
    assert [row.number for row in second["rows"]] == everything[25:]
    assert [row.number for row in back["rows"]] == everything[:25]
    assert (first["previous_url"], second["next_url"], back["previous_url"]) == ("", "", "")
    assert first["total"] == 31
    assert len(client.get(LIST, {"size": "50"}).context["rows"]) == 31


def test_as_many_questions_for_three_rows_as_for_one(client: Client, clerk: User) -> None:
    client.force_login(clerk)

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    petition(clerk, at=ago(1))
    questions()  # fills the caches of the frame
    one = questions()
    for _ in range(2):
        petition(clerk, at=ago(1), urgent=True)

    assert questions() == one


def test_htmx_gets_the_rows_alone_and_the_same_ones(client: Client, clerk: User) -> None:
    row = petition(clerk, at=ago(1))
    client.force_login(clerk)

    fragment = client.get(LIST, headers={"HX-Request": "true", "HX-Target": "rows"}).content.decode()

    assert row.number in fragment
    assert "<html" not in fragment
    assert 'id="rows"' in fragment


def test_an_empty_list_says_why_and_what_to_do(client: Client, clerk: User) -> None:
    client.force_login(clerk)

    assert "登记第一件" in client.get(LIST).content.decode()
    assert "清除筛选条件" in client.get(LIST, {"status": "closed"}).content.decode()


def test_a_filter_that_only_links_set_is_a_chip_that_comes_off(client: Client, clerk: User) -> None:
    client.force_login(clerk)

    chips = client.get(LIST, {"overdue": "1", "step": "3", "status": "accepted"}).context["chips"]

    assert chips == [
        ("已超期", f"{reverse('cases:petition_list')}?step=3&status=accepted"),
        ("级次：3", f"{reverse('cases:petition_list')}?overdue=1&status=accepted"),
    ]


def test_beyond_so_many_the_total_is_no_longer_counted(
    client: Client, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(petition_list, "COUNTED_UP_TO", 2)
    for _ in range(4):
        petition(clerk, at=ago(1))
    client.force_login(clerk)

    pages = [client.get(LIST).content.decode() for _ in range(2)]
    narrow = client.get(LIST, {"status": "closed"})
    cache.delete(f"petitions-beyond-count:{clerk.org_id}")  # the tree's units stand for the next test too

    assert all("共 2+ 件" in page for page in pages)
    assert narrow.context["total"] == 0
