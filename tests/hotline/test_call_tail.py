"""The end of the table of signals: what is new is read at once and once, however busy, and however late it commits."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.lib.row_scope import EVERYTHING, rows_of
from hotline.models import Call, CallSignal, HotlineLine
from hotline.stream.signals import MOST, OVERLAP
from hotline.stream.tail import BEFORE, Tail
from tests.hotline.calls import answered

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("law")]


@pytest.fixture
def call(line: HotlineLine, agent: User) -> Call:
    return answered(line, agent)


def signalled(call: Call, count: int = 1) -> list[int]:
    rows = [CallSignal(agent_id=call.agent_id, call=call, kind="ringing", at=timezone.now()) for _ in range(count)]
    return [row.pk for row in CallSignal.objects.bulk_create(rows)]


@contextmanager
def uncommitted(call: Call) -> Iterator[list[int]]:
    """A signal of another connection, whose transaction ends with the block."""
    begun, over, keys = threading.Event(), threading.Event(), list[int]()

    def work() -> None:
        with rows_of(EVERYTHING), transaction.atomic():
            keys.extend(signalled(call))
            begun.set()
            over.wait(10)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait(10)
    try:
        yield keys
    finally:
        over.set()
        thread.join(10)


def begun() -> Tail:
    tail = Tail()
    assert tail.read(0) == []
    return tail


def read(tail: Tail, now: float) -> list[int]:
    return [signal.pk for signal in tail.read(now)]


def test_what_was_there_before_is_not_told_and_what_comes_is_told_once(call: Call) -> None:
    signalled(call, 3)
    tail = begun()

    new = signalled(call, 2)

    assert (read(tail, 1), read(tail, 2)) == (new, [])


def test_the_busiest_half_minute_holds_up_nothing(call: Call) -> None:
    tail = begun()
    for second in range(int(OVERLAP.total_seconds())):
        new = signalled(call, 40)
        assert read(tail, second) == new


def test_more_than_one_question_holds_is_read_by_several(call: Call) -> None:
    tail = begun()
    new = signalled(call, MOST + 7)

    assert (read(tail, 1), read(tail, 1), read(tail, 1)) == (new[:MOST], new[MOST:], [])


def test_what_commits_after_a_later_number_is_told_too(call: Call) -> None:
    tail = begun()
    with uncommitted(call) as late:
        new = signalled(call)
        assert read(tail, 1) == new
        assert read(tail, 2) == []

    assert read(tail, 3) == late
    assert read(tail, 4) == []


def test_what_was_on_its_way_when_the_stream_began_is_told_when_it_commits(call: Call) -> None:
    with uncommitted(call) as late:
        signalled(call, BEFORE // 2)
        tail = begun()

    assert read(tail, 1) == late


def test_a_number_that_never_comes_is_asked_for_no_longer_than_a_settling_may_last(call: Call) -> None:
    tail = begun()
    with uncommitted(call):
        signalled(call)
        tail.read(1)

        tail.read(2 + OVERLAP.total_seconds())

    assert read(tail, 3 + OVERLAP.total_seconds()) == []
