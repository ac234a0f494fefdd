"""Publishing the State Council's notice of a year."""

import datetime as dt
import threading

import pytest
from django.db import connection

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.calendar import actions
from fedportal.calendar.arrangement import HolidayRange, current_days, current_edition, holiday_ranges, makeup_days
from fedportal.calendar.models import CalendarEdition, WorkDay
from fedportal.calendar.working_days import WorkingDays
from fedportal.lib.refusals import NotAllowed
from tests import factories
from tests.calendar.moments import NOW

REFERENCE = "国办发明电〔2026〕7号"
HOLIDAYS = {
    **{dt.date(2027, 1, day): "元旦" for day in (1, 2, 3)},
    **{dt.date(2027, 2, day): "春节" for day in range(5, 13)},
    **{dt.date(2027, 10, day): "国庆节" for day in range(1, 8)},
}
MAKEUP = {dt.date(2027, 1, 30): "春节", dt.date(2027, 2, 20): "春节", dt.date(2027, 10, 9): "国庆节"}

# The running number by its definition: working days up to and including the day.
MISCOUNTED = """
SELECT day FROM (
    SELECT day, number, count(*) FILTER (WHERE is_working) OVER (ORDER BY day) AS counted FROM calendar_workday
) numbered WHERE number <> counted
"""


@pytest.fixture
def admin(tree: factories.ProvinceTree) -> User:
    return factories.user(tree.shandong, Role.SYS_ADMIN)


def publish(admin: User, year: int = 2027, **changes: object) -> CalendarEdition:
    notice = {"holidays": HOLIDAYS, "makeup": MAKEUP, "reference": REFERENCE, "by": admin, "at": NOW}
    return actions.publish_year(year, **{**notice, **changes})


def miscounted() -> list[tuple[dt.date]]:
    with connection.cursor() as cursor:
        cursor.execute(MISCOUNTED)
        return cursor.fetchall()


@pytest.mark.usefixtures("calendar")
def test_replaces_the_estimate(admin: User) -> None:
    edition = publish(admin)

    days = current_days(2027)
    assert current_edition(2027) == edition
    assert not edition.provisional
    assert {d.day for d in days if not d.is_working and d.day.weekday() < 5} == {
        day for day in HOLIDAYS if day.weekday() < 5
    }
    assert makeup_days(days) == MAKEUP
    assert WorkDay.objects.filter(edition__year=2027).exclude(edition=edition).count() == 0


@pytest.mark.usefixtures("calendar")
def test_counts_all_later_days_anew(admin: User) -> None:
    actions.extend(at=NOW.replace(year=2027))
    before = WorkDay.objects.get(day=dt.date(2028, 6, 1)).number

    publish(admin)

    shift = WorkingDays.load().between(dt.date(2026, 12, 31), dt.date(2027, 12, 31)) - 248
    assert shift != 0
    assert WorkDay.objects.get(day=dt.date(2028, 6, 1)).number == before + shift
    assert miscounted() == []


@pytest.mark.usefixtures("calendar")
def test_a_working_day_table_without_a_gap_or_a_double_after_each_of_many_notices(admin: User) -> None:
    publish(admin)
    publish(admin, makeup={})
    publish(admin, year=2025, holidays={dt.date(2025, 10, 1): "国庆节"}, makeup={})

    assert miscounted() == []


@pytest.mark.usefixtures("calendar")
def test_a_notice_may_reach_back_into_december(admin: User) -> None:
    publish(
        admin,
        holidays={**HOLIDAYS, dt.date(2026, 12, 31): "元旦"},
        makeup={**MAKEUP, dt.date(2026, 12, 26): "元旦"},
    )

    december = {d.day: d.is_working for d in current_days(2026) if d.day.month == 12}
    assert december[dt.date(2026, 12, 26)] is True
    assert december[dt.date(2026, 12, 31)] is False
    assert current_edition(2026).source == CalendarEdition.Source.NOTICE
    assert HolidayRange("国庆节", dt.date(2026, 10, 1), dt.date(2026, 10, 7)) in holiday_ranges(current_days(2026))
    assert makeup_days(current_days(2026))[dt.date(2026, 2, 14)] == "春节"
    assert miscounted() == []


@pytest.mark.usefixtures("calendar")
def test_is_written_down(admin: User) -> None:
    edition = publish(admin)

    event = AccessEvent.objects.get(verb="calendar.publish")
    assert (event.actor, event.object_id, event.at) == (admin, edition.pk, NOW)
    assert event.detail["reference"] == REFERENCE
    assert "2027-01-30" in event.detail["flipped"]
    assert "2027-01-01" not in event.detail["flipped"], "元旦本来就放假，没有变化"


@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"year": 2031}, "工作日历中还没有 2031 年"),
        ({"holidays": {}}, "至少填写一个节日"),
        ({"holidays": {dt.date(2028, 1, 3): "元旦"}}, "2028-01-03 不在 2027 年内"),
        ({"holidays": {dt.date(2026, 11, 30): "元旦"}}, "2026-11-30 不在 2027 年内"),
        ({"makeup": {dt.date(2027, 2, 6): "春节"}}, "2027-02-06 既填为放假又填为上班"),
        ({"makeup": {dt.date(2027, 3, 3): "春节"}}, "2027-03-03 不是周六或周日"),
    ],
)
def test_refuses_what_no_notice_can_mean_and_changes_nothing(
    admin: User, changes: dict[str, object], sentence: str
) -> None:
    before = list(WorkDay.objects.order_by("day").values_list())

    with pytest.raises(NotAllowed, match=sentence):
        publish(admin, **changes)

    assert list(WorkDay.objects.order_by("day").values_list()) == before
    assert not AccessEvent.objects.filter(verb="calendar.publish").exists()


@pytest.mark.django_db(transaction=True)
def test_two_publishers_do_not_interleave() -> None:
    admin = factories.user(factories.province_tree().shandong, Role.SYS_ADMIN)
    actions.extend(at=NOW)
    notices = [dict.fromkeys([dt.date(2027, 10, n) for n in range(1, 8)], "国庆节"), HOLIDAYS]

    def run(holidays: dict[dt.date, str]) -> None:
        publish(admin, holidays=holidays)
        connection.close()

    threads = [threading.Thread(target=run, args=[notices[n % 2]]) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    last = current_edition(2027)
    assert CalendarEdition.objects.filter(year=2027).count() == 7
    assert set(WorkDay.objects.filter(day__year=2027).values_list("edition_id", flat=True)) == {last.pk}
    assert miscounted() == []
