"""Accepting a petition, and what holds for every move: right, keeper, state, nothing lost."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Event, MatterClass, Petition
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from tests.cases.moving import errors, opened, sent
from tests.cases.samples import moved, petition
from tests.factories import ProvinceTree, user

ANSWERS = {"route": "opinion", "told_how": "in_person", "note": "已当面告知受理。"}


@pytest.fixture
def row(clerk: User) -> Petition:
    return petition(clerk, at=timezone.now() - dt.timedelta(days=3))


def test_accepting_stops_one_clock_and_starts_the_other(client: Client, clerk: User, row: Petition) -> None:
    answer = sent(client, row, "accept", clerk, **ANSWERS)

    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.status, row.route) == (Status.ACCEPTED, "opinion")
    notice, handle = row.deadlines.order_by("pk")
    assert (notice.kind, notice.outcome) == ("notice", "met")
    last_day = timezone.localdate() + dt.timedelta(days=60)
    assert (handle.kind, timezone.localdate(handle.due_at), handle.closed_at) == ("handle", last_day, None)
    event = row.events.latest("pk")
    assert (event.verb, event.actor, event.note) == ("petition.accept", clerk, "已当面告知受理。")
    assert event.data == {"route": "opinion", "told_how": "in_person"}
    assert AccessEvent.objects.filter(verb="petition.accept", object_id=row.pk, actor=clerk).count() == 1


def test_the_page_says_what_will_happen_and_by_when(client: Client, clerk: User, row: Petition) -> None:
    form = opened(client, row, "accept", clerk).context["form"]

    last_day = timezone.localdate() + dt.timedelta(days=60)
    weekday = "一二三四五六日"[last_day.weekday()]
    ordinary, simple = form.starts()
    assert ordinary == f"选“（六）调查核实后出具处理意见”的，受理之日起 60 日内办结：{last_day} 周{weekday}"
    assert simple.startswith("选“简易办理”的，受理之日起 10 个工作日内办结")


@pytest.mark.parametrize("route", ["litigation", "arbitration", "party", "reconsideration", "duty"])
def test_another_route_starts_no_clock(client: Client, clerk: User, row: Petition, route: str) -> None:
    sent(client, row, "accept", clerk, **ANSWERS | {"route": route})

    assert not row.deadlines.open().exists()


@pytest.mark.parametrize("matter", [MatterClass.SUGGESTION, MatterClass.ACCUSATION, MatterClass.CONSULTATION])
def test_only_a_claim_of_redress_is_asked_for_a_route(client: Client, clerk: User, matter: str) -> None:
    row = petition(clerk, matter_class=matter, at=timezone.now())

    assert list(opened(client, row, "accept", clerk).context["form"].fields) == ["handler", "note", "told_how", "seen"]
    sent(client, row, "accept", clerk, **ANSWERS)

    row.refresh_from_db()
    assert (row.status, row.route) == (Status.ACCEPTED, "")
    assert not row.deadlines.open().exists()


def test_who_is_unclear_need_not_be_told(client: Client, clerk: User) -> None:
    row = petition(clerk, identity_unclear=True, at=timezone.now())

    assert sent(client, row, "accept", clerk, route="duty").status_code == 302


def test_each_answer_that_is_missing_says_so(client: Client, clerk: User, row: Petition) -> None:
    answer = sent(client, row, "accept", clerk, note="写了一半")

    assert errors(answer) == {"route": ["请选择办理途径。"], "told_how": ["请选择告知信访人的方式。"]}
    assert "写了一半" in answer.content.decode()


def test_a_superior_that_does_not_hold_the_case_may_not(
    client: Client, superior: User, row: Petition, clerk: User
) -> None:
    answer = sent(client, row, "accept", superior, **ANSWERS)

    assert answer.status_code == 409
    assert "该信访事项现由滨城区妇女联合会承办，只有承办单位可以“受理”。" in answer.content.decode()
    row.refresh_from_db()
    assert row.status == Status.REGISTERED
    assert '<form class="sheet-body form"' not in opened(client, row, "accept", superior).content.decode()


def test_another_county_finds_nothing_and_changes_nothing(client: Client, intruder: User, row: Petition) -> None:
    assert opened(client, row, "accept", intruder).status_code == 404
    assert sent(client, row, "accept", intruder, **ANSWERS).status_code == 404
    assert list(Event.objects.values_list("verb", flat=True)) == ["petition.register"]


def test_without_the_right_there_is_403(client: Client, row: Petition, tree: ProvinceTree) -> None:
    handler = user(tree.bincheng, Role.HANDLER)

    assert opened(client, row, "accept", handler).status_code == 403
    assert sent(client, row, "accept", handler, **ANSWERS).status_code == 403


def test_a_move_that_does_not_exist_is_not_there(client: Client, clerk: User, row: Petition) -> None:
    assert opened(client, row, "burn", clerk).status_code == 404


def test_a_stale_page_says_who_was_first_and_keeps_what_was_typed(
    client: Client, clerk: User, row: Petition, tree: ProvinceTree
) -> None:
    seen = opened(client, row, "accept", clerk).context["form"].fields["seen"].initial
    colleague = user(tree.bincheng, Role.SECTION_HEAD, name="陈静")
    moved(row, "redirect", by=colleague, at=timezone.now(), competent_organ="滨城区公安分局", told_how="phone")

    answer = sent(client, row, "accept", clerk, **ANSWERS, seen=seen)

    told = answer.content.decode()
    assert answer.status_code == 409
    assert "该信访事项现为“已告知去向”，不能“受理”。" in told
    assert [(line.who, line.title) for line in answer.context["changed"]] == [("陈静（滨城区妇联）", "告知去向")]
    assert "已当面告知受理。" in told


def test_a_late_acceptance_is_met_late(client: Client, clerk: User) -> None:
    row = petition(clerk, at=timezone.now() - dt.timedelta(days=20))

    sent(client, row, "accept", clerk, **ANSWERS)

    assert row.deadlines.get(kind="notice").outcome == "late"
