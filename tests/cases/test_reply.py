"""Answering a petition."""

import datetime as dt

from django.test import Client
from django.utils import timezone

from cases.models import Petition
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.cases.moving import errors, sent
from tests.cases.samples import moved, petition
from tests.factories import ProvinceTree, user


def accepted(clerk: User, **fields: object) -> Petition:
    at = timezone.now() - dt.timedelta(days=2)
    row = petition(clerk, at=at, **fields)
    return moved(row, "accept", by=clerk, at=at, route="duty", told_how="phone")


def test_a_handler_answers_and_the_clocks_stop(client: Client, clerk: User, tree: ProvinceTree) -> None:
    row = accepted(clerk)
    handler = user(tree.bincheng, Role.HANDLER)

    assert sent(client, row, "reply", handler, note="派出所已出具告诫书。", told_how="phone").status_code == 302

    row.refresh_from_db()
    assert row.status == Status.REPLIED
    assert not row.deadlines.open().exists()
    assert row.events.latest("pk").note == "派出所已出具告诫书。"


def test_an_answer_has_words(client: Client, clerk: User) -> None:
    answer = sent(client, accepted(clerk), "reply", clerk, note="  ", told_how="phone")

    assert errors(answer) == {"note": ["请填写答复内容。"]}


def test_what_was_not_accepted_is_not_answered(client: Client, clerk: User) -> None:
    answer = sent(client, petition(clerk, at=timezone.now()), "reply", clerk, note="答复")

    assert answer.status_code == 409
    assert "该信访事项现为“已登记”，不能“答复”。" in answer.content.decode()


def test_another_county_and_a_superior_may_not(client: Client, clerk: User, intruder: User, superior: User) -> None:
    row = accepted(clerk)

    assert sent(client, row, "reply", intruder, note="答复").status_code == 404
    assert sent(client, row, "reply", superior, note="答复").status_code == 409
