"""Telling a petitioner which organ is competent."""

from django.test import Client
from django.utils import timezone

from cases.workflow import Status
from fedportal.accounts.models import User
from tests.cases.moving import errors, sent
from tests.cases.samples import moved, petition

ANSWERS = {"competent_organ": "滨城区人力资源和社会保障局", "told_how": "in_person"}


def test_the_organ_is_named_and_the_clock_stops(client: Client, clerk: User) -> None:
    row = petition(clerk, at=timezone.now())

    assert sent(client, row, "redirect", clerk, **ANSWERS).status_code == 302

    row.refresh_from_db()
    assert (row.status, row.competent_organ) == (Status.REDIRECTED, ANSWERS["competent_organ"])
    assert row.deadlines.get().outcome == "met"


def test_the_organ_has_to_be_named(client: Client, clerk: User) -> None:
    row = petition(clerk, at=timezone.now())

    answer = sent(client, row, "redirect", clerk, competent_organ=" ", told_how="in_person")

    assert errors(answer) == {"competent_organ": ["请填写有权处理的机关。"]}


def test_what_was_accepted_is_not_redirected(client: Client, clerk: User) -> None:
    row = petition(clerk, at=timezone.now())
    moved(row, "accept", by=clerk, at=timezone.now(), route="duty", told_how="phone")

    assert sent(client, row, "redirect", clerk, **ANSWERS).status_code == 409


def test_another_county_finds_nothing(client: Client, clerk: User, intruder: User) -> None:
    assert sent(client, petition(clerk), "redirect", intruder, **ANSWERS).status_code == 404
