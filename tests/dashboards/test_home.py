"""The workbench: what waits for whom, and that its numbers are their lists."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.dashboards.workbench import Pile
from fedportal.deadlines.models import Deadline
from tests.cases.samples import moved, petition
from tests.dashboards.links import broken_claims, claims
from tests.dashboards.world import World, accepted
from tests.factories import user
from tests.hotline.call_tickets import of_itself, sent


def home(client: Client, reader: User) -> object:
    client.force_login(reader)
    return client.get(reverse("home"))


def piles(client: Client, reader: User) -> dict[str, Pile]:
    return {pile.slug: pile for pile in home(client, reader).context["bench"].piles}


@pytest.mark.parametrize("place", ["bincheng", "huimin", "binzhou", "shandong", "beizhen", "zouping"])
def test_every_number_equals_the_list_behind_it(client: Client, world: World, place: str) -> None:
    page = home(client, world.reader(getattr(world.tree, place), Role.UNIT_HEAD))

    assert len(set(claims(page))) >= 6
    assert broken_claims(client, page) == []


def test_a_county_finds_its_late_matters_worst_first(client: Client, world: World) -> None:
    pile = piles(client, world.clerk)["overdue"]

    lights = [duty.deadline.light for duty in pile.rows]
    assert lights == sorted(lights, reverse=True)
    assert pile.total.value == len(pile.rows) == 5
    assert {duty.unit for duty in pile.rows} == {"滨城区妇联"}


def test_what_climbed_to_the_city_waits_there_for_acknowledgement(client: Client, world: World) -> None:
    row = next(row for row in piles(client, world.city)["waiting"].rows if row.unit == "滨城区妇联")

    client.post(row.acknowledge_url, {"next": reverse("home")})

    row.deadline.refresh_from_db()
    assert row.deadline.awaiting_ack is False
    assert row.number not in {left.number for left in piles(client, world.city)["waiting"].rows}


def test_the_badge_counts_what_is_late_here_even_where_it_has_climbed_away(client: Client, world: World) -> None:
    late = piles(client, world.clerk)["overdue"].total.value
    climbed = Deadline.objects.overdue(world.now).filter(org=world.tree.bincheng).exclude(desk=world.tree.bincheng)
    assert climbed.exists()

    assert home(client, world.clerk).context["frame"].waiting == late


def test_acknowledging_leads_back_to_the_workbench(client: Client, world: World) -> None:
    row = piles(client, world.city)["waiting"].rows[0]

    answer = client.post(row.acknowledge_url, {"next": reverse("home")})

    assert answer.headers["Location"] == reverse("home")


def test_a_superior_sees_masked_names_and_no_moves(client: Client, world: World) -> None:
    rows = [row for pile in piles(client, world.city).values() for row in pile.rows if row.unit == "滨城区妇联"]

    assert rows
    assert {row.name for row in rows} == {"王某某"}
    assert {row.action for row in rows} == {""}


def test_the_holder_sees_the_name_and_the_next_step(client: Client, world: World) -> None:
    row = piles(client, world.clerk)["overdue"].rows[0]

    assert row.name == "王小芳"
    assert (row.action, client.get(row.action_url).status_code) == ("受理", 200)


def test_the_step_that_is_offered_leads_to_the_end_of_the_duty(client: Client, world: World) -> None:
    """Of two late matters: the accepted one is begun; in the other the opinion is the head's, not the clerk's."""
    long_ago = world.now - dt.timedelta(days=99)
    begun, waits = (accepted(petition(world.clerk, at=long_ago), by=world.clerk, at=long_ago) for _ in range(2))
    moved(waits, "start", by=world.clerk, at=long_ago)

    def offered(person: User) -> dict[str, str]:
        rows = piles(client, person)["overdue"].rows
        return {row.number: row.action for row in rows}

    assert offered(world.clerk)[begun.number] == "开始办理"
    assert offered(world.clerk)[waits.number] == ""
    assert offered(user(world.tree.bincheng, Role.UNIT_HEAD))[waits.number] == "出具处理意见"


def test_no_step_is_offered_while_another_unit_has_to_decide(client: Client, world: World) -> None:
    row = petition(world.clerk, at=world.now - dt.timedelta(days=99))
    moved(row, "dispute", by=world.clerk, at=world.now, note="两县意见不一。", other_unit=world.tree.huimin)

    rows = piles(client, world.clerk)["overdue"].rows

    assert {one.number: one.action for one in rows}[row.number] == ""


def test_what_was_passed_down_waits_at_the_receiver(client: Client, world: World) -> None:
    receiver = user(world.tree.zouping, Role.RECEPTIONIST)

    pile = piles(client, receiver)["passed-down"]

    assert [row.action for row in pile.rows] == ["接收并受理"]
    assert piles(client, world.clerk)["passed-down"].rows == []


def test_what_runs_out_today_and_this_week_stands_apart(client: Client, world: World) -> None:
    duties = list(Deadline.objects.filter(org=world.tree.huimin, closed_at=None).order_by("-due_at"))
    today, now = timezone.localdate(), timezone.now()
    end = timezone.make_aware(dt.datetime.combine(today, dt.time(23, 59, 59)))
    Deadline.objects.filter(pk=duties[0].pk).update(due_at=end)
    other = petition(world.neighbour, at=now)
    Deadline.objects.for_subject(other).update(due_at=end + dt.timedelta(days=7))

    found = piles(client, world.neighbour)

    assert [row.deadline.pk for row in found["today"].rows] == [duties[0].pk]
    assert [row.number for row in found["week"].rows] == [other.number]


@pytest.mark.parametrize(("role", "offered"), [(Role.RECEPTIONIST, True), (Role.SUPERVISOR, False)])
def test_who_may_register_is_offered_it(client: Client, world: World, role: Role, offered: bool) -> None:
    text = home(client, world.reader(world.tree.bincheng, role)).content.decode()

    assert (f'href="{reverse("cases:petition_new")}"' in text) is offered


def test_who_may_not_acknowledge_is_not_asked_to(client: Client, world: World) -> None:
    text = home(client, world.reader(world.tree.binzhou, Role.AGENT)).content.decode()

    assert "签收" not in text


def test_a_unit_without_work_is_told_so(client: Client, world: World) -> None:
    text = home(client, user(world.tree.hanchuan, Role.RECEPTIONIST)).content.decode()

    assert "今天没有等待处理的事项" in text


def test_it_costs_the_same_however_much_waits(client: Client, world: World) -> None:
    home(client, world.clerk)
    with CaptureQueriesContext(connection) as few:
        home(client, world.clerk)
    for days in range(20, 32):
        petition(world.clerk, at=world.now - dt.timedelta(days=days))
    home(client, world.clerk)  # what a process remembers for a while is asked for once, whoever comes first

    with CaptureQueriesContext(connection) as many:
        home(client, world.clerk)

    assert abs(len(many) - len(few)) <= 1  # a full pile is counted besides
    assert len(many) < 40


@pytest.mark.parametrize("role", [Role.SYS_ADMIN, Role.SEC_ADMIN, Role.AUDIT_ADMIN, Role.STAT_OFFICER])
def test_who_reads_no_cases_finds_her_own_work_and_none_of_theirs(client: Client, world: World, role: Role) -> None:
    page = home(client, user(world.tree.bincheng, role))

    assert page.status_code == 200
    assert "妇信〔" not in page.content.decode()


@pytest.mark.parametrize("role", [Role.LEGAL_VOLUNTEER, Role.PSYCHOLOGIST, Role.PARTNER])
def test_who_has_no_pages_yet_is_told_kindly(client: Client, world: World, role: Role) -> None:
    assert "目前没有需要您在这里处理的事项" in home(client, user(world.tree.bincheng, role)).content.decode()


def test_work_orders_of_calls_wait_on_the_workbench_of_whose_turn_it_is(client: Client, world: World) -> None:
    there = user(world.tree.huimin, Role.RECEPTIONIST)
    row = sent(of_itself(world.clerk, at=world.now), there.org, by=world.clerk, at=world.now)
    new = of_itself(world.clerk, at=world.now)

    ours, theirs = home(client, world.clerk).context["orders"], home(client, there).context["orders"]

    assert [(pile.slug, [duty.number for duty in pile.rows]) for pile in ours] == [("orders-send", [str(new)])]
    assert [(pile.slug, [duty.number for duty in pile.rows]) for pile in theirs] == [("orders-do", [str(row)])]
    assert (theirs[0].rows[0].action, theirs[0].total.value) == ("签收", 1)
    assert str(row) in client.get(theirs[0].total.url).content.decode()
