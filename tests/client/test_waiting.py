"""Between two tries the client waits ever longer, as long as it is told, and not for ever."""

import datetime as dt
import random
from email.utils import format_datetime

import pytest

from fedportal.client.waiting import LONGEST, Waiting


def test_pauses_double_up_to_a_minute_and_are_not_in_step() -> None:
    waiting = Waiting(patience=10_000, chance=random.Random(1))
    pauses = [waiting.next_pause() for _ in range(12)]
    ceilings = [min(LONGEST, 0.5 * 2**n) for n in range(12)]
    assert all(ceiling / 2 <= pause <= ceiling for pause, ceiling in zip(pauses, ceilings, strict=True) if pause)
    assert pauses != [Waiting(patience=10_000, chance=random.Random(2)).next_pause()]


def test_it_waits_as_long_as_the_portal_says() -> None:
    assert Waiting(patience=100).next_pause("7") == 7
    moment = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30), usegmt=True)
    assert Waiting(patience=100).next_pause(moment) == pytest.approx(30, abs=2)


@pytest.mark.parametrize("told", ["soon", "", "-3", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_what_cannot_be_read_or_is_over_changes_nothing(told: str) -> None:
    pause = Waiting(patience=100).next_pause(told)
    assert pause is not None
    assert pause <= 0.5


def test_patience_comes_to_an_end() -> None:
    assert Waiting(patience=5).next_pause("6") is None
