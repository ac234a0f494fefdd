"""The rights that lapse by themselves, as the page of a case tells them."""

import datetime as dt

import pytest

from cases.clocks import window_words
from tests.cases.lives import DAY, Line, decided, make_line, registered, reviewed, sent_down
from tests.cases.samples import NOW
from tests.factories import ProvinceTree


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (dt.timedelta(), "信访人 2026-12-23 周三 前可以申请复查"),
        (30 * DAY, "信访人 2026-12-23 周三 前可以申请复查"),
        (31 * DAY, "信访人 2026-12-23 周三 前未申请复查，期限已届满"),
    ],
)
def test_the_window_of_a_review_runs_from_serving(line: Line, after: dt.timedelta, words: str) -> None:
    assert window_words(decided(line.county), NOW + after) == words


def test_before_serving_the_window_has_not_begun(line: Line) -> None:
    row = decided(line.county, told_how="later")

    assert window_words(row, NOW) == "信访处理意见书尚未送达，申请复查的 30 日期限自送达之日起算"


def test_after_a_review_the_window_is_that_of_the_re_review(line: Line) -> None:
    assert window_words(reviewed(line), NOW + 3 * DAY) == "信访人 2026-12-25 周五 前可以申请复核"


def test_the_receiver_is_told_until_when_it_may_object(line: Line) -> None:
    row = sent_down(line)

    assert window_words(row, NOW) == "认为误转的，2026-11-30 周一 前可以提出异议（条例第二十三条）"
    assert window_words(row, NOW + 8 * DAY) == ""


def test_other_states_have_no_window(line: Line) -> None:
    assert window_words(registered(line.county), NOW) == ""
