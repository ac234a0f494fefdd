"""Pages of what stands behind the telephone: the rota, shifts, slots, redirections, answering days and reviews."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from hotline.actions.call_backs import take_missed
from hotline.actions.quality import draw_calls, set_criteria
from hotline.actions.rota import Planned, plan_shift
from hotline.models import (
    AnsweringDay,
    CallBackBooking,
    CallBackSlot,
    HandOver,
    HotlineLine,
    QualityReview,
    Redirection,
    Shift,
)
from hotline.quality_facts import CRITERIA
from tests.factories import ProvinceTree, user
from tests.hotline.calls import PHONE, answered, made, typed

HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR


def shift(line: HotlineLine, by: User, agent: User | None, *, after: dt.timedelta = HOUR, capacity: int = 1) -> Shift:
    """Of three hours, from so long after now."""
    begins = (timezone.now() + after).replace(minute=0, second=0, microsecond=0)
    plan = Planned(begins, begins + 3 * HOUR, agent, capacity)
    return plan_shift(line, plan, by=by, at=min(timezone.now(), begins - DAY))


def page(client: Client, reader: User, name: str, *args: Any, **query: str) -> str:
    client.force_login(reader)
    answer = client.get(reverse(f"hotline:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def sent(client: Client, by: User, name: str, *args: Any, **form: Any) -> str:
    client.force_login(by)
    return client.post(reverse(f"hotline:{name}", args=args), form, follow=True).content.decode()


def test_a_shift_is_planned_filled_and_called_off(client: Client, line: HotlineLine, head: User, agent: User) -> None:
    begins = timezone.localtime(timezone.now() + DAY).replace(hour=9, minute=0)
    times = {"begins_at": f"{begins:%Y-%m-%dT09:00}", "ends_at": f"{begins:%Y-%m-%dT12:00}"}

    shown = sent(client, head, "shift_new", line=line.pk, capacity=2, **times)
    row = Shift.objects.get()
    assert "还没有接线员" in shown
    assert row.deadlines.open().count() == 1

    assert "已由赵兰接听" in sent(client, head, "shift_move", row.pk, "assign", agent=agent.pk)
    assert "没有接线员" not in page(client, agent, "rota", day=f"{begins:%Y-%m-%d}")
    assert "班次已取消" in sent(client, head, "shift_move", row.pk, "call-off", reason="全体培训")
    assert "赵兰" not in page(client, head, "rota", day=f"{begins:%Y-%m-%d}").split("<tbody>")[1].split("</tbody>")[0]


def test_a_week_without_shifts_says_so_and_offers_nothing_to_copy(
    client: Client, line: HotlineLine, head: User
) -> None:
    shown = page(client, head, "rota")

    assert "这一周还没有排班" in shown
    assert reverse("hotline:rota_copy") not in shown


def test_a_week_is_copied_by_its_button(client: Client, line: HotlineLine, head: User, agent: User) -> None:
    row = shift(line, head, agent)
    day = timezone.localdate(row.begins_at)
    monday = day - dt.timedelta(days=day.weekday())

    assert reverse("hotline:rota_copy") in page(client, head, "rota", day=str(day))
    shown = sent(client, head, "rota_copy", line=line.pk, monday=str(monday), weeks=2)

    assert "已复制 2 个班次" in shown
    assert Shift.objects.filter(agent=agent).count() == 3


def test_what_is_left_is_read_and_signed_for_on_the_page(
    client: Client, line: HotlineLine, head: User, agent: User
) -> None:
    row = shift(line, head, agent, after=-HOUR)

    assert "由下一班签收" in sent(client, agent, "shift_hand_over", row.pk, note="请三点再打。")
    assert "请三点再打" in page(client, head, "shift", row.pk)
    assert "已签收交班事项" in sent(client, head, "hand_over_take", HandOver.objects.get().pk)
    assert HandOver.objects.get().taken_by == head


def test_of_a_shift_below_the_city_is_told_that_nobody_has_it_and_nothing_is_asked(
    client: Client, line: HotlineLine, head: User, tree: ProvinceTree
) -> None:
    shown = page(client, user(tree.binzhou, Role.SUPERVISOR), "shift", shift(line, head, None).pk)

    assert "还没有接线员" in shown
    assert "交班事项" not in shown
    assert "取消班次" not in shown


def test_no_page_of_a_shift_opens_for_another_county(
    client: Client, line: HotlineLine, head: User, agent: User, tree: ProvinceTree
) -> None:
    row = shift(line, head, agent, after=-HOUR)
    client.force_login(user(tree.huimin, Role.SECTION_HEAD))

    for name, more in (("shift", ()), ("shift_hand_over", ()), ("shift_move", ("assign",))):
        url = reverse(f"hotline:{name}", args=[row.pk, *more])
        answer = client.get(url) if name == "shift" else client.post(url, {"note": "x", "agent": agent.pk})
        assert answer.status_code == 404
    assert not HandOver.objects.exists()


def test_slots_stand_shift_by_shift_with_what_is_booked(
    client: Client, line: HotlineLine, head: User, agent: User
) -> None:
    shift(line, head, agent, capacity=2)
    call = take_missed(line, phone=PHONE, rang_at=timezone.now(), by=agent, at=timezone.now())

    rows = page(client, agent, "slot_list").split("<tbody>")[1].split("</tbody>")[0]

    assert rows.count("<tr>") == 1
    assert "11／12" in rows
    assert call.get_absolute_url() in rows


def test_a_call_whose_slot_has_passed_stands_among_those_without_one(
    client: Client, line: HotlineLine, head: User, agent: User
) -> None:
    row = shift(line, head, agent, after=-4 * HOUR)
    call = take_missed(line, phone=PHONE, rang_at=row.begins_at, by=agent, at=row.begins_at)
    assert CallBackBooking.objects.get().slot.ends_at < timezone.now()

    assert call.get_absolute_url() in page(client, agent, "slot_list").split('id="unbooked"')[1]
    assert "时段已过" in page(client, agent, "call", call.pk)


def test_a_missed_call_is_moved_to_another_slot_and_to_none_of_another_county(
    client: Client, line: HotlineLine, head: User, agent: User, intruder: User
) -> None:
    shift(line, head, agent)
    call = take_missed(line, phone=PHONE, rang_at=timezone.now(), by=agent, at=timezone.now())
    other = CallBackSlot.objects.exclude(booked=1).order_by("-begins_at")[0]

    client.force_login(intruder)
    assert client.post(reverse("hotline:call_book", args=[call.pk]), {"slot": other.pk}).status_code == 404
    shown = sent(client, agent, "call_book", call.pk, slot=other.pk)

    assert f"已约在 {other} 回拨" in shown
    assert CallBackBooking.objects.filter(released_at=None).count() == 1


def test_a_redirection_is_noted_changed_and_ended(
    client: Client, line: HotlineLine, head: User, tree: ProvinceTree
) -> None:
    sent(client, head, "line_redirect", line.pk, target=tree.binzhou.pk, number="0543-12338")
    assert 'value="0543-12338"' in page(client, head, "line_redirect", line.pk)

    sent(client, head, "line_redirect", line.pk, target=tree.binzhou.pk, number="0543-2112338")
    assert Redirection.objects.get(ended_on=None).number == "0543-2112338"

    sent(client, head, "line_redirect", line.pk, end="1")
    assert not Redirection.objects.filter(ended_on=None).exists()
    client.force_login(user(tree.huimin, Role.SECTION_HEAD))
    assert client.get(reverse("hotline:line_redirect", args=[line.pk])).status_code in (403, 404)


def test_an_answering_day_is_planned_and_recorded(
    client: Client, line: HotlineLine, head: User, tree: ProvinceTree
) -> None:
    president = user(tree.bincheng, Role.UNIT_HEAD, name="郑敏")
    plan = {"line": line.pk, "day": str(timezone.localdate()), "begins": "09:00", "ends": "11:00"}

    sent(client, head, "answering_day_new", **plan, president=president.pk, topic="三八维权周")
    row = AnsweringDay.objects.get()
    sent(client, head, "answering_day_record", row.pk, answered=5, settled=4, text="以婚姻家庭为主。")

    for reader in (head, user(tree.binzhou, Role.SUPERVISOR)):
        assert "以婚姻家庭为主" in page(client, reader, "answering_day_list")
    assert "以婚姻家庭为主" not in page(client, user(tree.huimin, Role.SECTION_HEAD), "answering_day_list")


@pytest.fixture
def drawn(line: HotlineLine, agent: User, head: User) -> QualityReview:
    """A call of today that is to be judged."""
    at = timezone.now() - 10 * dt.timedelta(minutes=1)
    made(typed(answered(line, agent, at=at), by=agent, at=at, answer="已答复。"), "resolve", by=agent, at=at)
    set_criteria(CRITERIA, by=head, at=at)
    today = timezone.localdate(at)
    return draw_calls(today - dt.timedelta(days=today.weekday()), 1, by=head, at=timezone.now())[0]


def test_what_is_found_is_saved_once_and_read_by_its_agent(
    client: Client, drawn: QualityReview, agent: User, head: User
) -> None:
    points = {f"p{place}": most for place, (_, most) in enumerate(CRITERIA)}
    assert "等待质检" in page(client, head, "quality_list")
    over = sent(client, head, "quality_review", drawn.pk, **points | {"p0": 16}, announced="1", remarks="")
    assert "质检已保存" not in over

    sent(client, head, "quality_review", drawn.pk, **points | {"p0": 10}, announced="1", remarks="下次先问安全。")

    assert "95／100" in page(client, agent, "quality_list")
    assert "下次先问安全" in page(client, agent, "quality_review", drawn.pk)
    assert "95" in page(client, agent, "agent_figures")


def test_a_review_opens_for_no_other_agent_and_no_other_county(
    client: Client, drawn: QualityReview, agent: User, clerk: User, tree: ProvinceTree
) -> None:
    for stranger in (agent, clerk, user(tree.huimin, Role.SECTION_HEAD), user(tree.binzhou, Role.UNIT_HEAD)):
        client.force_login(stranger)
        assert client.get(reverse("hotline:quality_review", args=[drawn.pk])).status_code == 404
