"""The pages of supervision orders: what each reader finds, what they cost, and that nothing typed is lost."""

import datetime as dt

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions.supervision_drafting import draft_orders
from cases.models import Document, Petition, SupervisionOrder
from cases.workflow import OrderState
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines import engine
from tests.cases.lives import Line, make_line, registered
from tests.cases.orders import drafted, issued, stepped
from tests.cases.samples import moved, risen
from tests.factories import ProvinceTree, user

LIST = "/petitions/supervision/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


@pytest.fixture
def row(line: Line) -> Petition:
    return registered(line.county, at=timezone.now() - 2 * DAY)


def asked(client: Client, by: User, url: str, **query: object) -> HttpResponse:
    client.force_login(by)
    return client.get(url, query)


def listed(client: Client, by: User, **query: object) -> list[SupervisionOrder]:
    return list(asked(client, by, LIST, **query).context["page"].object_list)


def typed(**changes: object) -> dict[str, object]:
    form = {"cause": "telling", "demand": "请立即告知。", "method": "phone", "due_on": ""}
    return {name: value for name, value in (form | changes).items() if value is not None}


def test_an_order_is_drafted_from_the_case_and_leads_on_to_issuing(client: Client, line: Line, row: Petition) -> None:
    client.force_login(line.city.head)
    url = reverse("cases:order_new", args=[row.pk])

    answer = client.post(url, typed(receiver=line.tree.bincheng.pk, issue="1"))

    order = SupervisionOrder.objects.get()
    assert answer["Location"] == reverse("cases:order_move", args=[order.pk, "issue"])
    assert (order.state, order.method, order.due_on) == (OrderState.DRAFTED, "phone", None)
    (starts,) = client.get(answer["Location"]).context["form"].starts()
    assert starts.startswith("签发或者退回之日起 10 个工作日内回复督办单：")
    assert client.post(answer["Location"])["Location"] == order.get_absolute_url()
    order.refresh_from_db()
    assert order.state == OrderState.ISSUED


def test_a_new_order_offers_what_the_latest_duty_suggests(client: Client, line: Line) -> None:
    row = registered(line.county, at=timezone.now() - 30 * DAY)

    form = asked(client, line.city.head, reverse("cases:order_new", args=[row.pk])).context["form"]

    assert form.initial["cause"] == "telling"
    assert "书面告知信访人" in form.initial["demand"]
    assert form.fields["receiver"].initial == line.tree.bincheng.pk


def test_what_is_missing_is_said_and_what_was_typed_stays(client: Client, line: Line, row: Petition) -> None:
    client.force_login(line.city.head)
    today = str(timezone.localdate())

    answer = client.post(
        reverse("cases:order_new", args=[row.pk]), typed(cause="", demand="写了一半", due_on=today, receiver="")
    )

    assert answer.context["form"].errors == {
        "receiver": ["请选择被督办单位。"],
        "cause": ["请选择督办事由。"],
        "due_on": ["回复期限应当晚于今天。"],
    }
    assert "写了一半" in answer.content.decode()
    assert not SupervisionOrder.objects.exists()


def test_a_draft_is_reworded_until_it_is_issued(client: Client, line: Line, row: Petition) -> None:
    order, url = drafted(row, by=line.city.head, at=timezone.now()), "cases:order_edit"
    client.force_login(line.city.clerk)

    client.post(reverse(url, args=[order.pk]), typed(demand="改过的要求。"))
    order.refresh_from_db()
    assert (order.demand, order.method) == ("改过的要求。", "phone")
    stepped(order, "issue", by=line.city.head, at=timezone.now())

    answer = client.post(reverse(url, args=[order.pk]), typed(demand="再改。"))
    assert answer.status_code == 409
    assert "现为“待回复”，不能再修改" in answer.content.decode()


def test_the_page_offers_each_side_its_own_steps(client: Client, line: Line, row: Petition) -> None:
    order = issued(risen(row, line.tree.shandong), by=line.city.head, at=timezone.now())

    def steps(by: User) -> list[str]:
        return [move.name for move in asked(client, by, order.get_absolute_url()).context["steps"]]

    assert steps(line.city.head) == ["withdraw"]
    assert steps(line.county.handler) == ["reply"]
    assert steps(line.province.head) == []
    stepped(order, "reply", by=line.county.handler, at=timezone.now(), note="已办。")
    assert steps(line.city.head) == ["accept", "return", "withdraw"]
    assert steps(line.county.handler) == []


def test_a_refused_step_says_why_and_keeps_what_was_typed(client: Client, line: Line, row: Petition) -> None:
    order = issued(row, by=line.city.head, at=timezone.now())
    stepped(order, "reply", by=line.county.clerk, at=timezone.now(), note="已办。")
    client.force_login(line.county.handler)

    answer = client.post(reverse("cases:order_move", args=[order.pk, "reply"]), {"note": "我也办了。"})

    assert answer.status_code == 409
    told = answer.content.decode()
    assert "督办单现为“待验收”，不能“回复督办”" in told
    assert "我也办了。" in told


def test_a_step_that_does_not_exist_is_not_there(client: Client, line: Line, row: Petition) -> None:
    order = issued(row, by=line.city.head, at=timezone.now())

    assert asked(client, line.city.head, reverse("cases:order_move", args=[order.pk, "burn"])).status_code == 404


def test_another_county_and_city_find_no_order(client: Client, line: Line, row: Petition) -> None:
    order = issued(row, by=line.city.head, at=timezone.now())
    addresses = [
        order.get_absolute_url(),
        *(reverse("cases:order_move", args=[order.pk, m]) for m in ("reply", "accept")),
    ]

    for place in (line.tree.huimin, line.tree.dongying, line.tree.beizhen, line.tree.hubei):
        reader = user(place, Role.UNIT_HEAD)
        assert [asked(client, reader, url).status_code for url in addresses] == [404, 404, 404]
        assert listed(client, reader) == []


def test_its_receiver_does_not_find_a_draft(client: Client, line: Line, row: Petition) -> None:
    order = drafted(row, by=line.city.head, at=timezone.now())

    assert asked(client, line.county.head, order.get_absolute_url()).status_code == 404
    assert listed(client, line.county.head) == []
    assert "督办单草稿" not in asked(client, line.county.head, row.get_absolute_url()).content.decode()
    assert "督办单草稿" in asked(client, line.city.head, row.get_absolute_url()).content.decode()


def test_an_order_about_an_accusation_is_there_for_its_readers_alone(client: Client, line: Line) -> None:
    row = registered(line.county, at=timezone.now() - 40 * DAY, matter_class="accusation")
    order = issued(row, by=line.city.head, at=timezone.now())

    assert asked(client, line.county.head, order.get_absolute_url()).status_code == 200
    for stranger in (line.city.clerk, line.county.handler, line.neighbour.head):
        assert asked(client, stranger, order.get_absolute_url()).status_code == 404
        assert listed(client, stranger) == []
        assert not SupervisionOrder.objects.waiting_for(stranger).exists()


def test_reading_leaves_a_trace(client: Client, line: Line, row: Petition) -> None:
    order = issued(row, by=line.city.head, at=timezone.now())

    asked(client, line.county.handler, order.get_absolute_url())

    assert AccessEvent.objects.filter(verb="supervision.read", object_id=order.pk, actor=line.county.handler).exists()


# --- the list ----------------------------------------------------------------------------------------------
@pytest.fixture
def many(line: Line) -> dict[str, SupervisionOrder]:
    """One order in each state that lists tell apart."""
    now = timezone.now()
    old = [registered(line.county, at=now - 90 * DAY) for _ in range(5)]
    late = issued(old[0], by=line.city.head, at=now - 60 * DAY)
    again = issued(old[0], by=line.province.head, at=now - 50 * DAY, cause="delaying")
    fresh = issued(old[1], by=line.city.head, at=now - DAY)
    answered = stepped(issued(old[2], by=line.city.head, at=now), "reply", by=line.county.clerk, at=now, note="已办。")
    ended = stepped(issued(old[3], by=line.city.head, at=now), "withdraw", by=line.city.head, at=now, note="误发。")
    draft = drafted(old[4], by=line.city.head, at=now)
    return {
        "draft": draft,
        "answered": answered,
        "late": late,
        "again": again,
        "fresh": fresh,
        "ended": ended,
    }


def test_drafts_come_first_then_answers_then_the_latest(
    client: Client, line: Line, many: dict[str, SupervisionOrder]
) -> None:
    assert listed(client, line.city.head) == list(many.values())
    assert listed(client, line.county.head) == [order for name, order in many.items() if name != "draft"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"state": "issued"}, ["late", "again", "fresh"]),
        ({"level": "1"}, ["again"]),
        ({"cause": "delaying"}, ["again"]),
        ({"side": "ours"}, ["draft", "answered", "late", "fresh", "ended"]),
        ({"side": "theirs"}, []),
        ({"waiting": "1"}, ["draft", "answered"]),
        ({"overdue": "1"}, ["late", "again"]),
        ({"ignored": "1"}, ["late", "again"]),
        ({"overdue": "1", "level": "2"}, ["late"]),
        ({"state": "burnt"}, ["draft", "answered", "late", "again", "fresh", "ended"]),
    ],
    ids=str,
)
def test_each_filter(
    client: Client, line: Line, many: dict[str, SupervisionOrder], query: dict[str, str], names: list[str]
) -> None:
    assert listed(client, line.city.head, **query) == [many[name] for name in names]


def test_the_figures_count_what_their_links_list(
    client: Client, line: Line, many: dict[str, SupervisionOrder]
) -> None:
    page = asked(client, line.city.head, LIST)
    figures = page.context["figures"]

    assert [(figure.label, figure.number) for figure in figures] == [
        ("在督办", 4),
        ("待本单位处理", 2),
        ("逾期未回复", 2),
        ("两次督办逾期未回复", 1),
    ]
    assert [entry.count for entry in page.context["frame"].nav if entry.label == "督办"] == [2]


def test_two_unanswered_orders_raise_the_flag_on_the_case(
    client: Client, line: Line, many: dict[str, SupervisionOrder]
) -> None:
    ignored, fresh = (many[name].petition for name in ("late", "fresh"))

    assert "2 张督办单逾期未回复" in asked(client, line.county.head, ignored.get_absolute_url()).content.decode()
    assert "张督办单逾期未回复" not in asked(client, line.county.head, fresh.get_absolute_url()).content.decode()


def test_the_list_and_the_case_cost_the_same_with_one_and_three(
    client: Client, line: Line, tree: ProvinceTree
) -> None:
    now, costs = timezone.now(), []
    row = registered(line.county, at=now - 60 * DAY)
    for url in (LIST, row.get_absolute_url()):  # names are remembered, and reading is noted once an hour
        asked(client, line.city.head, url)
    for _ in range(2):
        issued(row, by=line.city.head, at=now)
        issued(registered(line.county, at=now - 60 * DAY), by=line.city.head, at=now)
        engine.sweep(now)
        draft_orders(now)
        with CaptureQueriesContext(connection) as list_cost:
            asked(client, line.city.head, LIST)
        with CaptureQueriesContext(connection) as case_cost:
            asked(client, line.city.head, row.get_absolute_url())
        costs.append((len(list_cost), len(case_cost)))

    assert costs[0] == costs[1]


def test_a_name_is_masked_above(client: Client, line: Line, row: Petition) -> None:
    order = issued(row, by=line.city.head, at=timezone.now())

    told = asked(client, line.city.head, order.get_absolute_url()).content.decode()

    assert "王某某" in told
    assert "王小芳" not in told


def test_a_receiver_that_does_not_hold_the_matter_takes_away_the_order_alone(client: Client, line: Line) -> None:
    """The city passed it down and has not told the petitioner yet: the province asks the city why."""
    at = timezone.now() - DAY
    row = registered(line.city, at=at)
    row = moved(row, "pass_down", by=line.city.clerk, at=at, receiver=line.tree.bincheng, told_how="later")
    row = moved(row, "take", by=line.county.clerk, at=at, route="duty", told_how="in_person")
    order = issued(row, by=line.province.head, receiver=line.tree.binzhou, at=at)
    others = row.documents.filter(org=line.tree.bincheng)
    assert others.exists()

    def took(by: User, paper: Document) -> int:
        return asked(client, by, reverse("cases:document_file", args=[paper.pk, "docx"])).status_code

    assert order.document is not None
    assert took(line.city.handler, order.document) == 200
    page = asked(client, line.city.handler, order.get_absolute_url())
    assert reverse("cases:document", args=[order.document.pk]) in page.content.decode()
    assert {took(line.city.handler, paper) for paper in others} == {404}
    assert took(line.neighbour.handler, order.document) == 404
    assert AccessEvent.objects.filter(verb="document.download", actor=line.city.handler).count() == 1
