"""A call goes to a station near the caller; its worker sees it on her telephone, and the outcome comes back."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from hotline import station_panel
from hotline.actions.call_ticket_station import found, named_in, refer_to_station, report_service, stations_for
from hotline.models import Call, CallTicket, HotlineLine
from hotline.shown_call_ticket import ShownCallTicket
from stations.models import ServiceEntry, Station
from tests.api.clients import api_client, caller
from tests.api.sent import unfit
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.call_tickets import from_call, of_itself, went
from tests.hotline.calls import PHONE, answered, typed
from tests.stations.stations import station

pytestmark = pytest.mark.django_db
DONE = "上门看望，陪她到派出所报了案。"


@pytest.fixture
def village(tree: ProvinceTree, clerk: User) -> Station:
    return station(tree.village, by=clerk, name="村妇女之家", kind="home")


@pytest.fixture
def street(tree: ProvinceTree, clerk: User) -> Station:
    return station(tree.beizhen, by=clerk, name="街道维权站", address="渤海七路 12 号")


@pytest.fixture
def worker(tree: ProvinceTree, law: None) -> User:
    return user(tree.village, Role.VILLAGE_WORKER, name="赵村")


def referred(agent: User, to: Station, **told: Any) -> CallTicket:
    return refer_to_station(of_itself(agent, **told), to, note="请上门看望。", by=agent, at=NOW)


def page(client: Client, name: str, *args: int, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return str(answer.content.decode())


def test_the_order_goes_to_the_stations_unit_says_which_station_and_keeps_its_clocks(
    agent: User, worker: User, village: Station, tree: ProvinceTree
) -> None:
    row = referred(agent, village)

    assert (row.holder, row.station, row.state, row.agent) == (tree.village, village, "dispatched", agent)
    assert {clock.kind for clock in row.deadlines.open()} == {"call_ticket_return", "call_ticket_answer"}
    line = row.events.get(verb="call_ticket.dispatch")
    assert (line.data["station"], line.note) == (village.name, "请上门看望。")
    told = Notice.objects.filter(org=tree.village, role="village_worker").get()
    assert village.name in told.text
    assert PHONE not in told.text


def test_what_the_station_did_comes_back_and_the_order_goes_on(
    agent: User, worker: User, village: Station, tree: ProvinceTree
) -> None:
    row = referred(agent, village)
    due = row.due_at

    row = report_service(row, "served", DONE, service="needs", by=worker, at=NOW)

    assert (row.state, row.due_at, row.station_outcome, row.station_words) == ("dispatched", due, "served", DONE)
    assert (row.accepted_by, row.station_done_at) == (worker, NOW)
    assert [clock.kind for clock in row.deadlines.open()] == ["call_ticket_answer"]
    assert row.events.get(verb="call_ticket.serve").data == {"station": village.name, "outcome": "已提供服务"}
    entry = ServiceEntry.objects.get()
    assert (entry.station, entry.service, entry.people, entry.words) == (village, "needs", 1, "")
    assert {notice.role for notice in Notice.objects.filter(org=tree.bincheng)} == {"agent", "receptionist"}

    row = went(row, "feedback", by=worker, note=DONE)
    assert (row.state, row.station_outcome) == ("feedback", "served")


def test_done_again_it_begins_anew_and_sent_elsewhere_it_has_no_station(
    agent: User, worker: User, village: Station, tree: ProvinceTree
) -> None:
    row = report_service(referred(agent, village), "unreached", "三次上门无人。", by=worker, at=NOW)
    row = went(went(row, "feedback", by=worker, note="没有找到。"), "rework", by=agent, note="请再去。")
    assert (row.station, row.station_outcome, row.station_words) == (village, "", "")

    other = went(referred(agent, village), "return", by=worker, note="不在本村。")
    other = went(other, "dispatch", by=agent, unit=tree.bincheng)
    assert (other.holder, other.station) == (tree.bincheng, None)


def test_only_live_stations_of_that_unit_and_only_its_workers_serve(
    agent: User, worker: User, clerk: User, village: Station, street: Station, tree: ProvinceTree
) -> None:
    with pytest.raises(NotAllowed, match="在用的站点"):
        went(of_itself(agent), "dispatch", by=agent, unit=tree.bincheng, station=village)
    closed = station(tree.village, by=clerk, name="旧站", closed_on=NOW.date(), closed_reason="并入")
    with pytest.raises(NotAllowed, match="在用的站点"):
        referred(agent, closed)
    row = referred(agent, village)
    elsewhere = user(tree.huimin, Role.RECEPTIONIST)
    for stranger in (elsewhere, agent, clerk, user(tree.beizhen, Role.TOWNSHIP_WORKER)):
        with pytest.raises(NotAllowed):
            report_service(row, "served", DONE, by=stranger, at=NOW)
    with pytest.raises(NotAllowed, match="站点办理的结果"):
        report_service(row, "perfect", DONE, by=worker, at=NOW)
    with pytest.raises(NotAllowed, match="办理情况"):
        report_service(row, "served", " ", by=worker, at=NOW)
    plain = went(of_itself(agent), "dispatch", by=agent, unit=tree.village)
    with pytest.raises(NotAllowed, match="没有转介站点"):
        report_service(plain, "served", DONE, by=worker, at=NOW)
    assert not ServiceEntry.objects.exists()


def test_stations_are_found_by_name_place_and_address_and_those_she_spoke_of_are_known(
    agent: User, intruder: User, village: Station, street: Station, tree: ProvinceTree
) -> None:
    row = of_itself(agent)
    theirs = station(tree.huimin, by=intruder)
    known = stations_for(row, by=agent, at=NOW)

    assert theirs not in known  # beside, and not in her range
    assert set(known) == {village, street}
    assert list(found(known, "街道维权")) == [street]
    assert list(found(known, "渤海七路")) == [street]
    assert list(found(known, tree.village.region_name)) == [village]
    assert set(found(known, tree.beizhen.region_name)) == {village, street}  # and of the villages there
    assert list(found(known, "没有这个地方")) == []
    assert named_in(known, f"我住在{tree.beizhen.region_name}。") == [tree.beizhen.pk]
    assert named_in(known, "我不说在哪里。") == []
    assert named_in(known, f"我住在{tree.beizhen.region_name[:2]}那边。") == [tree.beizhen.pk]


def test_from_the_screen_of_a_call_she_is_referred_in_two_steps(
    client: Client, line: HotlineLine, agent: User, village: Station, street: Station, tree: ProvinceTree
) -> None:
    now = timezone.now()
    call = typed(
        answered(line, agent, at=now), by=agent, at=now, facts=f"住在{tree.village.region_name}，丈夫不给抚养费。"
    )
    client.force_login(agent)
    assert "转介站点" in page(client, "hotline:call", call.pk)

    made = client.post(reverse("hotline:call_order", args=[call.pk]), {"station": "1"})
    row = CallTicket.objects.get(call=call)
    assert made["Location"] == reverse("hotline:call_ticket_station", args=[row.pk])
    shown = page(client, "hotline:call_ticket_station", row.pk)
    assert shown.index(village.name) < shown.index(street.name)  # she spoke of it
    assert "来电提到" in shown
    assert village.name not in page(client, "hotline:call_ticket_station", row.pk, q="街道维权")
    assert "没有找到在用的站点" in page(client, "hotline:call_ticket_station", row.pk, q="不存在")

    sent = client.post(
        reverse("hotline:call_ticket_station", args=[row.pk]), {"station": village.pk, "note": "请上门。"}
    )
    assert sent["Location"] == row.get_absolute_url()
    row.refresh_from_db()
    assert (row.station, row.holder, Call.objects.get().state) == (village, tree.village, "ordered")
    assert "还没有反馈" in page(client, "hotline:call_ticket", row.pk)
    again = client.get(reverse("hotline:call_ticket_station", args=[row.pk]))
    assert again.status_code == 409


def test_the_worker_sees_it_where_she_logs_her_day_and_answers_there(
    client: Client, agent: User, worker: User, village: Station
) -> None:
    row = referred(agent, village)
    client.force_login(worker)

    log = page(client, "stations:station_log", village.pk)
    url = reverse("hotline:call_ticket_serve", args=[row.pk])
    assert "1 件待办" in log
    assert url in log
    shown = page(client, "hotline:call_ticket_serve", row.pk)
    assert "请上门看望。" in shown
    assert PHONE not in shown
    refused = client.post(url, {"note": DONE})
    assert "请选择结果" in refused.content.decode()
    done = client.post(url, {"outcome": "following", "note": DONE, "service": "legal"})

    assert done["Location"] == reverse("stations:station_log", args=[village.pk])
    log = page(client, "stations:station_log", village.pk)
    assert "件待办" not in log
    assert "已介入，还要继续跟进" in log
    assert ServiceEntry.objects.get().service == "legal"
    client.force_login(agent)
    assert DONE in page(client, "hotline:call_ticket", row.pk)
    client.force_login(worker)
    feedback = page(client, "hotline:call_ticket_move", row.pk, "feedback")  # type: ignore[arg-type]
    assert DONE in feedback  # what the station told is where its unit begins


def test_a_form_sent_twice_logs_one_service_and_a_further_answer_another(
    client: Client, agent: User, worker: User, village: Station
) -> None:
    row = referred(agent, village)
    client.force_login(worker)
    url = reverse("hotline:call_ticket_serve", args=[row.pk])
    assert f'name="version" value="{row.version}"' in page(client, "hotline:call_ticket_serve", row.pk)
    given = {"outcome": "following", "note": DONE, "service": "legal", "version": row.version}

    pressed_twice = [client.post(url, given) for _ in range(2)]
    later = client.post(url, given | {"note": "换了说法，还是同一张表。"})

    assert [answer.status_code for answer in (*pressed_twice, later)] == [302, 302, 409]
    assert "没有重复登记" in later.content.decode()
    assert "换了说法" in later.content.decode()
    assert ServiceEntry.objects.count() == 1
    assert row.events.filter(verb="call_ticket.serve").count() == 1

    row.refresh_from_db()
    client.post(url, given | {"outcome": "served", "version": row.version})
    assert ServiceEntry.objects.count() == 2
    row.refresh_from_db()
    assert row.station_outcome == "served"


def test_what_is_asked_stands_where_it_may_be_answered_and_is_blank_once_sealed(
    client: Client, agent: User, worker: User, village: Station, tree: ProvinceTree
) -> None:
    asked = "周小雨住在村东头，请上门。"
    row = refer_to_station(of_itself(agent), village, note=asked, by=agent, at=NOW)
    url = reverse("hotline:call_ticket_serve", args=[row.pk])
    township = user(tree.beizhen, Role.TOWNSHIP_WORKER)

    client.force_login(township)  # reads the order masked, and answers nothing
    refused = client.get(url)
    assert refused.status_code == 409
    assert "村东头" not in refused.content.decode()
    assert "要办的事" not in refused.content.decode()
    told = page(client, "hotline:call_ticket", row.pk)
    assert "村东头" in told
    assert "周小雨" not in told
    assert ShownCallTicket(row, township).asked == "周某某住在村东头，请上门。"

    client.force_login(worker)
    assert asked in page(client, "hotline:call_ticket_serve", row.pk)
    row.sealed = True
    assert ShownCallTicket(row, worker).asked == ""


def test_the_unit_right_above_sees_what_waits_in_the_log_and_no_other_does(
    client: Client, agent: User, worker: User, village: Station, tree: ProvinceTree
) -> None:
    row = referred(agent, village)
    client.force_login(user(tree.beizhen, Role.TOWNSHIP_WORKER))

    log = page(client, "stations:station_log", village.pk)

    assert "1 件待办" in log
    assert f"由{tree.village.name}办理" in log
    assert row.get_absolute_url() in log
    assert reverse("hotline:call_ticket_serve", args=[row.pk]) not in log
    assert "周小雨" not in log
    for stranger in (user(tree.huimin, Role.RECEPTIONIST), user(tree.bincheng, Role.RECEPTIONIST)):
        client.force_login(stranger)
        assert client.get(reverse("stations:station_log", args=[village.pk])).status_code in (403, 404)


def test_what_waits_stands_before_what_was_answered_however_many_there_are(
    client: Client, agent: User, worker: User, village: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(station_panel, "SHOWN", 2)
    done = [report_service(referred(agent, village), "following", DONE, by=worker, at=NOW) for _ in range(2)]
    waiting = [referred(agent, village) for _ in range(3)]
    client.force_login(worker)

    log = page(client, "stations:station_log", village.pk)

    assert "3 件待办" in log
    assert [str(row) in log for row in (*waiting, *done)] == [True, True, False, False, False]


def test_another_countys_people_find_neither_page(
    client: Client, agent: User, intruder: User, village: Station, tree: ProvinceTree
) -> None:
    row = referred(agent, village)
    client.force_login(intruder)

    for name in ("hotline:call_ticket_station", "hotline:call_ticket_serve"):
        url = reverse(name, args=[row.pk])
        assert client.get(url).status_code == 404
        assert client.post(url, {"station": village.pk, "outcome": "served", "note": "x"}).status_code == 404
    client.force_login(user(tree.bincheng, Role.SUPERVISOR))
    assert client.get(reverse("hotline:call_ticket_station", args=[row.pk])).status_code == 403
    row.refresh_from_db()
    assert row.station_outcome == ""


def test_what_is_guarded_is_on_the_page_of_who_may_know_of_it(
    client: Client, line: HotlineLine, agent: User, worker: User, village: Station, tree: ProvinceTree
) -> None:
    row = referred(agent, village, guarded=True)
    other = user(tree.village, Role.VILLAGE_WORKER, name="孙村")

    report_service(row, "following", DONE, by=worker, at=NOW)  # it is hers from now on

    for reader, count in ((worker, 1), (other, 0)):
        client.force_login(reader)
        assert page(client, "stations:station_log", village.pk).count(str(row)) == count


def test_other_systems_choose_a_station_and_are_told_what_it_did(
    line: HotlineLine, worker: User, village: Station, tree: ProvinceTree
) -> None:
    ours = api_client(tree.bincheng, Scope.CALLS, Scope.CALLS_WRITE)
    row, client = from_call(line, ours.user), caller(ours)
    row.refresh_from_db()

    def dispatch(body: object) -> Any:
        url = reverse("hotline_api:call_ticket_move", args=[row.ref, "dispatch"])
        headers = {"If-Match": f'"{row.version}"'}
        return client.post(url, json.dumps(body), content_type="application/json", headers=headers)

    unit = f"{tree.village.code:012d}"
    assert unfit(dispatch({"unit": unit, "station": str(row.ref)})) == {"station": "not_found"}
    sent = dispatch({"unit": unit, "station": str(village.ref), "note": "请上门。"})
    assert (sent.status_code, sent.json()["station"]) == (200, str(village.ref)), sent.content.decode()
    row.refresh_from_db()
    report_service(row, "unwanted", "她说不需要了。", by=worker, at=timezone.now())

    told = client.get(reverse("hotline_api:call_ticket", args=[row.ref])).json()
    assert (told["station_outcome"], told["station_words"]) == ("unwanted", "她说不需要了。")
    assert told["station_done_at"] is not None


def test_the_system_of_the_stations_unit_tells_what_was_done_and_logs_it_where_it_may(
    agent: User, village: Station, tree: ProvinceTree
) -> None:
    row = referred(agent, village)
    may_log = caller(api_client(tree.village, Scope.CALLS, Scope.CALLS_WRITE, Scope.STATIONS_WRITE))
    may_not = caller(api_client(tree.village, Scope.CALLS, Scope.CALLS_WRITE))
    elsewhere = caller(api_client(tree.huimin, Scope.CALLS, Scope.CALLS_WRITE))

    def serve(client: Client, body: object) -> Any:
        row.refresh_from_db()
        url = reverse("hotline_api:call_ticket_move", args=[row.ref, "serve"])
        headers = {"If-Match": f'"{row.version}"'}
        return client.post(url, json.dumps(body), content_type="application/json", headers=headers)

    done = {"station_outcome": "served", "note": DONE}
    assert serve(elsewhere, done).status_code == 404
    refused = serve(may_not, done | {"service": "legal"})
    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")
    assert unfit(serve(may_not, {"note": DONE})) == {"station_outcome": "required"}
    assert not ServiceEntry.objects.exists()

    told = serve(may_not, done).json()
    assert (told["state"], told["station_outcome"], told["station_words"]) == ("dispatched", "served", DONE)
    assert serve(may_log, done | {"service": "legal"}).status_code == 200
    assert ServiceEntry.objects.get().service == "legal"
