"""Adding working days: the snapshot, the look-up and the SQL function give one answer."""

import datetime as dt

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from fedportal.calendar.models import CalendarEdition, WorkDay
from fedportal.calendar.working_days import CalendarEnds, CalendarRow, WorkingDays, add_working_days
from tests.calendar.snapshot import snapshot

DAYS = st.dates(dt.date(2006, 1, 1), dt.date(2026, 12, 31))
SOME = st.integers(-10, 30)

# Every pair of the snapshot's answers against the function's; 7,670 days by 41 steps.
DISAGREEING = """
SELECT a.day, n, add_working_days(a.day, n) AS in_sql, a.expected
FROM unnest(%s::date[], %s::int[], %s::date[]) AS a (day, n, expected)
WHERE add_working_days(a.day, n) IS DISTINCT FROM a.expected
"""


@pytest.mark.parametrize(
    ("day", "n", "expected", "why"),
    [
        ("2026-11-20", 1, "2026-11-23", "周五的下一个工作日是周一"),
        ("2026-11-23", 5, "2026-11-30", "五个工作日隔一个周末"),
        ("2026-02-13", 1, "2026-02-14", "春节前的周六调休上班"),
        ("2026-02-14", 1, "2026-02-24", "春节放假 9 天"),
        ("2026-02-27", 2, "2026-03-02", "春节后的周六 2 月 28 日也上班"),
        ("2026-09-30", 1, "2026-10-08", "国庆节放假 7 天"),
        ("2026-10-09", 1, "2026-10-10", "国庆节后的周六上班"),
        ("2026-12-31", 1, "2027-01-04", "元旦和周末"),
        ("2026-11-22", 1, "2026-11-23", "从周日数起，第一个工作日是周一"),
        ("2026-11-22", -1, "2026-11-19", "周日与其前的周五同号，退一个即周四"),
        ("2026-11-22", 0, "2026-11-22", "零即当日"),
        ("2026-11-23", -1, "2026-11-20", "周一的前一个工作日是周五"),
        ("2027-02-04", 1, "2027-02-11", "2027 年暂定的春节"),
    ],
)
def test_adds_as_the_notices_of_the_state_council_say(day: str, n: int, expected: str, why: str) -> None:
    assert snapshot().add(dt.date.fromisoformat(day), n) == dt.date.fromisoformat(expected), why


def test_counts_the_working_days_between_two_days() -> None:
    days = snapshot()

    assert days.between(dt.date(2026, 11, 20), dt.date(2026, 11, 27)) == 5
    assert days.between(dt.date(2026, 11, 27), dt.date(2026, 11, 20)) == -5
    assert days.between(dt.date(2026, 2, 14), dt.date(2026, 2, 23)) == 0


def test_2026_has_248_working_days() -> None:
    assert snapshot().between(dt.date(2025, 12, 31), dt.date(2026, 12, 31)) == 248


def test_knows_which_days_are_provisional() -> None:
    days = snapshot()

    assert not days.is_provisional(dt.date(2026, 12, 31))
    assert days.is_provisional(dt.date(2027, 1, 1))


@pytest.mark.parametrize(
    ("day", "n", "year"),
    [
        (dt.date(2028, 1, 3), 1, 2028),
        (dt.date(2027, 12, 31), 1, 2028),
        (dt.date(2004, 1, 2), -2, 2003),
        (dt.date(1999, 5, 4), 1, 1999),
    ],
)
def test_says_which_year_is_missing(day: dt.date, n: int, year: int) -> None:
    with pytest.raises(CalendarEnds, match=f"{year} 年的工作日历尚未录入"):
        snapshot().add(day, n)


def test_an_empty_calendar_ends_everywhere() -> None:
    with pytest.raises(CalendarEnds):
        WorkingDays([]).add(dt.date(2026, 11, 23), 1)


def test_refuses_a_calendar_with_a_gap() -> None:
    rows = [CalendarRow(dt.date(2026, 1, 5), True, 1, 1), CalendarRow(dt.date(2026, 1, 7), True, 2, 1)]

    with pytest.raises(ValueError, match="gap"):
        WorkingDays(rows)


def test_refuses_a_running_number_that_breaks() -> None:
    rows = [CalendarRow(dt.date(2026, 1, 5), True, 1, 1), CalendarRow(dt.date(2026, 1, 6), True, 3, 1)]

    with pytest.raises(ValueError, match="running number"):
        WorkingDays(rows)


@given(day=DAYS, n=SOME)
def test_what_is_reached_is_a_working_day_with_the_number_asked_for(day: dt.date, n: int) -> None:
    days = snapshot()
    reached = days.add(day, n)

    assert n == 0 or (days.is_working(reached) and days.number(reached) == days.number(day) + n)


@given(day=DAYS, n=SOME)
def test_going_back_from_a_working_day_returns_to_it(day: dt.date, n: int) -> None:
    days = snapshot()
    start = day if days.is_working(day) else days.add(day, 1)

    assert days.add(days.add(start, n), -n) == start


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestAgainstTheDatabase:
    def test_the_loaded_snapshot_is_the_one_of_the_sources(self) -> None:
        days, pure = WorkingDays.load(), snapshot()

        every_day = [dt.date(2004, 1, 1) + dt.timedelta(days=n) for n in range(8_766)]

        assert every_day[-1] == dt.date(2027, 12, 31)
        assert [(days.number(d), days.is_provisional(d)) for d in every_day] == [
            (pure.number(d), pure.is_provisional(d)) for d in every_day
        ]

    def test_sql_and_python_agree_over_twenty_years_of_dates(self) -> None:
        days = WorkingDays.load()
        dates = [dt.date(2006, 1, 1) + dt.timedelta(days=n) for n in range(7_670)]
        pairs = [(day, n, days.add(day, n)) for day in dates for n in range(-10, 31)]

        with connection.cursor() as cursor:
            cursor.execute(DISAGREEING, [list(column) for column in zip(*pairs, strict=True)])
            disagreeing = cursor.fetchall()

        assert dates[-1] == dt.date(2026, 12, 31)
        assert disagreeing == []

    @pytest.mark.parametrize(
        ("day", "n"), [(dt.date(2027, 12, 31), 1), (dt.date(2004, 1, 2), -2), (dt.date(2031, 1, 1), 3)]
    )
    def test_sql_gives_null_where_python_says_the_calendar_ends(self, day: dt.date, n: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT add_working_days(%s, %s)", [day, n])
            found = cursor.fetchone()

        assert found == (None,)
        with pytest.raises(CalendarEnds) as snapshot_ends:
            WorkingDays.load().add(day, n)
        with pytest.raises(CalendarEnds) as look_up_ends:
            add_working_days(day, n)
        assert snapshot_ends.value.year == look_up_ends.value.year

    def test_the_single_look_up_agrees_with_the_snapshot(self) -> None:
        days = WorkingDays.load()

        @settings(max_examples=100, deadline=None)
        @given(day=DAYS, n=SOME)
        def agree(day: dt.date, n: int) -> None:
            assert add_working_days(day, n) == days.add(day, n)

        agree()

    def test_a_second_load_asks_only_for_the_newest_edition(self, django_assert_num_queries) -> None:
        first = WorkingDays.load()

        with django_assert_num_queries(1):
            assert WorkingDays.load() is first

    def test_a_new_edition_is_seen_at_the_next_load(self) -> None:
        before = WorkingDays.load()
        edition = CalendarEdition.objects.create(
            year=2027, source="notice", reference="国办发明电〔2026〕7号", entered_at=dt.datetime.now(dt.UTC)
        )
        WorkDay.objects.filter(day__year=2027).update(edition=edition)

        after = WorkingDays.load()

        assert before.is_provisional(dt.date(2027, 6, 1))
        assert not after.is_provisional(dt.date(2027, 6, 1))
