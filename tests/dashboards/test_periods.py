"""The periods of the yearly papers: how the address says them, and with which days they are compared."""

import datetime as dt

import pytest

from fedportal.dashboards.months import Days
from fedportal.dashboards.periods import ReportPeriod

D = dt.date
TODAY = D(2026, 11, 23)


def period(text: str, today: dt.date = TODAY) -> ReportPeriod:
    found = ReportPeriod.read(text, today)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "label", "first", "last"),
    [
        ("2025", "2025 年", D(2025, 1, 1), D(2025, 12, 31)),
        ("2026-h1", "2026 年上半年", D(2026, 1, 1), D(2026, 6, 30)),
        ("2025-h2", "2025 年下半年", D(2025, 7, 1), D(2025, 12, 31)),
        ("2026-q3", "2026 年第三季度", D(2026, 7, 1), D(2026, 9, 30)),
        ("2024-02", "2024 年 2 月", D(2024, 2, 1), D(2024, 2, 29)),
        ("2026", "2026 年", D(2026, 1, 1), TODAY),  # still running
        ("2026-11", "2026 年 11 月", D(2026, 11, 1), TODAY),
    ],
)
def test_each_kind_has_its_days(text: str, label: str, first: D, last: D) -> None:
    found = period(text)

    assert (str(found), found.label, found.days) == (text, label, Days(first, last))


@pytest.mark.parametrize(
    ("text", "before", "year_before"),
    [
        ("2026-q2", Days(D(2026, 1, 1), D(2026, 3, 31)), Days(D(2025, 4, 1), D(2025, 6, 30))),  # whole with whole
        ("2025-03", Days(D(2025, 2, 1), D(2025, 2, 28)), Days(D(2024, 3, 1), D(2024, 3, 31))),
        ("2026-01", Days(D(2025, 12, 1), D(2025, 12, 31)), Days(D(2025, 1, 1), D(2025, 1, 31))),
        ("2026-q4", Days(D(2026, 7, 1), D(2026, 8, 23)), Days(D(2025, 10, 1), D(2025, 11, 23))),  # up to the same day
        ("2026", Days(D(2025, 1, 1), D(2025, 11, 23)), Days(D(2025, 1, 1), D(2025, 11, 23))),
    ],
)
def test_what_it_is_compared_with_is_as_long(text: str, before: Days, year_before: Days) -> None:
    assert (period(text).before, period(text).year_before) == (before, year_before)


@pytest.mark.parametrize(
    "text", ["2027", "2026-12", "1999", "2026-q5", "2026-13", "abc", "２０２６", "2026-h0", "2026-1"]
)
def test_what_has_no_figures_is_no_period(text: str) -> None:
    assert ReportPeriod.read(text, TODAY) is None


def test_without_asking_it_is_this_year() -> None:
    assert str(period("")) == "2026"


def test_one_turns_from_period_to_period_up_to_today() -> None:
    assert [str(period(text).earlier) for text in ("2026", "2026-h1", "2026-q1", "2026-01")] == [
        "2025",
        "2025-h2",
        "2025-q4",
        "2025-12",
    ]
    assert str(period("2025-q4").later) == "2026-q1"
    assert period("2026-11").later is None
    assert period("2000").earlier is None


@pytest.mark.parametrize(
    ("text", "months", "other"),
    [("2026", 1, "2026-11"), ("2025", 3, "2025-q4"), ("2026-03", 12, "2026"), ("2026-05", 6, "2026-h1")],
)
def test_another_length_stays_near(text: str, months: int, other: str) -> None:
    assert str(period(text).of_length(months)) == other


def test_the_trend_of_a_month_is_a_year_long() -> None:
    assert (period("2026-02").firsts[0], len(period("2026-02").firsts)) == (D(2025, 3, 1), 12)
    assert [first.month for first in period("2026-q4").firsts] == [10, 11]
