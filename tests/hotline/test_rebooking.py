"""A booked slot that passes unused is booked anew by itself, or its caller is given back to the queue."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.notices.models import Notice
from hotline.actions.booking import book_slot
from hotline.actions.call_backs import take_missed, try_call_back
from hotline.actions.rebooking import book_waiting, rebook_passed
from hotline.models import Call, CallAttempt, CallBackBooking, CallBackSlot, HotlineLine
from hotline.tasks import rebook_passed as task
from tests.factories import ProvinceTree, user
from tests.hotline.calls import PHONE, answered, made, typed
from tests.hotline.lines import opened
from tests.hotline.shifts import HOUR, at, planned
from tests.hotline.test_call_back_slots import booked, missed
from tests.hotline.test_ticket_concurrency import at_once

pytestmark = pytest.mark.django_db
WISH = {"contact_rule": "limited", "safe_ways": ["phone"], "no_message": True}


def test_a_slot_that_passed_unused_is_booked_anew_and_says_instead_of_which(
    line: HotlineLine, head: User, agent: User
) -> None:
    planned(line, head, at(23, 14), agent, hours=0.5)
    planned(line, head, at(24, 9), agent, hours=0.5)
    call = missed(line, agent)
    assert booked(call) == at(23, 14)

    assert rebook_passed(at(23, 14, 29)) == 0  # it still runs
    assert rebook_passed(at(23, 14, 30)) == 1

    assert booked(call) == at(24, 9)
    before, after = call.bookings.order_by("pk")
    assert (before.passed_at, before.released_at, before.slot.booked) == (at(23, 14, 30), at(23, 14, 30), 0)
    assert (after.instead_of, after.by) == (before, None)
    assert AccessEvent.objects.filter(verb="call.book", object_id=str(call.pk), actor=None).exists()
    assert not Notice.objects.filter(object_id=call.pk).exists()


def test_once_more_changes_nothing(line: HotlineLine, head: User, agent: User) -> None:
    planned(line, head, at(23, 14), agent, hours=0.5)
    planned(line, head, at(24, 9), agent, hours=0.5)
    call = missed(line, agent)

    for _ in range(3):
        rebook_passed(at(23, 15))

    assert call.bookings.count() == 2


def test_capacity_is_held_and_who_finds_no_place_is_given_back_with_a_notice(
    line: HotlineLine, head: User, agent: User, tree: ProvinceTree
) -> None:
    planned(line, head, at(23, 14), agent, hours=0.5, capacity=2)
    planned(line, head, at(24, 9), agent, hours=0.5, capacity=1)
    first, second = missed(line, agent), missed(line, agent, phone="13754399999")

    assert rebook_passed(at(23, 15)) == 2

    assert (booked(first), booked(second)) == (at(24, 9), None)
    second.refresh_from_db()
    assert second.state == "callback"
    (clock,) = second.deadlines.filter(closed_at=None)
    assert clock.kind == "call_back"
    told = Notice.objects.filter(object_id=second.pk, content_type__model="call")
    assert {(row.org_id, row.role) for row in told} == {
        (tree.bincheng.pk, "agent"),
        (tree.bincheng.pk, "receptionist"),
    }
    assert all("原约 11-23 14:00—14:30" in row.text and PHONE not in row.text for row in told)
    assert rebook_passed(at(23, 16)) == 0
    assert Notice.objects.filter(object_id=second.pk).count() == 2


def test_it_goes_to_hours_that_suit_her_and_not_to_a_part_of_the_day_in_which_she_was_tried(
    line: HotlineLine, head: User, agent: User
) -> None:
    wish = WISH | {"from_1": "16:00", "until_1": "18:00"}
    typed(answered(line, agent), by=agent, wish=wish)
    planned(line, head, at(23, 16), agent, hours=0.5)
    planned(line, head, at(24, 9), agent, hours=0.5)
    planned(line, head, at(24, 16), agent, hours=0.5)
    call = missed(line, agent)
    assert booked(call) == at(23, 16)

    rebook_passed(at(23, 17))
    assert booked(call) == at(24, 16)  # not at nine

    other = missed(line, agent, phone="13754399999", now=at(24, 8))
    try_call_back(other, CallAttempt.Result.NO_ANSWER, by=agent, at=at(24, 8))
    planned(line, head, at(24, 18), agent, hours=0.5)
    planned(line, head, at(24, 11), agent, hours=0.5)
    book_slot(other, CallBackSlot.objects.get(begins_at=at(24, 18)), by=agent, at=at(24, 8))
    planned(line, head, at(25, 9), agent, hours=0.5)
    rebook_passed(at(24, 19))
    assert booked(other) == at(25, 9)  # another day's morning


def test_who_waits_without_a_slot_gets_one_that_is_laid_later_the_oldest_call_first(
    line: HotlineLine, head: User, agent: User, tree: ProvinceTree
) -> None:
    first, second = missed(line, agent), missed(line, agent, phone="13754399999")
    theirs = missed(opened(user(tree.huimin, Role.UNIT_HEAD)), user(tree.huimin, Role.AGENT), phone="13754388888")
    assert book_waiting(at(23, 13)) == 0

    planned(line, head, at(23, 14), agent, hours=0.5, capacity=1)
    assert book_waiting(at(23, 13)) == 1
    assert (booked(first), booked(second)) == (at(23, 14), None)
    assert book_waiting(at(23, 13)) == 0

    made(first, "reach", by=agent, at=at(23, 13, 30))  # before her slot: it is free again
    assert book_waiting(at(23, 13, 40)) == 1
    assert (booked(second), booked(theirs)) == (at(23, 14), None)


def test_who_was_reached_or_is_called_no_more_is_left_alone(line: HotlineLine, head: User, agent: User) -> None:
    planned(line, head, at(23, 14), agent, hours=0.5)
    planned(line, head, at(24, 9), agent, hours=0.5)
    call = missed(line, agent)
    made(call, "reach", by=agent, at=at(23, 14, 10))

    assert rebook_passed(at(23, 15)) == 0
    assert call.bookings.get().passed_at is None


def test_the_task_goes_by_the_clock(line: HotlineLine, head: User, agent: User) -> None:
    long_ago = timezone.now() - 30 * HOUR
    planned(line, head, long_ago, agent, hours=0.5, now=long_ago - HOUR)
    call = take_missed(line, phone=PHONE, rang_at=long_ago, by=agent, at=long_ago)

    task()

    assert call.bookings.get().passed_at is not None


def test_the_agent_is_told_what_became_of_it(
    client: Client, line: HotlineLine, head: User, agent: User, intruder: User
) -> None:
    begun = timezone.now().replace(minute=0, second=0, microsecond=0) - 3 * HOUR
    first = planned(line, head, begun, agent, hours=0.5, now=begun - HOUR)
    later = planned(line, head, begun + 27 * HOUR, agent, hours=0.5, now=begun - HOUR)
    call = take_missed(line, phone=PHONE, rang_at=begun - HOUR, by=agent, at=begun - HOUR)
    url = reverse("hotline:call", args=[call.pk])

    rebook_passed(timezone.now())
    client.force_login(agent)
    told = client.get(url).content.decode()
    assert f"原约 {first.slots.get()} 时间已过，没有拨打，已改约 {later.slots.get()}" in told
    assert f"原约 {first.slots.get()}" in client.get(reverse("hotline:slot_list")).content.decode()

    rebook_passed(begun + 28 * HOUR)
    assert "没有合适的时段可以改约，请尽快回拨" in client.get(url).content.decode()
    try_call_back(call, CallAttempt.Result.NO_ANSWER, by=agent, at=begun + 29 * HOUR)  # somebody rang after all
    assert "没有拨打" not in client.get(url).content.decode()
    client.force_login(intruder)
    assert client.get(url).status_code == 404


def test_a_slot_that_passed_before_another_that_was_kept_is_not_complained_of(
    client: Client, line: HotlineLine, head: User, agent: User
) -> None:
    begun = timezone.now().replace(minute=0, second=0, microsecond=0) - 6 * HOUR
    planned(line, head, begun, agent, hours=0.5, now=begun - HOUR)
    planned(line, head, begun + 2 * HOUR, agent, hours=0.5, now=begun - HOUR)
    call = take_missed(line, phone=PHONE, rang_at=begun - HOUR, by=agent, at=begun - HOUR)
    rebook_passed(begun + HOUR)
    try_call_back(call, CallAttempt.Result.NO_ANSWER, by=agent, at=begun + 2 * HOUR)  # in the hour that was agreed
    client.force_login(agent)

    told = client.get(reverse("hotline:call", args=[call.pk])).content.decode()

    assert "没有约上时段" in told
    assert "没有拨打" not in told


@pytest.fixture
def at_their_desks(transactional_db: None, law: None, tree: ProvinceTree) -> tuple[User, User]:
    return user(tree.bincheng, Role.SECTION_HEAD), user(tree.bincheng, Role.AGENT)


def test_many_workers_at_once_book_each_caller_anew_once(at_their_desks: tuple[User, User]) -> None:
    leader, one = at_their_desks
    line = opened(leader)
    planned(line, leader, at(23, 14), one, hours=1, capacity=5)
    planned(line, leader, at(24, 9), one, hours=1, capacity=5)
    calls = [missed(line, one, phone=f"1375439{number:04d}") for number in range(10)]

    at_once(*[lambda: rebook_passed(at(23, 15)) for _ in range(4)])

    assert CallBackBooking.objects.filter(released_at=None).count() == 10
    assert CallBackBooking.objects.filter(passed_at__isnull=False).count() == 10
    assert {booked(call) for call in calls} == {at(24, 9), at(24, 9) + dt.timedelta(minutes=30)}
    assert Call.objects.filter(state="callback").count() == 10
