"""Rules and ladders are read once, and again as soon as one of them is changed by whichever road."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from fedportal.deadlines.models import DeadlineRule, Ladder, Rung
from fedportal.deadlines.opening import DeadlineOpener
from tests.factories import ProvinceTree

TODAY = dt.date(2026, 11, 23)


def _days(tree: ProvinceTree) -> int:
    return DeadlineOpener.load(TODAY).book.find("notice", tree.bincheng).amount


def test_what_was_read_is_not_read_again(tree: ProvinceTree, law: None) -> None:
    DeadlineOpener.load(TODAY)

    with CaptureQueriesContext(connection) as asked:
        DeadlineOpener.load(TODAY)

    assert len(asked) == 1  # are they still the same editions, of the law and of the calendar


def test_a_changed_rule_holds_at_once(tree: ProvinceTree, law: None) -> None:
    before = _days(tree)
    DeadlineRule.objects.filter(code="notice").update(amount=9)

    after = _days(tree)

    assert (before, after) == (15, 9)


def test_a_new_and_a_removed_rung_are_noticed(tree: ProvinceTree, law: None) -> None:
    def steps() -> list[int]:
        return [rung.step for rung in DeadlineOpener.load(TODAY).ladders["ordinary"].rungs.all()]

    ladder = Ladder.objects.get(code="ordinary")
    assert steps() == [0, 1, 2, 3, 4, 5, 6]

    Rung.objects.create(ladder=ladder, step=7, amount=60, unit="working_day", light=5, demand="再报")
    assert steps() == [0, 1, 2, 3, 4, 5, 6, 7]

    ladder.rungs.filter(step=7).delete()
    assert steps() == [0, 1, 2, 3, 4, 5, 6]
