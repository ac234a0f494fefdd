"""Telephone systems that tell at the same moment over several connections, and what one message may cost."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fedportal.accounts.models import User
from hotline.actions.seats import take_seat
from hotline.models import Call, CallSignal, HotlineLine, PhoneEvent, PhoneSwitch, SwitchCall
from hotline.phone_events import Told
from hotline.receiving_calls import Received, exchange_of, receive_events
from tests.cases.samples import NOW
from tests.hotline.phones import SECOND, received, registered, told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("law")]

STORY = (told("ringing", 0), told("answered", 5), told("ended", 60))


@pytest.fixture
def switch(line: HotlineLine, agent: User) -> PhoneSwitch:
    take_seat("8001", by=agent, at=NOW - SECOND)
    return registered(line.org)[0]


def at_once(switch: PhoneSwitch, *messages: tuple[Told, ...]) -> list[Received]:
    """Each message over a connection of its own, all in the same moment."""
    ready, answers = threading.Barrier(len(messages)), list[Received]()

    def tell(message: tuple[Told, ...]) -> None:
        try:
            exchange = exchange_of(switch)
            ready.wait(10)
            answers.append(receive_events(exchange, message, at=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=tell, args=(message,)) for message in messages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def test_the_same_message_over_six_connections_is_kept_and_settled_once(switch: PhoneSwitch, agent: User) -> None:
    answers = at_once(switch, *[STORY] * 6)

    assert sorted(answer.new for answer in answers) == [0, 0, 0, 0, 0, 3]
    assert (PhoneEvent.objects.count(), SwitchCall.objects.get().waits_since) == (3, None)
    row = Call.objects.get()
    assert (row.agent, row.answered_at, row.ended_at) == (agent, NOW + 5 * SECOND, NOW + 60 * SECOND)
    assert [event.verb for event in row.events.order_by("pk")] == ["call.ring", "call.answer", "call.hang_up"]


def test_events_of_one_call_that_come_apart_in_one_moment_come_to_one_record(switch: PhoneSwitch) -> None:
    answers = at_once(switch, *[(one,) for one in STORY], *[(one,) for one in reversed(STORY)])

    assert sum(answer.new for answer in answers) == 3
    row = Call.objects.get()
    assert (row.state, row.answered_at, row.ended_at) == ("answered", NOW + 5 * SECOND, NOW + 60 * SECOND)
    assert SwitchCall.objects.get().waits_since is None


def test_two_messages_of_the_same_calls_in_another_order_do_not_wait_for_each_other(switch: PhoneSwitch) -> None:
    calls = [f"call-{number}" for number in range(20)]
    one, other = (
        tuple(told(kind, 0, call=call) for call in order)
        for kind, order in (("ringing", calls), ("answered", reversed(calls)))
    )

    answers = at_once(switch, one, other)

    assert [answer.new for answer in answers] == [20, 20]
    assert Call.objects.filter(state="answered").count() == 20


@pytest.mark.parametrize("place", range(3), ids=[one.kind for one in STORY])
def test_an_event_costs_few_statements_and_those_of_one_call_no_more_together(switch: PhoneSwitch, place: int) -> None:
    def cost(tell: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as asked:
            tell()
        return len(asked)

    received(switch, told("ringing", 0, call="before"))  # what a process asks once, and when it was last heard
    switch.refresh_from_db()
    received(switch, *STORY[:place], told("recording_ready", 1, call="other", recording="a"))

    assert cost(lambda: received(switch, STORY[place])) <= 16
    assert cost(lambda: received(switch, *[told("ringing", n, call="whole") for n in range(40)])) <= 17


def test_what_was_told_before_is_not_settled_again(switch: PhoneSwitch) -> None:
    received(switch, *STORY)
    signals = CallSignal.objects.count()

    with CaptureQueriesContext(connection) as asked:
        received(switch, *STORY)

    assert not [query for query in asked.captured_queries if query["sql"].lstrip().startswith(("UPDATE", "BEGIN"))]
    assert CallSignal.objects.count() == signals
