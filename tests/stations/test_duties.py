"""What has climbed in the room of stations sits in the work of the unit above until it is acknowledged."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.dashboards.badges import badges
from fedportal.deadlines.engine import sweep
from fedportal.deadlines.models import Deadline
from stations.actions.check_clocks import owe_check
from stations.actions.checklists import load_checklists
from tests.factories import ProvinceTree, user
from tests.stations.checking import applied, checked, moved
from tests.stations.people import entered, post_opened
from tests.stations.stations import station

NOW = timezone.now()
DAY = dt.timedelta(days=1)
LIST = "/stations/duties/"


@dataclass
class Climbed:
    """One of each kind that the county has let lie until the city was told."""

    rows: dict[str, Any]
    officer: User  # of the city: keeps its network, too
    supervisor: User


@pytest.fixture
def climbed(tree: ProvinceTree, law: None) -> Climbed:
    load_checklists(at=NOW - 1000 * DAY)
    head, officer = user(tree.bincheng, Role.SECTION_HEAD), user(tree.binzhou, Role.RECEPTIONIST)
    then = NOW - 100 * DAY
    worker = user(tree.beizhen, Role.TOWNSHIP_WORKER)
    poor = station(tree.bincheng, by=head, name="南镇服务站")
    unchecked, best = (station(tree.beizhen, by=worker, name=f"{name}服务站") for name in ("北镇", "中心"))
    checked(best, head, at=then)
    owe_check(unchecked, on=timezone.localdate(NOW - 600 * DAY), at=then)
    rows: dict[str, Any] = {
        "station": unchecked,
        "station_check": checked(poor, user(tree.binzhou, Role.SECTION_HEAD), without=("line",), at=then),
        "accreditation": moved(applied(best, worker, at=then), "submit_county", by=worker, at=then),
        "person": entered(head, "cadre", at=then, joined_on=timezone.localdate(NOW - 1300 * DAY)),
        "post": post_opened(head, at=NOW - 400 * DAY, opened_on=timezone.localdate(NOW - 500 * DAY)),
    }
    for _ in range(4):  # a rung each time
        sweep(NOW)
    return Climbed(rows, officer, user(tree.binzhou, Role.SUPERVISOR))


def page(client: Client, address: str, reader: User) -> str:
    client.force_login(reader)
    return client.get(address).content.decode()


def duty_of(row: Model, at: User) -> Deadline:
    return Deadline.objects.for_subject(row).on_desk_of(at.org).unacknowledged().get()


@pytest.mark.parametrize("kind", ["station", "station_check", "accreditation", "person", "post"])
def test_it_lies_with_the_unit_above_until_it_is_acknowledged(client: Client, climbed: Climbed, kind: str) -> None:
    row, reader = climbed.rows[kind], climbed.officer
    duty, address = duty_of(row, reader), row.get_absolute_url()
    assert f">{row.station.name if kind == 'station_check' else row}</a>" in page(client, LIST, reader)
    html = page(client, address, reader)
    assert "已上报至本单位，尚未签收" in html
    form = html.partition("message message-error unanswered")[2].partition("</form>")[0]
    assert "csrfmiddlewaretoken" in form

    answer = client.post(reverse("stations:duty_acknowledge", args=[duty.pk]))

    assert answer["Location"] == address
    duty.refresh_from_db()
    assert not duty.awaiting_ack
    assert duty.closed_at is None, "it is owed as before"
    assert "已上报至本单位" not in page(client, address, reader)
    assert AccessEvent.objects.filter(verb="deadline.acknowledge", actor=reader, object_id=row.pk).count() == 1


def test_the_list_is_worked_off_line_by_line(client: Client, climbed: Climbed) -> None:
    client.force_login(climbed.officer)

    for row in climbed.rows.values():
        duty = duty_of(row, climbed.officer)
        answer = client.post(reverse("stations:duty_acknowledge", args=[duty.pk]), {"list": "1"})
        assert answer["Location"] == LIST

    assert "没有等待处理的" in page(client, LIST, climbed.officer)
    assert page(client, f"{LIST}?tab=late", climbed.officer).count('<th scope="row"') == 5, "late all the same"


def test_a_supervisor_sees_no_people_of_the_network(client: Client, climbed: Climbed) -> None:
    html = page(client, LIST, climbed.supervisor)

    assert html.count('<th scope="row"') == 4
    assert str(climbed.rows["person"]) not in html
    duty = duty_of(climbed.rows["person"], climbed.supervisor)
    assert client.post(reverse("stations:duty_acknowledge", args=[duty.pk])).status_code == 404
    assert duty_of(climbed.rows["person"], climbed.supervisor) == duty


def test_another_county_finds_nothing_and_acknowledges_nothing(
    client: Client, climbed: Climbed, intruder: User
) -> None:
    duties = [duty_of(row, climbed.officer) for row in climbed.rows.values()]

    assert "没有等待处理的" in page(client, f"{LIST}?tab=late", intruder)
    for duty in duties:
        assert client.post(reverse("stations:duty_acknowledge", args=[duty.pk])).status_code == 404

    assert Deadline.objects.filter(pk__in=[duty.pk for duty in duties], awaiting_ack=True).count() == 5


def test_who_owes_it_cannot_acknowledge_it_for_the_unit_above(client: Client, climbed: Climbed, clerk: User) -> None:
    duty = duty_of(climbed.rows["post"], climbed.officer)
    client.force_login(clerk)

    answer = client.post(reverse("stations:duty_acknowledge", args=[duty.pk]), follow=True)

    assert "该事项不在本单位签收范围内" in answer.content.decode()
    duty.refresh_from_db()
    assert duty.awaiting_ack


def test_who_may_not_acknowledge_sees_no_button(client: Client, climbed: Climbed, tree: ProvinceTree) -> None:
    agent, row = user(tree.binzhou, Role.AGENT), climbed.rows["station"]

    assert "签收</button>" not in page(client, row.get_absolute_url(), agent)
    assert ">签收<" not in page(client, LIST, agent)
    duty = duty_of(row, agent)
    assert client.post(reverse("stations:duty_acknowledge", args=[duty.pk])).status_code == 403


def test_the_badge_counts_what_the_list_holds(client: Client, climbed: Climbed) -> None:
    assert [badges(reader)["stations"] for reader in (climbed.officer, climbed.supervisor)] == [5, 4]
