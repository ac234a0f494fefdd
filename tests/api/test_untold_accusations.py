"""What becomes an accusation later is told to no client again, not even by an answer that was kept."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cases.actions.amending import amend
from cases.corrections import values_of
from cases.merging import Seen
from cases.models import Accused, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.models import KeptAnswer
from fedportal.api.scopes import Scope
from fedportal.lib.row_scope import beyond_readers
from tests.api.clients import caller
from tests.api.sent import batch, patch, post, sent, writer
from tests.factories import ProvinceTree, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


@pytest.fixture
def clerk(tree: ProvinceTree) -> User:
    """Of the county, whose head reads accusations."""
    user(tree.bincheng, Role.UNIT_HEAD)
    return user(tree.bincheng, Role.RECEPTIONIST)


@pytest.fixture
def ours(tree: ProvinceTree) -> Client:
    return caller(writer(tree.bincheng, Scope.PERSONAL))


def becomes_accusation(number: str, *, by: User) -> None:
    """At the desk, by who found out what it is about."""
    row = Petition.objects.get(number=number)
    before = values_of(row, row.parties.get())
    seen = Seen.of(before, event=row.events.order_by("-pk").values_list("pk", flat=True).first())
    whom = Accused(kind="person", name="孙建国", unit="某公司")
    amend(row, before | {"matter_class": "accusation"}, seen=seen, by=by, at=timezone.now(), accused=whom)


def kept() -> dict[str, Any]:
    with beyond_readers("a test"):
        return {row.key: (row.body, row.erased_at is not None) for row in KeptAnswer.objects.all()}


def test_answers_about_it_are_gone_in_the_same_moment_and_no_others(ours: Client, clerk: User) -> None:
    number = post(ours, sent(), idempotency_key="made").json()["number"]
    changed = patch(ours, number, {"request": "改。"}, if_match="1", idempotency_key="changed")
    assert changed.status_code == 200
    other = post(ours, sent(request="另一件。"), idempotency_key="other")
    assert "王小芳" in kept()["made"][0]

    becomes_accusation(number, by=clerk)

    assert kept()["made"] == kept()["changed"] == ("", True)
    for again in (
        post(ours, sent(), idempotency_key="made"),
        patch(ours, number, {"request": "改。"}, if_match="1", idempotency_key="changed"),
    ):
        assert (again.status_code, again.json()["code"]) == (410, "answer_erased")
        assert "检举" not in again.content.decode()  # why is not told
    assert post(ours, sent(request="另一件。"), idempotency_key="other").content == other.content
    assert Petition.objects.count() == 2


def test_of_a_batch_nothing_is_told_again(ours: Client, clerk: User) -> None:
    items = [{"petition": sent()}, {"petition": sent(request="另一件。")}]
    number = batch(ours, items, idempotency_key="many").json()["results"][1]["number"]

    becomes_accusation(number, by=clerk)

    assert batch(ours, items, idempotency_key="many").status_code == 410
    assert Petition.objects.count() == 2


def test_who_makes_it_one_is_answered_again_what_she_was_answered(ours: Client, clerk: User) -> None:
    """Her own request is no secret before her; what came before it is."""
    number = post(ours, sent(), idempotency_key="made").json()["number"]
    becomes = {"matter_class": "accusation"}
    asked: Any = {"if_match": "1", "idempotency_key": "becomes"}

    first, again = patch(ours, number, becomes, **asked), patch(ours, number, becomes, **asked)

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert kept()["made"][1] == (first.status_code == 200)


def test_a_correction_that_is_undone_leaves_the_answers(ours: Client, clerk: User) -> None:
    """In one transaction, or not at all."""
    number = post(ours, sent(), idempotency_key="made").json()["number"]

    with pytest.raises(RuntimeError), beyond_readers("a test"):
        _undone(number, by=clerk)

    assert post(ours, sent(), idempotency_key="made").status_code == 201


def _undone(number: str, *, by: User) -> None:
    with transaction.atomic():
        becomes_accusation(number, by=by)
        raise RuntimeError
