"""The pages of calls: what an agent finds, that nothing typed is lost, and what the caller's number tells her."""

import json
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Petition, SafeContact
from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent
from hotline.call_workflow import CallState
from hotline.models import Call, HotlineLine
from tests.cases.samples import guarded, petition
from tests.cases.samples import typed as registration
from tests.hotline.calls import PHONE, answered, made, typed

LIST = "/hotline/calls/"
FORM = {"caller_phone": PHONE, "facts": "丈夫半年没有给抚养费。", "language": "mandarin"}


def page(client: Client, by: User, url: str, **query: object) -> str:
    client.force_login(by)
    answer = client.get(url, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def save(client: Client, row: Call, **form: object) -> Any:
    """As the script does."""
    data = FORM | {"version": row.version} | form
    return client.post(reverse("hotline:call_save", args=[row.pk]), data, headers={"accept": "application/json"})


def move(client: Client, row: Call, name: str, **form: object) -> Any:
    return client.post(reverse("hotline:call_move", args=[row.pk, name]), FORM | {"version": row.version} | form)


def now(line: HotlineLine, by: User, **more: Any) -> Call:
    return answered(line, by, at=timezone.now(), **more)


def begin(client: Client, line: HotlineLine, **form: object) -> Any:
    return client.post(f"{LIST}new/", {"line": line.pk, "submission": str(uuid.uuid4())} | form)


def test_answering_begins_the_call_and_the_same_form_makes_one(client: Client, line: HotlineLine, agent: User) -> None:
    client.force_login(agent)
    form = {"line": line.pk, "caller_phone": PHONE, "submission": str(uuid.uuid4())}

    first, again = client.post(f"{LIST}new/", form), client.post(f"{LIST}new/", form)

    row = Call.objects.get()
    assert first["Location"] == again["Location"] == row.get_absolute_url()
    assert (row.state, row.agent, row.caller_phone) == (CallState.ANSWERED, agent, PHONE)


def test_a_closed_browser_leads_back_to_the_open_call(client: Client, line: HotlineLine, agent: User) -> None:
    row = typed(now(line, agent), by=agent, at=timezone.now())
    client.force_login(agent)

    assert client.get(f"{LIST}new/")["Location"] == row.get_absolute_url()
    assert begin(client, line)["Location"] == row.get_absolute_url()
    assert "继续登记" in page(client, agent, LIST)
    assert "丈夫半年没有给抚养费" in page(client, agent, row.get_absolute_url())


def test_a_unit_without_a_line_is_told_what_is_missing(client: Client, agent: User) -> None:
    assert "没有接听中的线路" in page(client, agent, f"{LIST}new/")


def test_what_is_typed_is_saved_in_place_with_its_version(client: Client, line: HotlineLine, agent: User) -> None:
    row = now(line, agent)
    client.force_login(agent)

    told = save(client, row, call_class="help", q_safe="no", q_children="yes").json()

    row.refresh_from_db()
    assert (row.facts, row.triage, row.state) == (FORM["facts"], {"safe": "no", "children": "yes"}, "classified")
    assert told["version"] == row.version
    assert told["alarms"] == ["本人现在不安全"]
    assert "known" not in told  # her number is as it was


def test_a_second_window_is_refused_and_loses_nothing(client: Client, line: HotlineLine, agent: User) -> None:
    row = now(line, agent)
    client.force_login(agent)
    save(client, row, facts="第一个窗口。")

    late = save(client, row, facts="第二个窗口。")

    assert late.status_code == 409
    assert "另一个窗口" in late.json()["refusal"]
    row.refresh_from_db()
    assert row.facts == "第一个窗口。"


def test_half_a_wish_is_kept_as_typed_and_shown_again(client: Client, line: HotlineLine, agent: User) -> None:
    row = now(line, agent)
    client.force_login(agent)
    wish = {"contact_rule": "limited", "safe_ways": ["phone"], "from_1": "09:", "code_word": "收快递", "days_1": ["1"]}

    assert save(client, row, **wish).status_code == 200
    shown = page(client, agent, row.get_absolute_url())

    row.refresh_from_db()
    assert row.wish is not None
    assert (row.wish["from_1"], row.wish["code_word"]) == ("09:", "收快递")
    assert 'value="收快递"' in shown


def test_a_refused_move_keeps_what_was_typed(client: Client, line: HotlineLine, agent: User) -> None:
    row = typed(now(line, agent), by=agent, at=timezone.now())
    client.force_login(agent)

    answer = move(client, row, "resolve", facts="新写的一段。", call_class="consult")

    assert answer.status_code == 409
    assert "怎么答复" in answer.content.decode()
    row.refresh_from_db()
    assert (row.facts, row.state) == ("新写的一段。", "classified")


def test_one_button_saves_and_raises_the_emergency(client: Client, line: HotlineLine, agent: User) -> None:
    row = now(line, agent)
    client.force_login(agent)

    move(client, row, "emergency", q_weapon="yes")

    row.refresh_from_db()
    assert (row.state, row.triage) == ("emergency", {"weapon": "yes"})
    assert "接通 110" in page(client, agent, row.get_absolute_url())


@pytest.mark.parametrize("name", ["correct", "miss", "register", "nothing"])
def test_what_is_no_button_is_not_there(client: Client, line: HotlineLine, agent: User, name: str) -> None:
    row = now(line, agent)
    client.force_login(agent)

    url = reverse("hotline:call", args=[row.pk]) + f"{name}/"
    assert client.post(url).status_code in ({404} if name != "register" else {200})


def test_everything_goes_over_to_the_petition_and_her_wish_with_it(
    client: Client, line: HotlineLine, agent: User
) -> None:
    row = now(line, agent)
    client.force_login(agent)
    wish = {"contact_rule": "limited", "safe_ways": ["phone"], "code_word": "收快递"}
    save(client, row, caller_name="王小芳", call_class="complaint", request="要求支付抚养费。", **wish)
    url = reverse("hotline:call_register", args=[row.pk])

    shown = page(client, agent, url)

    for words in ("王小芳", PHONE, "丈夫半年没有给抚养费。", "要求支付抚养费。", "收快递"):
        assert words in shown
    assert re.search(r'name="channel" value="hotline_12338"[^>]*checked', shown)
    assert AccessEvent.objects.filter(verb="call.unmask", object_id=row.pk, actor=agent).exists()
    received = timezone.localtime(row.rang_at).strftime("%Y-%m-%dT%H:%M")
    made_of = client.post(url, registration(channel="hotline_12338", received_at=received, place=agent.org_id, **wish))
    row.refresh_from_db()
    assert made_of.status_code == 302
    assert made_of["Location"] == row.get_absolute_url()
    matter = Petition.objects.get()
    assert (row.petition, row.state) == (matter, "ticketed")
    assert SafeContact.objects.get().code_word == "收快递"


def test_who_calls_for_another_is_told_apart(client: Client, line: HotlineLine, agent: User) -> None:
    row = now(line, agent)
    client.force_login(agent)
    save(client, row, for_other="on", relation="姐姐", victim_name="李四妹", caller_name="李三妹")

    shown = page(client, agent, reverse("hotline:call_register", args=[row.pk]))

    assert "来电人是当事人的姐姐，当事人：李四妹。" in shown


def test_the_number_tells_of_earlier_calls_and_matters_within_her_rights(
    client: Client, line: HotlineLine, agent: User, clerk: User, intruder: User
) -> None:
    at = timezone.now()
    plain = petition(clerk, at=at)
    kept, beyond = guarded(clerk, at=at), petition(intruder, at=at)
    earlier = made(now(line, clerk), "dismiss", by=clerk, at=timezone.now())
    hidden = typed(now(line, clerk), by=clerk, at=timezone.now(), triage={"weapon": "yes"})

    shown = page(client, agent, now(line, agent).get_absolute_url())

    assert "最近 7 天第 3 次来电" in shown
    assert plain.number in shown
    assert earlier.get_absolute_url() in shown
    assert hidden.get_absolute_url() not in shown
    assert kept.number not in shown
    assert beyond.number not in shown
    assert "有一件由惠民县妇联办理" in shown


def test_her_number_is_looked_up_when_it_is_typed(client: Client, line: HotlineLine, agent: User, clerk: User) -> None:
    petition(clerk, at=timezone.now())
    row = now(line, agent, phone="")
    client.force_login(agent)

    told = save(client, row).json()

    assert "信访事项" in told["known"]
    assert "known" not in save(client, Call.objects.get(), facts="再写一句。").json()


def test_a_settled_call_is_read_and_no_more_written(client: Client, line: HotlineLine, agent: User) -> None:
    row = made(now(line, agent), "dismiss", by=agent, at=timezone.now())

    shown = page(client, agent, row.get_absolute_url())

    assert "data-call" not in shown
    assert PHONE not in shown
    assert save(client, row).status_code == 409


def test_the_list_finds_by_the_whole_number_by_state_and_by_agent(
    client: Client, line: HotlineLine, agent: User, clerk: User
) -> None:
    mine, other = now(line, agent), now(line, clerk, phone="13900001111")
    made(mine, "dismiss", by=agent, at=timezone.now())

    for query, found in (
        ({"q": PHONE}, {mine}),
        ({"q": PHONE[:7]}, set()),
        ({"tab": "closed"}, {mine}),
        ({"tab": "open"}, {other}),
        ({"whose": "mine"}, {mine}),
        ({"since": "today"}, {mine, other}),
        ({"call_class": "nuisance"}, {mine}),
    ):
        shown = page(client, agent, LIST, **query)
        assert {row for row in (mine, other) if row.get_absolute_url() in shown} == found, query


def test_the_list_costs_the_same_however_many_there_are(client: Client, line: HotlineLine, agent: User) -> None:
    now(line, agent)
    page(client, agent, LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for _ in range(3):
        typed(now(line, agent), by=agent, at=timezone.now())
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)

    assert len(one) == len(many)


def test_another_county_and_the_city_find_nothing(
    client: Client, line: HotlineLine, agent: User, intruder: User
) -> None:
    row = now(line, agent)
    client.force_login(intruder)

    assert client.get(row.get_absolute_url()).status_code == 404
    assert save(client, row).status_code == 404
    assert row.get_absolute_url() not in page(client, intruder, LIST)


def test_json_says_no_more_than_the_page_needs(client: Client, line: HotlineLine, agent: User) -> None:
    row = now(line, agent)
    client.force_login(agent)

    told = save(client, row, caller_name="王小芳").content.decode()

    assert set(json.loads(told)) == {"version", "alarms", "state"}
    assert "王小芳" not in told
