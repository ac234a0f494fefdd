"""A unit's own system reads its calls, with the calls back in them, as far as an agent of that unit would."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import RelationWall
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.api.terms import Terms
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_backs import take_missed, try_call_back
from hotline.actions.call_registering import register_call
from hotline.models import Call, HotlineLine
from hotline.models.call_attempt import CallAttempt
from tests.api.clients import FAR, acting_as, api_client, caller
from tests.cases.intakes import intake
from tests.cases.samples import ABOUT, NOW
from tests.factories import ProvinceTree, user
from tests.hotline.calls import PHONE, answered, made, typed

pytestmark = pytest.mark.django_db

CALLS = reverse("hotline_api:calls")


@pytest.fixture
def masked(tree: ProvinceTree, law: None) -> Client:
    return caller(api_client(tree.bincheng, Scope.CALLS))


@pytest.fixture
def whole(tree: ProvinceTree, law: None) -> Client:
    return caller(api_client(tree.bincheng, Scope.CALLS, Scope.PERSONAL))


def one(client: Client, row: Call) -> Any:
    return client.get(reverse("hotline_api:call", args=[row.ref]))


def listed(client: Client, **query: str) -> list[str]:
    answer = client.get(CALLS, query)
    assert answer.status_code == 200, answer.content.decode()
    return [each["ref"] for each in answer.json()["results"]]


def test_nobody_is_recognised_without_a_legal_basis(masked: Client, line: HotlineLine, agent: User) -> None:
    facts = "王小芳说，丈夫打了她弟弟李强，电话 13900001111。"
    row = typed(answered(line, agent), by=agent, facts=facts, for_other=True, victim_name="李强", relation="姐姐")

    told = one(masked, row)

    document = told.json()
    assert document["shown"] == "masked"
    assert document["caller"] == {"name": "王某某", "phone": None, "withheld": True}
    assert document["victim"] == {"name": "李某", "phone": None, "withheld": False}
    assert (document["whereabouts"], document["reach"]) == (None, None)
    for hidden in ("王小芳", "李强", PHONE, "13900001111"):
        assert hidden not in told.content.decode()
        assert hidden not in masked.get(CALLS).content.decode()


def test_with_one_her_unit_is_told_all_that_its_agent_reads(whole: Client, line: HotlineLine, agent: User) -> None:
    wish = {"contact_rule": "limited", "safe_ways": ["phone"], "no_message": True, "code_word": "红围巾"}
    row = typed(answered(line, agent), by=agent, wish=wish, triage={"safe": "yes"})

    told = one(whole, row)

    document = told.json()
    assert document["caller"] == {"name": "王小芳", "phone": PHONE, "withheld": False}
    assert (document["facts"], document["state"]) == (row.facts, "classified")
    assert document["triage"] == {"safe": "yes"}
    assert document["reach"] == {
        "asked": True,
        "ways": ["phone"],
        "no_message": True,
        "number_shared": False,
        "windows": [],
    }
    assert "红围巾" not in told.content.decode()  # by which she knows a friend
    assert [each["verb"] for each in document["timeline"]] == ["call.ring", "call.answer", "call.classify"]


def test_calls_back_stand_in_the_call_with_their_clock(masked: Client, line: HotlineLine, agent: User) -> None:
    row = take_missed(line, phone=PHONE, rang_at=NOW, by=agent, at=NOW)
    try_call_back(row, CallAttempt.Result.NO_ANSWER, by=agent, at=NOW)

    document = one(masked, row).json()

    assert document["state"] == "callback"
    assert [duty["kind"] for duty in document["deadlines"]] == ["call_back"]
    assert [(each["result"], each["by"]) for each in document["attempts"]] == [("no_answer", "赵兰")]


def test_each_reading_stands_in_the_trail(masked: Client, line: HotlineLine, agent: User) -> None:
    row = answered(line, agent)

    answer = one(masked, row)

    assert AccessEvent.objects.filter(
        verb="call.read", object_id=str(row.pk), actor__api_client__isnull=False
    ).exists()
    again = masked.get(reverse("hotline_api:call", args=[row.ref]), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert AccessEvent.objects.filter(verb="api.call", detail__view="hotline_api:call").count() == 2


def test_units_beside_above_and_below_find_nothing(line: HotlineLine, agent: User, tree: ProvinceTree) -> None:
    row = answered(line, agent)

    for place in (tree.huimin, tree.binzhou, tree.shandong, tree.xiaogan):
        client = caller(api_client(place, Scope.READ, Scope.WRITE, Scope.CALLS, Scope.CALLS_WRITE, Scope.PERSONAL))
        assert listed(client) == []
        assert one(client, row).status_code == 404


def test_the_scope_of_petitions_opens_no_calls(line: HotlineLine, agent: User, tree: ProvinceTree) -> None:
    row = answered(line, agent)
    client = caller(api_client(tree.bincheng, Scope.READ, Scope.WRITE, Scope.PERSONAL))

    assert client.get(CALLS).status_code == 403
    assert one(client, row).status_code == 403


def test_the_scope_of_calls_opens_no_petition(masked: Client) -> None:
    assert masked.get(reverse("cases_api:petitions")).status_code == 403


def test_what_is_guarded_is_before_her_who_took_it_and_who_leads(
    whole: Client, line: HotlineLine, agent: User, tree: ProvinceTree
) -> None:
    """A system is no agent of that call and no head: it is told of it as another receptionist is."""
    plain, danger = answered(line, agent), typed(answered(line, agent), by=agent, triage={"weapon": "yes"})
    report = typed(answered(line, agent), by=agent, call_class="report")
    of_children = typed(answered(line, agent), by=agent, triage={"children": "yes"})
    another = user(tree.bincheng, Role.RECEPTIONIST)

    assert listed(whole) == [str(plain.ref)]
    assert [row.ref for row in Call.objects.visible_to(another)] == [plain.ref]
    for row in (danger, report, of_children):
        assert one(whole, row).status_code == 404


def test_the_relation_wall_stands_before_a_system_too(line: HotlineLine, agent: User, tree: ProvinceTree) -> None:
    ours = api_client(tree.bincheng, Scope.CALLS)
    row = typed(answered(line, agent), by=agent)
    matter = register_call(row, intake(agent, channel="hotline_12338"), by=agent, at=NOW)
    assert listed(caller(ours)) == [str(row.ref)]

    RelationWall.objects.create(petition=matter, user=ours.user)

    assert listed(caller(ours)) == []
    assert one(caller(ours), row).status_code == 404


def test_of_an_accusation_nothing_is_told(line: HotlineLine, agent: User, tree: ProvinceTree) -> None:
    account = user(tree.bincheng, Role.DATA_CLIENT, Role.AGENT)
    client = caller(acting_as(account, Scope.CALLS, Scope.PERSONAL))
    row = typed(answered(line, account), by=account, call_class="report", facts="举报孙建国。")
    told = intake(agent, channel="hotline_12338", matter_class="accusation", **ABOUT)
    matter = register_call(row, told, by=account, at=NOW)

    answer = one(client, row)

    assert (answer.json()["sealed"], answer.json()["petition"]) == (True, None)
    for hidden in ("孙建国", PHONE, "王小芳", matter.number):
        assert hidden not in answer.content.decode()


def test_filters_narrow_the_list_and_unknown_ones_are_refused(masked: Client, line: HotlineLine, agent: User) -> None:
    first = typed(answered(line, agent), by=agent)
    second = made(typed(answered(line, agent), by=agent, call_class="help", answer="已解答。"), "resolve", by=agent)

    assert listed(masked) == [str(second.ref), str(first.ref)]
    assert listed(masked, state="resolved") == [str(second.ref)]
    assert listed(masked, call_class="consult") == [str(first.ref)]
    assert listed(masked, line=line.number) == [str(second.ref), str(first.ref)]
    assert listed(masked, emergency="true") == []
    assert listed(masked, closed="false") == [str(second.ref), str(first.ref)]
    assert listed(masked, received_after="2030-01-01T00:00:00+08:00") == []
    assert masked.get(CALLS, {"caller_phone": PHONE}).status_code == 400  # addresses of requests stand in logs
    assert masked.get(CALLS, {"state": "dancing"}).status_code == 400


def test_pages_follow_each_other_and_ask_as_much_for_three_as_for_one(
    masked: Client, line: HotlineLine, agent: User
) -> None:
    rows = [str(typed(answered(line, agent), by=agent).ref) for _ in range(5)]

    def page(url: str) -> tuple[list[str], str, int]:
        with CaptureQueriesContext(connection) as asked:
            answer = masked.get(url).json()
        return [each["ref"] for each in answer["results"]], answer["next"], len(asked)

    first, url, _ = page(f"{CALLS}?limit=1")
    second, _, of_one = page(url)
    third, _, of_three = page(url.replace("limit=1", "limit=3"))

    assert (first, second, third) == (rows[4:], rows[3:4], rows[3:0:-1])
    assert of_one == of_three


def test_12345_is_granted_no_calls() -> None:
    with pytest.raises(NotAllowed, match="不能与"):
        Terms(scopes=["tickets", "calls"], system="binzhou-12345", expires_on=FAR).check(FAR)
