"""The days that are compared: the same days of an earlier month, as many days before, twelve months."""

import datetime as dt

import pytest

from fedportal.dashboards.months import Days, end_of_month, last_days, month_to_date, year_of_months

D = dt.date


@pytest.mark.parametrize(
    ("today", "months", "first", "last"),
    [
        (D(2026, 11, 23), 1, D(2026, 10, 1), D(2026, 10, 23)),
        (D(2026, 11, 23), 12, D(2025, 11, 1), D(2025, 11, 23)),
        (D(2026, 3, 31), 1, D(2026, 2, 1), D(2026, 2, 28)),  # the shorter month ends sooner
        (D(2026, 1, 15), 1, D(2025, 12, 1), D(2025, 12, 15)),
        (D(2028, 2, 29), 12, D(2027, 2, 1), D(2027, 2, 28)),
    ],
)
def test_the_same_days_of_an_earlier_month(today: D, months: int, first: D, last: D) -> None:
    assert month_to_date(today).months_earlier(months) == Days(first, last)


def test_as_many_days_right_before() -> None:
    days = last_days(D(2026, 11, 23), 30)

    assert days == Days(D(2026, 10, 25), D(2026, 11, 23))
    assert days.before() == Days(D(2026, 9, 25), D(2026, 10, 24))


def test_twelve_months_end_with_this_one() -> None:
    months = year_of_months(D(2026, 1, 31))

    assert (len(months), months[0], months[-1]) == (12, D(2025, 2, 1), D(2026, 1, 1))


def test_a_month_ends_at_midnight_in_beijing() -> None:
    assert end_of_month(D(2026, 12, 1)).isoformat() == "2027-01-01T00:00:00+08:00"
