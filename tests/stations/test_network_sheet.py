"""The table of the network (T-22): what it counts, that its numbers are the lists behind them, its file."""

import datetime as dt
import io
import re

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from stations.actions.credentials import Paper, add_credential
from stations.actions.people import leave_network
from stations.actions.training import CourseFacts, enter_course
from stations.actions.volunteering import Service, decide_service, log_service
from stations.network_statistics import grown, of_network
from tests.factories import ProvinceTree, user
from tests.stations.people import entered

SHEET = "/statistics/network/"


@pytest.fixture
def roster(clerk: User, head: User, intruder: User) -> User:
    """Three cadres, trained one and two and a half years ago and never; a juror with a paper; volunteers, one gone."""
    at, today = timezone.now(), timezone.localdate()
    cadres = [
        entered(clerk, "cadre", at=at, name=name, id_number="", joined_on=dt.date(2020, 1, 1))
        for name in ("高敏", "林静", "何洁")
    ]
    for row, days in zip(cadres, (365, 900), strict=False):
        ends = today - dt.timedelta(days=days)
        enter_course(CourseFacts(f"省班 {ends}", "petition", 1, ends, ends), [row.pk], by=clerk, at=at)
    juror = entered(clerk, "juror", "mediator", at=at, name="宋岚", id_number="")
    add_credential(juror, Paper("law", dt.date(2020, 1, 1)), by=clerk, at=at)
    volunteer = entered(clerk, "volunteer", at=at, name="唐悦", id_number="")
    for kind, decided in (("visit", True), ("duty", False)):
        logged = log_service(volunteer, Service(today, 90, kind), by=clerk, at=at)
        if decided:
            decide_service(logged, by=head, at=at)
    gone = entered(clerk, "volunteer", at=at, name="离人", id_number="")
    leave_network(gone, on=today, why="asked", by=clerk, at=at)
    entered(intruder, "juror", at=at, name="外人")
    return clerk


def test_each_figure_counts_what_its_base_says(roster: User) -> None:
    today, org = timezone.localdate(), roster.org
    figures = of_network(org, [org.code, org.code + 1], dt.date(today.year, 1, 1), today)[1]

    assert {name: figures[name] for name in ("people", "cadres", "jurors", "mediators", "volunteers")} == {
        "people": 5,
        "cadres": 3,
        "jurors": 1,
        "mediators": 1,
        "volunteers": 1,
    }
    assert (figures["trained_24"], figures["trained_36"]) == (1, 2)
    assert (figures["qualified"], figures["minutes"], figures["served"]) == (1, 90, 1)
    assert (figures["full_time"], figures["part_time"]) == (0, 5)


def test_the_roster_grows_by_level(roster: User) -> None:
    today = timezone.localdate()

    (found,) = [grown(roster.org, dt.date(2024, 1, 1), today)[3]]

    assert found == {"before": 3, "joined": 3, "left": 1, "after": 5}


def test_a_number_leads_to_exactly_so_many_people(client: Client, roster: User) -> None:
    client.force_login(roster)

    page = client.get(SHEET).content.decode()

    links = re.findall(r'href="(/stations/people/\?[^"]+)">(\d+)<', page)
    assert links
    for url, number in links:
        assert client.get(url.replace("&amp;", "&")).context["page"].paginator.count == int(number), url


def test_who_keeps_no_people_is_told_the_numbers_alone(client: Client, roster: User, tree: ProvinceTree) -> None:
    client.force_login(user(tree.binzhou, Role.STAT_OFFICER))

    page = client.get(SHEET).content.decode()

    assert "滨城区" in page
    assert "/stations/people/?" not in page
    assert "高敏" not in page


def test_the_file_holds_numerators_and_denominators(client: Client, roster: User) -> None:
    client.force_login(roster)

    book = load_workbook(io.BytesIO(client.get(SHEET, {"form": "xlsx"}).content))

    heads, own = [[cell.value for cell in book["队伍培训表"][row]] for row in (4, 5)]
    said = dict(zip(heads, own, strict=True))
    assert (said["信访干部"], said["24 个月内参训"], said["36 个月内参训"], said["服务时长（分钟）"]) == (3, 1, 2, 90)
    assert AccessEvent.objects.filter(verb="network.download", actor=roster).exists()
