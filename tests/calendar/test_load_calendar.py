"""Loading the calendar, and keeping it a year ahead."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.calendar import actions
from fedportal.calendar.arrangement import HolidayRange, current_days, current_edition, holiday_ranges, makeup_days
from fedportal.calendar.banner import unconfirmed_next_year
from fedportal.calendar.models import CalendarEdition, WorkDay
from tests import factories
from tests.calendar.moments import NOW

Source = CalendarEdition.Source


def test_the_command_loads_every_year_and_says_so(no_law: None) -> None:
    out = StringIO()

    call_command("load_calendar", stdout=out)

    assert "2027 年：暂定（法定节日推算，无调休）" in out.getvalue()
    assert WorkDay.objects.filter(day__year__lte=2027).count() == 8_766


def test_loading_twice_changes_nothing(no_law: None) -> None:
    actions.extend(at=NOW)
    before = list(WorkDay.objects.order_by("day").values_list())

    assert actions.extend(at=NOW) == []
    assert list(WorkDay.objects.order_by("day").values_list()) == before
    assert AccessEvent.objects.filter(verb="calendar.extend").count() == 1


@pytest.mark.usefixtures("calendar")
def test_a_year_of_the_package_has_chinese_names_and_makeup_days() -> None:
    days = current_days(2026)

    assert holiday_ranges(days) == [
        HolidayRange("元旦", dt.date(2026, 1, 1), dt.date(2026, 1, 3)),
        HolidayRange("春节", dt.date(2026, 2, 15), dt.date(2026, 2, 23)),
        HolidayRange("清明节", dt.date(2026, 4, 4), dt.date(2026, 4, 6)),
        HolidayRange("劳动节", dt.date(2026, 5, 1), dt.date(2026, 5, 5)),
        HolidayRange("端午节", dt.date(2026, 6, 19), dt.date(2026, 6, 21)),
        HolidayRange("中秋节", dt.date(2026, 9, 25), dt.date(2026, 9, 27)),
        HolidayRange("国庆节", dt.date(2026, 10, 1), dt.date(2026, 10, 7)),
    ]
    assert makeup_days(days) == {
        dt.date(2026, 1, 4): "元旦",
        dt.date(2026, 2, 14): "春节",
        dt.date(2026, 2, 28): "春节",
        dt.date(2026, 5, 9): "劳动节",
        dt.date(2026, 9, 20): "国庆节",
        dt.date(2026, 10, 10): "国庆节",
    }


@pytest.mark.usefixtures("calendar")
def test_2027_is_an_estimate_without_makeup_days() -> None:
    days = current_days(2027)

    assert current_edition(2027).provisional
    assert makeup_days(days) == {}
    assert not any(d.is_working for d in days if d.day.weekday() >= 5)
    assert [d.day.isoformat() for d in days if d.note.startswith("国庆节")] == [f"2027-10-0{n}" for n in range(1, 6)]


@pytest.mark.usefixtures("calendar")
def test_a_year_later_the_next_year_is_there() -> None:
    new = actions.extend(at=NOW.replace(year=2027))

    assert [(edition.year, edition.source) for edition in new] == [(2028, Source.ESTIMATE)]


@pytest.mark.usefixtures("calendar")
def test_an_estimate_gives_way_once_the_package_knows_the_year() -> None:
    CalendarEdition.objects.filter(year=2026).update(source=Source.ESTIMATE)

    new = actions.extend(at=NOW)

    assert [(edition.year, edition.source) for edition in new] == [(2026, Source.PACKAGE)]


@pytest.mark.usefixtures("calendar")
def test_a_notice_never_gives_way() -> None:
    CalendarEdition.objects.filter(year=2026).update(source=Source.NOTICE)

    assert actions.extend(at=NOW) == []


@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize(
    ("day", "banner"), [("2026-11-30", None), ("2026-12-01", 2027), ("2026-12-31", 2027), ("2027-01-01", 2027)]
)
def test_from_december_the_next_year_is_asked_for(day: str, banner: int | None) -> None:
    assert unconfirmed_next_year(NOW.replace(**_parts(day))) == banner


def test_no_banner_once_the_notice_is_in(calendar: None, tree: factories.ProvinceTree) -> None:
    actions.publish_year(
        2027,
        holidays={dt.date(2027, 10, 1): "国庆节"},
        makeup={},
        reference="国办发明电〔2026〕7号",
        by=factories.user(tree.shandong, Role.SYS_ADMIN),
        at=NOW,
    )

    assert unconfirmed_next_year(NOW.replace(month=12, day=5)) is None


def test_a_year_that_is_missing_altogether_is_asked_for_too(no_law: None) -> None:
    assert unconfirmed_next_year(NOW.replace(month=12, day=5)) == 2027


def _parts(day: str) -> dict[str, int]:
    date = dt.date.fromisoformat(day)
    return {"year": date.year, "month": date.month, "day": date.day}
