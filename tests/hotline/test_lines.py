"""Lines of 12338: who keeps them, what the history tells, who sees which, and what the form refuses."""

import datetime as dt
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from hotline.actions.lines import change_line, close_line, open_line
from hotline.models import HotlineLine
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.lines import facts, opened

LIST = "/hotline/lines/"


def typed(**changes: object) -> dict[str, object]:
    form: dict[str, object] = {
        "number": "0543-12338",
        "opened_on": "2024-03-08",
        "staffing": "office",
        "days": ["1", "2", "3", "4", "5"],
        "begins": "08:30",
        "rests_from": "11:30",
        "rests_until": "14:30",
        "ends": "17:30",
        "services": ["reception"],
        "greeting": "您好，这里是12338。",
        "closing": "再见！",
    }
    return {name: value for name, value in (form | changes).items() if value is not None}


def test_a_line_is_entered_by_the_head_of_its_unit_with_its_history_and_trail(head: User) -> None:
    row = opened(head)

    assert row.hours_words == "周一至周五 08:30—11:30、14:30—17:30"
    assert row.service_words == "信访接待、法律咨询"
    assert [event.verb for event in row.events.all()] == ["line.open"]
    assert AccessEvent.objects.filter(verb="line.open", object_id=row.pk, actor=head).exists()


def test_round_the_clock_there_are_no_hours_and_no_days_off(head: User) -> None:
    row = opened(head, staffing="round")

    assert (row.begins, row.days, row.hours_words) == (None, [1, 2, 3, 4, 5, 6, 7], "24 小时")


@pytest.mark.parametrize(
    ("role", "words"),
    [(Role.RECEPTIONIST, "只有主席"), (Role.AGENT, "只有主席"), (Role.SUPERVISOR, "只有主席")],
)
def test_nobody_else_enters_one(tree: ProvinceTree, role: Role, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        open_line(facts(), by=user(tree.bincheng, role), at=NOW)


def test_a_city_sees_the_lines_of_its_counties_and_does_not_change_them(head: User, tree: ProvinceTree) -> None:
    row, above = opened(head), user(tree.binzhou, Role.UNIT_HEAD)

    assert list(HotlineLine.objects.visible_to(above)) == [row]
    with pytest.raises(NotAllowed, match="只有该单位可以更改"):
        change_line(row, facts(number="0543-5550000"), by=above, at=NOW)


def test_another_county_sees_nothing_of_it_even_without_the_query(head: User, intruder: User) -> None:
    opened(head)

    assert not HotlineLine.objects.visible_to(intruder).exists()
    with rows_of(scope_of(intruder)):
        assert not HotlineLine.objects.exists()


def test_what_was_changed_stays_with_what_it_said_before(head: User) -> None:
    row = opened(head)
    change_line(row, facts(unified_sign=True), by=head, at=NOW)
    change_line(row, facts(unified_sign=True), by=head, at=NOW)  # says nothing new

    assert [event.changes for event in row.events.order_by("pk")][1:] == [[["统一标识", "否", "是"]]]
    with pytest.raises(ProgrammingError), transaction.atomic():
        row.events.update(changes=[])


def test_a_closed_line_is_changed_no_more_and_its_number_may_be_opened_again(head: User) -> None:
    row = close_line(opened(head), on=NOW.date(), by=head, at=NOW)

    assert not HotlineLine.objects.live(NOW.date()).exists()
    with pytest.raises(NotAllowed, match="已经停用"):
        change_line(row, facts(in_centre=False), by=head, at=NOW)
    assert opened(head).pk != row.pk


@pytest.mark.parametrize("on", [dt.date(2024, 3, 7), NOW.date() + dt.timedelta(days=1)])
def test_it_closes_neither_before_it_opened_nor_tomorrow(head: User, on: dt.date) -> None:
    with pytest.raises(NotAllowed, match="停用日期"):
        close_line(opened(head), on=on, by=head, at=NOW)


def test_the_form_makes_one_and_refuses_the_same_number_twice(client: Client, head: User) -> None:
    client.force_login(head)
    first = client.post(f"{LIST}new/", typed())
    again = client.post(f"{LIST}new/", typed())

    row = HotlineLine.objects.get()
    assert first["Location"] == row.get_absolute_url()
    assert again.status_code == 409
    assert "已有这个号码" in again.content.decode()
    client.post(f"{row.get_absolute_url()}edit/", typed(in_centre="on"))
    row.refresh_from_db()
    assert row.in_centre
    assert "进驻综治中心：否 → 是" in client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": "12338"}, "带区号"),
        ({"days": []}, "请选择接听日"),
        ({"ends": "08:00"}, "结束时间应当晚于开始时间"),
        ({"rests_until": ""}, "午休请填写从几点到几点"),
        ({"rests_from": "07:00"}, "午休应当在接听时间以内"),
        ({"opened_on": "2099-01-01"}, "不能晚于今天"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    client: Client, head: User, changes: dict[str, Any], words: str
) -> None:
    client.force_login(head)

    assert words in client.post(f"{LIST}new/", typed(**changes)).content.decode()
    assert not HotlineLine.objects.exists()


def test_the_list_filters_and_costs_the_same_however_many_there_are(client: Client, head: User) -> None:
    opened(head)
    client.force_login(head)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    close_line(opened(head, number="0543-3330000"), on=NOW.date(), by=head, at=NOW)
    opened(head, number="0543-3330001", staffing="round")
    with CaptureQueriesContext(connection) as many:
        page = client.get(LIST).content.decode()

    assert len(one) == len(many)
    assert page.count("已停用</span>") == 1
    assert "0543-3330001" not in client.get(LIST, {"state": "closed"}).content.decode()
    assert "没有符合条件的线路" in client.get(LIST, {"q": "青岛"}).content.decode()


def test_a_unit_without_lines_is_told_who_enters_them(client: Client, clerk: User, head: User) -> None:
    client.force_login(clerk)
    assert "由县级以上妇联的主席" in client.get(LIST).content.decode()
    client.force_login(head)
    assert "登记 12338 号码" in client.get(LIST).content.decode()
