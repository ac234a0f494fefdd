"""Limits and rungs as tables that a lawyer can read, and what must hold for any date."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fedportal.calendar.working_days import CalendarEnds
from fedportal.deadlines.clock import LAST_SECOND, last_moment, rung_moment
from fedportal.deadlines.ladders import ORDINARY, URGENT
from fedportal.deadlines.limits import Base, LadderPlan, Light, Step, Unit
from tests.calendar.snapshot import snapshot

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY, WD, MONTH = Unit.DAY, Unit.WORKING_DAY, Unit.MONTH

FIRST, LAST = dt.datetime(2006, 1, 1), dt.datetime(2026, 9, 30)  # noqa: DTZ001  (the strategy adds the zone)
STARTS = st.datetimes(FIRST, LAST, timezones=st.just(SHANGHAI))
BY_THE_DAY = st.sampled_from([DAY, WD, MONTH])
AMOUNTS = st.integers(1, 12)


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


# 规则，起算日，数，单位，末日
LIMITS = [
    ("告知，15 日（条例第二十三条第二款）", "2026-11-22", 15, DAY, "2026-12-07"),
    ("告知，末日在国庆假期内，不顺延", "2026-09-20", 15, DAY, "2026-10-05"),
    ("告知，跨年", "2026-12-20", 15, DAY, "2027-01-04"),
    ("办理，60 日（条例第三十四条）", "2026-11-22", 60, DAY, "2027-01-21"),
    ("办理，经过闰年 2 月", "2024-01-31", 60, DAY, "2024-03-31"),
    ("延长，30 日（条例第三十四条）", "2027-01-21", 30, DAY, "2027-02-20"),
    ("请求复查，30 日（条例第三十五条）", "2026-12-31", 30, DAY, "2027-01-30"),
    ("异议，5 个工作日（条例第二十三条第三款）", "2026-11-23", 5, WD, "2026-11-30"),
    ("异议，周六收到", "2026-11-21", 5, WD, "2026-11-27"),
    ("异议，周日收到", "2026-11-22", 5, WD, "2026-11-27"),
    ("异议，2026 年春节前收到：14 日周六上班，15 至 23 日放假", "2026-02-12", 5, WD, "2026-02-26"),
    ("异议，春节假期中收到：28 日周六上班", "2026-02-20", 5, WD, "2026-02-28"),
    ("异议，劳动节前收到：5 月 9 日周六上班", "2026-04-29", 5, WD, "2026-05-09"),
    ("异议，国庆节前收到：10 月 10 日周六上班", "2026-09-29", 5, WD, "2026-10-12"),
    ("异议，跨年：2027 年暂定元旦一天", "2026-12-29", 5, WD, "2027-01-06"),
    ("异议，2027 年暂定春节：5 至 10 日放假", "2027-02-03", 5, WD, "2027-02-16"),
    ("简易办理，10 个工作日", "2026-11-22", 10, WD, "2026-12-04"),
    ("1 个月，2 月没有 31 日，以月末日为末日（民法典第二百零二条）", "2026-01-31", 1, MONTH, "2026-02-28"),
    ("1 个月，闰年", "2024-01-31", 1, MONTH, "2024-02-29"),
    ("回访，每 3 个月", "2026-11-22", 3, MONTH, "2027-02-22"),
    ("保护令，不超过 6 个月（反家庭暴力法第三十条）", "2026-08-31", 6, MONTH, "2027-02-28"),
    ("12 个月，年末", "2026-12-31", 12, MONTH, "2027-12-31"),
]


@pytest.mark.parametrize(("rule", "start", "amount", "unit", "last"), LIMITS, ids=[row[0] for row in LIMITS])
@pytest.mark.parametrize("time", ["00:00:00", "09:30:00", "23:59:59"])
def test_the_start_day_is_not_counted_and_the_last_runs_to_its_end(
    rule: str, start: str, amount: int, unit: Unit, last: str, time: str
) -> None:
    due = last_moment(local(f"{start} {time}"), amount, unit, snapshot())

    assert due == local(f"{last} 23:59:59"), rule


# 规则，起算时刻，数，单位，最后时刻
EXACT = [
    ("告诫，72 小时", "2026-12-30 16:20:05", 72, Unit.HOUR, "2027-01-02 16:20:05"),
    ("紧急事项，4 小时", "2026-11-22 22:15:00", 4, Unit.HOUR, "2026-11-23 02:15:00"),
    ("签收，30 分钟", "2026-11-22 23:45:00", 30, Unit.MINUTE, "2026-11-23 00:15:00"),
    ("演示，20 秒", "2026-12-31 23:59:50", 20, Unit.SECOND, "2027-01-01 00:00:10"),
]


@pytest.mark.parametrize(("rule", "start", "amount", "unit", "last"), EXACT, ids=[row[0] for row in EXACT])
def test_hours_run_from_moment_to_moment(rule: str, start: str, amount: int, unit: Unit, last: str) -> None:
    assert last_moment(local(start), amount, unit, snapshot(), rolls=True) == local(last), rule


def test_a_moment_given_in_another_zone_counts_from_the_day_in_shanghai() -> None:
    start = dt.datetime(2026, 11, 21, 17, 0, tzinfo=dt.UTC)  # 01:00 on the 22nd in Shanghai

    assert last_moment(start, 15, DAY, snapshot()) == local("2026-12-07 23:59:59")


# 末日遇休息日，顺延的地区
ROLLED = [
    ("末日周日，顺延至周一", "2026-11-21", 15, DAY, "2026-12-07"),
    ("末日工作日，不动", "2026-11-22", 15, DAY, "2026-12-07"),
    ("末日在国庆假期，顺延至 10 月 8 日", "2026-09-20", 15, DAY, "2026-10-08"),
    ("末日是调休上班的周六，不动", "2026-01-30", 15, DAY, "2026-02-14"),
    ("末日 5 月 1 日，顺延至 5 月 6 日", "2026-04-01", 1, MONTH, "2026-05-06"),
    ("工作日期限本在工作日结束", "2026-11-20", 5, WD, "2026-11-27"),
]


@pytest.mark.parametrize(("rule", "start", "amount", "unit", "last"), ROLLED, ids=[row[0] for row in ROLLED])
def test_where_a_region_rolls_the_last_day_is_a_working_day(
    rule: str, start: str, amount: int, unit: Unit, last: str
) -> None:
    due = last_moment(local(f"{start} 10:00"), amount, unit, snapshot(), rolls=True)

    assert due == local(f"{last} 23:59:59"), rule


def test_beyond_the_calendar_working_days_refuse_and_days_do_not() -> None:
    start = local("2027-12-30 10:00")

    with pytest.raises(CalendarEnds, match="2028"):
        last_moment(start, 5, WD, snapshot())
    assert last_moment(start, 5, DAY, snapshot()) == local("2028-01-04 23:59:59")


def moments(plan: LadderPlan, opened: str, due: str) -> list[str]:
    found = [
        rung_moment(step, base=plan.base, opened_at=local(opened), due_at=local(due), days=snapshot())
        for step in plan.steps
    ]
    return [f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" for moment in found]


def test_the_ordinary_ladder_of_a_notice_within_15_days() -> None:
    assert moments(ORDINARY, "2026-11-22 10:00:00", "2026-12-07 23:59:59") == [
        "2026-11-30 04:59:59",  # 蓝：时限过半
        "2026-12-03 23:59:59",  # 黄：剩 2 个工作日
        "2026-12-07 23:59:59",  # 橙：到期
        "2026-12-10 23:59:59",  # 红：超期 3 个工作日
        "2026-12-16 23:59:59",  # 红：7 个工作日
        "2026-12-28 23:59:59",  # 深红：15 个工作日
        "2027-01-19 23:59:59",  # 深红：30 个工作日，元旦一天
    ]


def test_five_days_left_come_before_half_of_a_short_limit() -> None:
    blue = moments(ORDINARY, "2026-11-22 10:00:00", "2026-11-30 23:59:59")[0]

    assert blue == "2026-11-25 23:59:59"


def test_the_urgent_ladder_counts_from_the_opening() -> None:
    assert moments(URGENT, "2026-12-31 23:50:00", "2027-01-01 03:50:00") == [
        "2026-12-31 23:50:00",
        "2027-01-01 00:20:00",
        "2027-01-01 01:50:00",
        "2027-01-01 03:50:00",
        "2027-01-01 23:50:00",
    ]


def test_no_rung_comes_before_the_opening() -> None:
    assert moments(ORDINARY, "2026-11-27 10:00:00", "2026-11-27 23:59:59")[:3] == [
        "2026-11-27 10:00:00",
        "2026-11-27 10:00:00",
        "2026-11-27 23:59:59",
    ]


def test_a_due_moment_on_a_day_off_counts_from_the_working_day_before_it() -> None:
    # 2026-10-05 lies in the National Day holiday: number as on 09-30
    assert moments(ORDINARY, "2026-09-20 10:00:00", "2026-10-05 23:59:59")[1:4] == [
        "2026-09-28 23:59:59",
        "2026-10-05 23:59:59",
        "2026-10-10 23:59:59",
    ]


def test_a_rung_counted_in_months_is_refused() -> None:
    step = Step(0, 1, MONTH, Light.BLUE, "")

    with pytest.raises(KeyError):
        rung_moment(step, base=Base.DUE, opened_at=local("2026-01-01"), due_at=local("2026-02-01"), days=snapshot())


@given(start=STARTS, amount=AMOUNTS, unit=BY_THE_DAY)
def test_a_limit_by_the_day_ends_with_its_last_second(start: dt.datetime, amount: int, unit: Unit) -> None:
    due = last_moment(start, amount, unit, snapshot())

    assert due.timetz() == LAST_SECOND.replace(tzinfo=SHANGHAI)
    assert due > start


@given(first=STARTS, second=STARTS, amount=AMOUNTS, unit=BY_THE_DAY, rolls=st.booleans())
def test_who_starts_later_is_never_due_earlier(
    first: dt.datetime, second: dt.datetime, amount: int, unit: Unit, rolls: bool
) -> None:
    first, second = sorted([first, second])

    assert last_moment(first, amount, unit, snapshot(), rolls=rolls) <= last_moment(
        second, amount, unit, snapshot(), rolls=rolls
    )


@given(start=STARTS, amount=AMOUNTS, unit=BY_THE_DAY, rolls=st.booleans())
def test_a_longer_limit_is_never_due_earlier(start: dt.datetime, amount: int, unit: Unit, rolls: bool) -> None:
    shorter = last_moment(start, amount, unit, snapshot(), rolls=rolls)

    assert shorter <= last_moment(start, amount + 1, unit, snapshot(), rolls=rolls)


@given(start=STARTS, amount=AMOUNTS)
def test_a_limit_in_working_days_ends_on_one_and_counts_back_to_its_start(start: dt.datetime, amount: int) -> None:
    days = snapshot()
    last = last_moment(start, amount, WD, days).date()

    assert days.is_working(last)
    assert days.between(start.date(), last) == amount


@given(start=STARTS, amount=AMOUNTS, unit=BY_THE_DAY)
def test_rolling_moves_to_the_next_working_day_and_no_further(start: dt.datetime, amount: int, unit: Unit) -> None:
    days = snapshot()
    plain = last_moment(start, amount, unit, days).date()
    rolled = last_moment(start, amount, unit, days, rolls=True).date()

    assert days.is_working(rolled)
    assert days.between(plain, rolled) == (0 if plain == rolled else 1)


@given(start=STARTS, length=st.integers(0, 90), plan=st.sampled_from([ORDINARY, URGENT]))
def test_each_rung_comes_no_earlier_than_the_one_before_it(start: dt.datetime, length: int, plan: LadderPlan) -> None:
    due = start + dt.timedelta(days=length)
    reached = [rung_moment(step, base=plan.base, opened_at=start, due_at=due, days=snapshot()) for step in plan.steps]

    assert reached[0] >= start
    assert reached[2:] == sorted(reached[2:])


@given(start=STARTS, length=st.integers(1, 60))
def test_a_share_is_reached_at_that_part_of_the_limit(start: dt.datetime, length: int) -> None:
    step = Step(0, 0, DAY, Light.BLUE, "", share=Decimal("0.5"))
    due = start + dt.timedelta(days=length)

    assert rung_moment(step, base=Base.DUE, opened_at=start, due_at=due, days=snapshot()) == start + (due - start) / 2
