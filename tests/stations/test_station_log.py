"""The daily log: who writes it, what it holds, how an entry is mended, and that nothing is written twice."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from stations.actions.station_log import (
    Given,
    close_day,
    correct_service,
    log_service,
    open_day,
    strike_service,
)
from stations.models import LogEvent, ServiceEntry, Station, StationDay
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.stations import station

TODAY = NOW.date()


@pytest.fixture
def row(tree: ProvinceTree, clerk: User) -> Station:
    return station(tree.village, by=clerk)


def given(**changes: Any) -> Given:
    return Given(**{"service": "legal", "day": TODAY} | changes)


def test_a_village_worker_logs_what_her_station_served(row: Station, worker: User) -> None:
    entry = log_service(row, given(people=3, words="离婚财产咨询"), by=worker, at=NOW)

    assert (entry.people, entry.entered_by, entry.struck_at) == (3, worker, None)
    assert AccessEvent.objects.filter(verb="service.log", object_id=entry.pk, actor=worker).exists()


def test_the_township_above_logs_for_it_too(row: Station, township: User) -> None:
    assert log_service(row, given(), by=township, at=NOW).entered_by == township


@pytest.mark.parametrize(
    ("place", "role", "words"),
    [
        ("bincheng", Role.RECEPTIONIST, "由新兴社区妇女联合会或者它的上一级妇联登记"),
        ("huimin", Role.RECEPTIONIST, "由新兴社区妇女联合会或者它的上一级妇联登记"),
        ("village", Role.HANDLER, "由妇联的工作人员登记"),
    ],
)
def test_nobody_else_logs_there(row: Station, tree: ProvinceTree, place: str, role: Role, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        log_service(row, given(), by=user(getattr(tree, place), role), at=NOW)

    assert not ServiceEntry.objects.exists()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY + dt.timedelta(days=1), "不能晚于今天"),
        (TODAY - dt.timedelta(days=32), "31 天以前"),
    ],
)
def test_a_day_to_come_or_long_past_is_not_logged(row: Station, worker: User, day: dt.date, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        log_service(row, given(day=day), by=worker, at=NOW)
    log_service(row, given(day=TODAY - dt.timedelta(days=31)), by=worker, at=NOW)


def test_nothing_is_logged_before_the_station_stood_or_after_it_closed(
    tree: ProvinceTree, worker: User, clerk: User
) -> None:
    young = station(tree.village, by=clerk, opened_on=TODAY)
    closed = station(tree.village, by=clerk, name="旧站", closed_on=TODAY, closed_reason="撤并")

    with pytest.raises(NotAllowed, match="不能早于建站日期"):
        log_service(young, given(day=TODAY - dt.timedelta(days=1)), by=worker, at=NOW)
    with pytest.raises(NotAllowed, match="已经撤销"):
        log_service(closed, given(), by=worker, at=NOW)


def test_what_is_sent_again_after_a_bad_line_is_one_entry(row: Station, worker: User, township: User) -> None:
    first = log_service(row, given(), by=worker, at=NOW, key="a")

    assert log_service(row, given(people=9), by=worker, at=NOW, key="a") == first
    log_service(row, given(), by=township, at=NOW, key="a")  # another person's page of the same name
    assert ServiceEntry.objects.count() == 2


def test_a_correction_keeps_what_was_written_and_why(row: Station, worker: User) -> None:
    entry = log_service(row, given(people=3), by=worker, at=NOW)

    correct_service(entry, given(service="needs", people=2), reason="按错了", by=worker, at=NOW)

    entry.refresh_from_db()
    event = LogEvent.objects.get(verb="service.correct")
    assert (entry.service, entry.people) == ("needs", 2)
    assert event.changes == [["服务类别", "法律帮助", "服务妇女需求"], ["人次", "3", "2"]]
    assert (event.reason, event.entry, event.actor) == ("按错了", entry, worker)


def test_a_struck_entry_stays_with_its_reason_and_is_not_mended_again(row: Station, worker: User) -> None:
    entry = log_service(row, given(), by=worker, at=NOW)
    strike_service(entry, reason="误点", by=worker, at=NOW)

    entry.refresh_from_db()
    assert (entry.struck_by, entry.struck_reason) == (worker, "误点")
    with pytest.raises(NotAllowed, match="已经划去"):
        strike_service(entry, reason="误点", by=worker, at=NOW)
    with pytest.raises(NotAllowed, match="已经划去"):
        correct_service(entry, given(people=2), reason="x", by=worker, at=NOW)


def test_without_a_reason_nothing_is_mended(row: Station, worker: User) -> None:
    entry = log_service(row, given(), by=worker, at=NOW)

    with pytest.raises(NotAllowed, match="请填写原因"):
        strike_service(entry, reason=" ", by=worker, at=NOW)


def test_what_is_reported_already_is_not_struck_any_more(row: Station, worker: User) -> None:
    entry = log_service(row, given(), by=worker, at=NOW)

    with pytest.raises(NotAllowed, match="31 天以前"):
        strike_service(entry, reason="误点", by=worker, at=NOW + dt.timedelta(days=32))


def test_a_day_is_opened_once_closed_with_its_visitors_and_mended(row: Station, worker: User) -> None:
    open_day(row, duty="", by=worker, at=NOW)
    open_day(row, duty="别人", by=worker, at=NOW)
    close_day(row, visitors=5, note="", by=worker, at=NOW + dt.timedelta(hours=2))
    close_day(row, visitors=6, note="晚上又来一人", by=worker, at=NOW + dt.timedelta(hours=3))

    day = StationDay.objects.get()
    assert (day.duty_name, day.visitors, day.note) == ("赵村", 6, "晚上又来一人")
    assert LogEvent.objects.filter(verb="day.close").latest("pk").changes == [
        ["来访人次", "5", "6"],
        ["值班记录", "", "晚上又来一人"],
    ]


def test_a_day_that_was_not_opened_is_not_closed(row: Station, worker: User) -> None:
    with pytest.raises(NotAllowed, match="还没有开门"):
        close_day(row, visitors=0, note="", by=worker, at=NOW)


def sent(**changes: object) -> dict[str, object]:
    form = {"service": "legal", "people": "1", "words": "", "day": str(timezone.localdate()), "submission": KEY}
    return form | changes


KEY = "7c1f3a52-8a55-4b0e-9a54-0f6b7d0c1e11"


def test_the_page_logs_by_one_press_and_tells_it(row: Station, worker: User, client: Client) -> None:
    client.force_login(worker)

    page = client.post(f"/stations/log/{row.pk}/", sent(people="4"), follow=True).content.decode()

    assert "已登记：法律帮助 4 人次。" in page
    assert "本月 4 人次" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"words": "张某 13854312345"}, "不登记个人信息"),
        ({"words": "证件 370123 19900101 0028"}, "不登记个人信息"),
        ({"people": "0"}, "人次至少是 1"),
        ({"people": "5001"}, "请核对"),
        ({"service": "other"}, "请按下一个服务类别"),
        ({"day": "昨天"}, "请按“年-月-日”填写日期"),
    ],
)
def test_the_page_refuses_and_keeps_what_was_typed(
    row: Station, worker: User, client: Client, changes: dict[str, object], words: str
) -> None:
    client.force_login(worker)

    page = client.post(f"/stations/log/{row.pk}/", sent(**changes))
    by_script = client.post(f"/stations/log/{row.pk}/", sent(**changes), headers={"X-Log-Entry": "1"})

    assert words in page.content.decode()
    assert (by_script.status_code, words in by_script.json()["error"]) == (400, True)
    assert not ServiceEntry.objects.exists()


def test_the_script_sends_the_same_entry_twice_and_it_is_one(row: Station, worker: User, client: Client) -> None:
    client.force_login(worker)

    answers = [client.post(f"/stations/log/{row.pk}/", sent(), headers={"X-Log-Entry": "1"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert ServiceEntry.objects.count() == 1


def test_a_worker_begins_at_her_own_station(row: Station, worker: User, client: Client) -> None:
    client.force_login(worker)

    assert client.get("/stations/log/")["Location"] == f"/stations/log/{row.pk}/"


def test_a_township_begins_with_the_choice_of_its_stations(
    row: Station, township: User, client: Client, tree: ProvinceTree, intruder: User
) -> None:
    other = station(tree.huimin, by=intruder, name="惠民站")
    client.force_login(township)

    page = client.get("/stations/log/").content.decode()

    assert f"/stations/log/{row.pk}/" in page
    assert other.name not in page


def test_from_the_log_a_visit_is_registered_with_one_press(
    row: Station, worker: User, client: Client, law: None
) -> None:
    client.force_login(worker)
    page = client.get(f"/stations/log/{row.pk}/").content.decode()

    assert "/petitions/new/?channel=visit" in page
    form = client.get("/petitions/new/?channel=letter").context["form"]
    assert form["channel"].value() == "letter"


def test_the_book_tells_days_services_and_corrections(row: Station, worker: User, client: Client) -> None:
    now = dt.datetime.now(dt.UTC)
    open_day(row, duty="钱值班", by=worker, at=now)
    entry = log_service(row, given(day=timezone.localdate(), words="反家暴宣传"), by=worker, at=now)
    strike_service(entry, reason="重复登记", by=worker, at=now)
    client.force_login(worker)

    page = client.get(f"/stations/log/{row.pk}/book/").content.decode()

    assert all(words in page for words in ("反家暴宣传", "赵村划去：重复登记", "钱值班"))
