"""Events of telephone systems: any order, repetition and delay comes to one record, and nobody's words are lost."""

import datetime as dt
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from fedportal.accounts.models import User
from fedportal.accounts.row_scopes import scope_of
from fedportal.deadlines.models import Deadline
from fedportal.lib.row_scope import rows_of
from hotline.actions.call_backs import try_call_back
from hotline.actions.call_registering import register_call
from hotline.actions.call_settling import settle_waiting
from hotline.actions.phone_events import forget_old, keep_events
from hotline.actions.seats import leave_seat, take_seat
from hotline.call_workflow import CallState
from hotline.law import EVENT_LASTS
from hotline.models import Call, CallAttempt, HotlineLine, PhoneEvent, PhoneSwitch, SwitchCall
from hotline.phone_events import PhoneKind, Told, facts_of
from tests.cases.intakes import intake
from tests.cases.lives import DAY
from tests.cases.samples import ABOUT, NOW
from tests.hotline.calls import PHONE, answered, made, typed
from tests.hotline.phones import SECOND, received, registered, told


@pytest.fixture
def switch(line: HotlineLine) -> PhoneSwitch:
    return registered(line.org)[0]


@pytest.fixture
def seated(agent: User, line: HotlineLine) -> User:
    """She works at extension 8001 since the morning."""
    take_seat("8001", by=agent, at=NOW - dt.timedelta(hours=1))
    return agent


@pytest.fixture
def colleague(clerk: User) -> User:
    take_seat("8002", by=clerk, at=NOW - dt.timedelta(hours=1))
    return clerk


# A call that rings at two desks, is answered at one, transferred to the other, ended and recorded.
WHOLE = (
    told("ringing", 0),
    told("ringing", 1, extension="8002"),
    told("answered", 5),
    told("transferred", 60, to_extension="8002"),
    told("ended", 120),
    told("recording_ready", 125, recording="rec-1"),
)
MISSED = (told("ringing", 0), told("ringing", 1, extension="8002"), told("ended", 30))


@st.composite
def events(draw: Any) -> list[Told]:
    """Any events of one call, some with one number."""
    kinds = draw(st.lists(st.sampled_from(PhoneKind.values), min_size=1, max_size=8))
    return [
        told(
            kind,
            draw(st.integers(0, 20)),
            event_id=f"e{draw(st.integers(0, 9))}",
            extension=draw(st.sampled_from(["", "8001", "8002"])),
            to_extension=draw(st.sampled_from(["8001", "8003"])),
            recording=draw(st.sampled_from(["", "a", "b"])),
        )
        for kind in kinds
    ]


@given(events(), st.randoms())
def test_the_facts_follow_from_the_set_of_events_alone(found: list[Told], chance: Any) -> None:
    other = found + chance.choices(found, k=3)
    chance.shuffle(other)

    assert facts_of(other) == facts_of(found)


@given(events())
def test_no_fact_contradicts_another(found: list[Told]) -> None:
    facts = facts_of(found)

    assert facts.answered_at is None or facts.answered_at >= facts.rang_at
    assert facts.ended_at is None or facts.ended_at >= max(facts.rang_at, facts.answered_at or facts.rang_at)
    assert facts.answered_at or not facts.talks


def record_of(switch: PhoneSwitch) -> dict[str, object]:
    """Everything that the record of its call says, and what is owed for it; not its numbers and its story."""
    known = SwitchCall.objects.select_related("call").get(switch=switch)
    call = known.call
    assert call is not None
    row = {name: getattr(call, name) for name in ("state", "agent_id", "rang_at", "answered_at", "ended_at")}
    row |= {"phone": call.caller_phone, "line": call.line_id, "index": call.phone_index, "facts": call.facts}
    facts = {f"phone_{name}": getattr(known, name) for name in ("rang_at", "answered_at", "ended_at", "extension")}
    facts |= {"by": known.agent_id, "transfers": known.transfers, "recording": known.recording}
    owed = Deadline.objects.for_model(Call).open().filter(object_id=call.pk).count()
    return row | facts | {"owed": owed}


class Undone(Exception):
    """Ends one trial."""


def trial(switch: PhoneSwitch, parts: Iterator[tuple[Told, ...]] | list[tuple[Told, ...]]) -> dict[str, object]:
    """The record after these messages, in this order; nothing of it stays."""
    found: dict[str, object] = {}
    try:
        with transaction.atomic():
            for number, part in enumerate(parts):
                received(switch, *part, at=NOW + (200 + number) * SECOND)
            found = record_of(switch)
            raise Undone
    except Undone:
        return found


@pytest.mark.parametrize("whole", [WHOLE, MISSED], ids=["whole", "missed"])
@pytest.mark.slow
def test_any_order_repetition_and_splitting_comes_to_the_same_record(
    switch: PhoneSwitch, seated: User, colleague: User, whole: tuple[Told, ...]
) -> None:
    expected = trial(switch, [whole])

    @hypothesis(max_examples=15, database=None)
    @given(st.permutations(whole), st.lists(st.sampled_from(whole), max_size=4), st.sets(st.integers(1, 9)))
    def holds(order: list[Told], again: list[Told], cuts: set[int]) -> None:
        sent, marks = [*order, *again], sorted(cuts)
        parts = [
            tuple(sent[begin:end])
            for begin, end in zip([0, *marks], [*marks, len(sent)], strict=True)
            if sent[begin:end]
        ]
        assert trial(switch, parts) == expected

    holds()


def test_every_order_of_a_short_call_comes_to_the_same_record(switch: PhoneSwitch, seated: User) -> None:
    short = (told("ringing", 0), told("answered", 5), told("ended", 60))

    records = [trial(switch, [(one,) for one in order]) for order in permutations(short)]

    assert records[0]["state"] == CallState.ANSWERED
    assert all(record == records[0] for record in records)


def test_a_call_rings_is_answered_and_ends_at_its_agents_desk(
    switch: PhoneSwitch, seated: User, line: HotlineLine
) -> None:
    row = received(switch, WHOLE[0])
    assert row is not None
    assert (row.state, row.agent, row.line, row.rang_at) == (CallState.RINGING, seated, line, NOW)
    assert (row.caller_phone, bool(row.phone_index)) == (PHONE, True)

    row = received(switch, WHOLE[2])
    assert row is not None
    assert (row.state, row.agent, row.answered_at) == (CallState.ANSWERED, seated, NOW + 5 * SECOND)

    row = received(switch, told("ended", 60))
    assert row is not None
    assert (row.state, row.ended_at) == (CallState.ANSWERED, NOW + 60 * SECOND)
    assert [event.verb for event in row.events.order_by("pk")] == ["call.ring", "call.answer", "call.hang_up"]


def test_a_call_that_nobody_answers_is_owed_a_call_back(switch: PhoneSwitch, seated: User) -> None:
    row = received(switch, *MISSED)

    assert row is not None
    assert (row.state, row.ended_at) == (CallState.CALLBACK_DUE, NOW + 30 * SECOND)
    assert row.deadlines.get().closed_at is None


def test_a_call_without_a_number_is_missed_and_owes_nothing(switch: PhoneSwitch) -> None:
    row = received(switch, told("ringing", caller=""), told("ended", 20, caller=""))

    assert row is not None
    assert (row.state, row.agent) == (CallState.MISSED, switch.account)
    assert not row.deadlines.exists()


def test_an_answer_that_is_told_late_takes_the_call_back_away(switch: PhoneSwitch, seated: User) -> None:
    received(switch, *MISSED)

    row = received(switch, told("answered", 4))

    assert row is not None
    assert (row.state, row.agent, row.ended_at) == (CallState.ANSWERED, seated, NOW + 30 * SECOND)
    assert row.deadlines.get().closed_at is not None


def test_who_has_been_called_back_already_is_not_taken_out_of_those_hands(
    switch: PhoneSwitch, seated: User, clerk: User
) -> None:
    row = received(switch, *MISSED)
    assert row is not None
    try_call_back(row, CallAttempt.Result.NO_ANSWER, by=clerk, at=NOW + DAY / 24)

    received(switch, told("answered", 4))

    row.refresh_from_db()
    assert row.state == CallState.CALLBACK_DUE


def test_what_she_types_while_the_telephone_goes_on_is_not_outdated_and_not_overwritten(
    switch: PhoneSwitch, seated: User
) -> None:
    row = received(switch, *WHOLE[:1], told("answered", 5))
    assert row is not None
    row = typed(row, by=seated, caller_phone="13900002222")
    before = row.version

    received(switch, told("ended", 60, caller=PHONE), told("recording_ready", 70, recording="rec-1"))

    row.refresh_from_db()
    assert (row.version, row.caller_phone, row.ended_at) == (before, "13900002222", NOW + 60 * SECOND)
    assert typed(row, by=seated, version=before, facts="还在写。").facts == "还在写。"
    assert row.phone.recording == "rec-1"


def test_a_moment_that_a_hand_has_set_stays(switch: PhoneSwitch, seated: User) -> None:
    row = received(switch, told("ringing", 0))
    assert row is not None
    row = made(row, "answer", by=seated, at=NOW + 3 * SECOND)

    received(switch, told("answered", 5), told("ended", 90))

    row.refresh_from_db()
    assert (row.answered_at, row.phone.answered_at) == (NOW + 3 * SECOND, NOW + 5 * SECOND)


def test_a_transferred_call_goes_on_with_whom_it_was_transferred_to(
    switch: PhoneSwitch, seated: User, colleague: User
) -> None:
    received(switch, *WHOLE[:3])

    row = received(switch, WHOLE[3])

    assert row is not None
    assert row.agent == colleague
    assert row.phone.transfers == [[(NOW + 60 * SECOND).isoformat(), "8001", "8002"]]
    assert row.events.filter(verb="call.transfer").count() == 1


def test_of_a_desk_where_nobody_sits_whoever_writes_it_down_is_the_agent(
    switch: PhoneSwitch, agent: User, line: HotlineLine
) -> None:
    row = received(switch, told("ringing"), told("answered", 5))
    assert row is not None
    assert row.agent == switch.account

    row = typed(row, by=agent)

    assert (row.agent, row.facts) == (agent, "丈夫半年没有给抚养费，多次催要没有结果。")


def test_who_left_her_seat_or_sits_in_another_county_is_not_taken_for_the_agent(
    switch: PhoneSwitch, seated: User, intruder: User
) -> None:
    leave_seat(by=seated, at=NOW - SECOND)
    take_seat("8001", by=intruder, at=NOW - SECOND)

    row = received(switch, told("ringing"), told("answered", 5))

    assert row is not None
    assert row.agent == switch.account
    assert not Call.objects.visible_to(intruder).exists()


def test_a_call_that_she_took_down_herself_is_the_same_call(
    switch: PhoneSwitch, seated: User, line: HotlineLine
) -> None:
    mine = typed(answered(line, seated, at=NOW + 4 * SECOND), by=seated, at=NOW + 5 * SECOND)

    row = received(switch, told("answered", 5), told("ended", 90))

    assert row == mine
    assert Call.objects.count() == 1
    mine.refresh_from_db()
    assert (mine.answered_at, mine.ended_at) == (NOW + 4 * SECOND, NOW + 90 * SECOND)


def test_of_an_accusation_the_telephone_keeps_no_number_and_no_recording(
    switch: PhoneSwitch, seated: User, head: User
) -> None:
    row = received(switch, *WHOLE[:1], told("answered", 5), told("recording_ready", 9, recording="rec-1"))
    assert row is not None
    row = typed(row, by=seated, call_class="report", facts="举报孙建国。")
    register_call(row, intake(seated, channel="hotline_12338", matter_class="accusation", **ABOUT), by=seated, at=NOW)

    received(switch, told("recording_ready", 130, recording="rec-2", caller=""))

    row.refresh_from_db()
    assert (row.sealed, row.caller_phone, row.phone.recording) == (True, "", "")
    assert {event.caller for event in PhoneEvent.objects.all()} == {""}


def test_what_was_kept_and_not_settled_is_settled_later(switch: PhoneSwitch, seated: User) -> None:
    keep_events(switch, [told("ringing")], at=NOW)
    assert not Call.objects.exists()

    assert settle_waiting(NOW + SECOND, older_than=5 * SECOND) == 0
    assert settle_waiting(NOW + 9 * SECOND, older_than=5 * SECOND) == 1

    assert Call.objects.get().state == CallState.RINGING


def test_old_events_are_forgotten_and_the_facts_stay(switch: PhoneSwitch, seated: User) -> None:
    received(switch, *WHOLE)

    assert forget_old(NOW + EVENT_LASTS / 2) == 0
    assert forget_old(NOW + EVENT_LASTS + DAY) == len(WHOLE)

    assert SwitchCall.objects.get().recording == "rec-1"


def test_events_are_read_by_nobody_and_facts_where_the_call_is_read(
    switch: PhoneSwitch, seated: User, intruder: User
) -> None:
    received(switch, *WHOLE[:3])

    for reader, calls in ((seated, 1), (intruder, 0)):
        with rows_of(scope_of(reader)):
            assert (SwitchCall.objects.count(), PhoneEvent.objects.count()) == (calls, 0)
