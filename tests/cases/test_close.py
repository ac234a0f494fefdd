"""Concluding a petition."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Petition
from cases.workflow import MOVES, Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines import engine
from tests.cases.moving import opened, sent
from tests.cases.samples import moved, petition
from tests.factories import ProvinceTree, user


@pytest.fixture
def replied(clerk: User) -> Petition:
    at = timezone.now() - dt.timedelta(days=40)
    row = petition(clerk, at=at)
    moved(row, "accept", by=clerk, at=at, route="duty", told_how="phone")
    return moved(row, "reply", by=clerk, at=at, note="已答复。", told_how="phone")


def test_closing_asks_first_and_ends_all_clocks(client: Client, clerk: User, replied: Petition) -> None:
    assert "此步不能撤销" in opened(client, replied, "close", clerk).content.decode()

    assert sent(client, replied, "close", clerk).status_code == 302

    replied.refresh_from_db()
    assert replied.status == Status.CLOSED
    assert replied.closed_at is not None
    assert not replied.deadlines.open().exists()


def test_what_is_closed_neither_moves_nor_climbs(client: Client, clerk: User, replied: Petition) -> None:
    sent(client, replied, "close", clerk)

    head = user(clerk.org, Role.UNIT_HEAD)
    answers = [sent(client, replied, move, head, note="再办").status_code for move in MOVES if move != "archive"]
    engine.sweep(timezone.now() + dt.timedelta(days=300))

    assert set(answers) == {409}
    assert not replied.deadlines.exclude(step=-1).exists()


def test_a_redirected_urgent_matter_is_reported_before_it_is_closed(client: Client, clerk: User) -> None:
    row = petition(clerk, urgent=True, at=timezone.now())
    moved(row, "redirect", by=clerk, at=timezone.now(), competent_organ="滨城区公安分局", told_how="phone")

    assert sent(client, row, "close", clerk).status_code == 409

    assert dict(row.deadlines.values_list("kind", "outcome")) == {"notice": "met", "urgent_report": ""}


def test_who_may_not_close_gets_403_and_strangers_404(
    client: Client, replied: Petition, intruder: User, superior: User, tree: ProvinceTree
) -> None:
    assert sent(client, replied, "close", user(tree.bincheng, Role.HANDLER)).status_code == 403
    assert sent(client, replied, "close", intruder).status_code == 404
    assert sent(client, replied, "close", superior).status_code == 409


def test_the_cause_is_asked_where_the_matter_was_accepted_and_finds_it_again(
    client: Client, clerk: User, replied: Petition
) -> None:
    directed = petition(clerk, at=timezone.now())
    moved(directed, "redirect", by=clerk, at=timezone.now(), competent_organ="滨城区公安分局", told_how="phone")
    assert "root_cause" not in opened(client, directed, "close", clerk).context["form"].fields
    assert sent(client, replied, "close", clerk, root_cause="").status_code == 200

    sent(client, replied, "close", clerk, root_cause="addiction", typical="on", relief_helped="on")
    sent(client, directed, "close", clerk)

    told = client.get(replied.get_absolute_url()).content.decode()
    for words in ("酗酒、赌博、吸毒，典型案例", "社会救助：已帮助申请"):
        assert words in told
    for query, found in (({"cause": "addiction"}, 1), ({"cause": "money"}, 0), ({"typical": "1"}, 1)):
        assert client.get(reverse("cases:petition_list"), query).context["total"] == found
