"""Slots of call-backs: booked by themselves within her hours, moved on after an attempt, never overbooked."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from cases.actions.safe_contacts import set_safe_contact
from cases.models import Petition
from cases.safe_contact import Window
from cases.wishes import Wish
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from hotline.actions.booking import book_slot, fitting_slots
from hotline.actions.call_backs import UNSUITED, take_missed, try_call_back, why_not_now
from hotline.actions.rota import call_off_shift
from hotline.models import Call, CallAttempt, CallBackBooking, CallBackSlot, HotlineLine
from tests.cases.samples import NOW, guarded, petition
from tests.factories import ProvinceTree, user
from tests.hotline.calls import PHONE, answered, made, typed
from tests.hotline.lines import opened
from tests.hotline.phones import received, registered, told
from tests.hotline.shifts import HOUR, at, planned
from tests.hotline.test_ticket_concurrency import at_once

RESULT = CallAttempt.Result.NO_ANSWER


def missed(line: HotlineLine, by: User, *, phone: str = PHONE, now: dt.datetime = NOW) -> Call:
    return take_missed(line, phone=phone, rang_at=now - HOUR, by=by, at=now)


def booked(call: Call) -> dt.datetime | None:
    """When it is to be called back."""
    held = call.bookings.filter(released_at=None).select_related("slot").first()
    return held.slot.begins_at if held else None


def test_a_shift_has_a_slot_for_each_whole_half_hour(line: HotlineLine, head: User, agent: User) -> None:
    row = planned(line, head, at(23, 14), agent, hours=1.75, capacity=2)

    assert [(slot.begins_at, slot.capacity) for slot in row.slots.order_by("begins_at")] == [
        (at(23, 14), 2),
        (at(23, 14, 30), 2),
        (at(23, 15), 2),
    ]
    assert not planned(line, head, at(24, 14)).slots.exists()


def test_a_missed_call_takes_the_nearest_slot_and_the_next_one_the_next(
    line: HotlineLine, head: User, agent: User
) -> None:
    planned(line, head, at(23, 14), agent)

    first, second = missed(line, agent), missed(line, agent, phone="13754399999")

    assert (booked(first), booked(second)) == (at(23, 14), at(23, 14, 30))
    assert CallBackSlot.objects.get(begins_at=at(23, 14)).free == 0


def test_without_a_shift_the_duty_stands_without_a_slot(line: HotlineLine, agent: User) -> None:
    row = missed(line, agent)

    assert booked(row) is None
    assert row.deadlines.open().exists()


def test_after_an_attempt_it_is_booked_into_another_part_of_a_day(line: HotlineLine, head: User, agent: User) -> None:
    planned(line, head, at(23, 14), agent)
    planned(line, head, at(24, 9), agent)
    row = missed(line, agent)

    row = try_call_back(row, RESULT, by=agent, at=at(23, 14, 5))

    assert booked(row) == at(24, 9)
    assert CallBackSlot.objects.get(begins_at=at(23, 14)).booked == 0


def test_who_is_reached_leaves_her_slot(line: HotlineLine, head: User, agent: User) -> None:
    planned(line, head, at(23, 14), agent)
    row = missed(line, agent)

    made(row, "reach", by=agent, at=at(23, 14, 1))

    assert booked(row) is None
    assert not CallBackSlot.objects.exclude(booked=0).exists()


def test_only_within_the_hours_that_she_named_in_a_matter(
    line: HotlineLine, head: User, agent: User, clerk: User
) -> None:
    planned(line, head, at(24, 14), agent)
    planned(line, head, at(25, 9), agent)
    wish = Wish(ways=("phone",), windows=(Window((3,), dt.time(9, 30), dt.time(11)),))  # Wednesdays
    set_safe_contact(petition(clerk).parties.get(), wish, by=clerk, at=NOW)

    row = missed(line, agent)

    assert booked(row) == at(25, 9, 30)
    assert [slot.begins_at for slot in fitting_slots(row, at=NOW)] == [at(25, 10), at(25, 10, 30)]
    with pytest.raises(NotAllowed, match="不能约"):
        book_slot(row, CallBackSlot.objects.get(begins_at=at(24, 14)), by=agent, at=NOW)


def test_only_within_the_hours_that_she_named_in_an_earlier_call(line: HotlineLine, head: User, agent: User) -> None:
    planned(line, head, at(23, 14), agent)
    wish = {"contact_rule": "limited", "safe_ways": ["phone"], "days_1": ["1"], "from_1": "15:00", "until_1": "16:00"}
    typed(answered(line, agent), by=agent, wish=wish)

    assert booked(missed(line, agent)) == at(23, 15)


def test_hours_that_the_agent_may_not_read_of_are_kept_and_not_told(
    line: HotlineLine, head: User, agent: User, clerk: User
) -> None:
    planned(line, head, at(23, 14), agent)
    planned(line, head, at(25, 9), agent)
    matter = guarded(clerk)
    wish = Wish(ways=("phone",), windows=(Window((3,), dt.time(9), dt.time(11)),))  # Wednesdays
    set_safe_contact(matter.parties.get(), wish, by=clerk, at=NOW)
    assert not Petition.objects.visible_to(agent).filter(pk=matter.pk).exists()

    row = missed(line, agent)

    assert booked(row) == at(25, 9)
    assert why_not_now(row, by=agent, at=NOW) == UNSUITED
    assert why_not_now(row, by=agent, at=at(25, 9)) == ""


def test_a_missed_call_that_a_telephone_system_tells_of_is_booked_into_her_hours(
    line: HotlineLine, head: User, agent: User, clerk: User
) -> None:
    planned(line, head, at(23, 14), agent)
    planned(line, head, at(25, 9), agent)
    wish = Wish(ways=("phone",), windows=(Window((3,), dt.time(9), dt.time(11)),))
    set_safe_contact(petition(clerk).parties.get(), wish, by=clerk, at=NOW)

    row = received(registered(line.org)[0], told("ringing"), told("ended", 30))

    assert row is not None
    assert booked(row) == at(25, 9)


def test_it_is_moved_by_hand_and_the_old_slot_is_free_again(line: HotlineLine, head: User, agent: User) -> None:
    planned(line, head, at(23, 14), agent)
    row = missed(line, agent)
    later = CallBackSlot.objects.get(begins_at=at(23, 16))

    for _ in range(2):
        book_slot(row, later, by=agent, at=NOW)

    assert booked(row) == at(23, 16)
    assert row.bookings.count() == 2
    assert sum(CallBackSlot.objects.values_list("booked", flat=True)) == 1


def test_another_county_books_nothing_and_sees_no_slot(
    line: HotlineLine, head: User, agent: User, intruder: User, tree: ProvinceTree
) -> None:
    planned(line, head, at(23, 14), agent)
    row = missed(line, agent)

    with pytest.raises(NotAllowed, match="接听单位"):
        book_slot(row, CallBackSlot.objects.get(begins_at=at(23, 16)), by=intruder, at=NOW)
    for stranger in (intruder, user(tree.binzhou, Role.UNIT_HEAD)):
        assert not CallBackSlot.objects.visible_to(stranger).exists()
        with rows_of(scope_of(stranger)):
            assert not CallBackSlot.objects.exists()
            assert not CallBackBooking.objects.exists()


def test_a_shift_that_is_called_off_books_its_callers_elsewhere(line: HotlineLine, head: User, agent: User) -> None:
    row = planned(line, head, at(23, 14), agent)
    planned(line, head, at(24, 9), agent)
    call = missed(line, agent)

    call_off_shift(row, reason="会议", by=head, at=NOW)

    assert booked(call) == at(24, 9)


def test_the_database_holds_the_capacity_against_whoever_writes(line: HotlineLine, head: User, agent: User) -> None:
    planned(line, head, at(23, 14), agent)
    first, second = missed(line, agent), missed(line, agent, phone="13754399999")
    slot = first.bookings.get().slot
    second.bookings.update(released_at=NOW)

    with pytest.raises(IntegrityError, match="slot_not_overbooked"), transaction.atomic():
        CallBackBooking.objects.create(call=second, org_code=second.org_code, slot=slot, by=agent, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        CallBackSlot.objects.filter(pk=slot.pk).update(capacity=0)


@pytest.fixture
def at_their_desks(transactional_db: None, law: None, tree: ProvinceTree) -> tuple[User, User]:
    return user(tree.bincheng, Role.SECTION_HEAD), user(tree.bincheng, Role.AGENT)


def test_of_many_at_once_no_slot_takes_more_than_it_holds(at_their_desks: tuple[User, User]) -> None:
    leader, one = at_their_desks
    line = opened(leader)
    planned(line, leader, at(23, 14), one, hours=1, capacity=2)

    phones = [f"1375439{number:04d}" for number in range(8)]
    at_once(*[lambda phone=phone: missed(line, one, phone=phone) for phone in phones])

    slots = list(CallBackSlot.objects.order_by("begins_at").values_list("capacity", "booked"))
    assert slots == [(2, 2), (2, 2)]
    assert CallBackBooking.objects.filter(released_at=None).count() == 4
    assert Call.objects.filter(state="callback").count() == 8


def test_of_many_who_want_the_same_slot_by_hand_one_gets_it(at_their_desks: tuple[User, User]) -> None:
    leader, one = at_their_desks
    line = opened(leader)
    calls = [missed(line, one, phone=f"1375439{number:04d}") for number in range(6)]
    slot = planned(line, leader, at(23, 14), one, hours=0.5).slots.get()

    found = at_once(*[lambda call=call: book_slot(call, slot, by=one, at=NOW) for call in calls])

    assert sum(isinstance(each, CallBackBooking) for each in found) == 1
    assert sum(isinstance(each, NotAllowed) for each in found) == 5
    slot.refresh_from_db()
    assert slot.booked == 1
