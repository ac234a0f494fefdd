"""The pages of a year: looking at it, and entering its notice."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from fedportal.accounts.roles import Role
from fedportal.calendar.arrangement import current_days, current_edition, makeup_days
from fedportal.calendar.models import CalendarEdition
from tests import factories
from tests.factories import ProvinceTree

pytestmark = pytest.mark.usefixtures("calendar")

REFERENCE = "国办发明电〔2026〕7号"


@pytest.fixture
def cadre(client: Client, tree: ProvinceTree) -> Client:
    client.force_login(factories.user(tree.bincheng, Role.RECEPTIONIST))
    return client


@pytest.fixture
def admin(client: Client, tree: ProvinceTree) -> Client:
    client.force_login(factories.user(tree.shandong, Role.SYS_ADMIN))
    return client


def sent(*holidays: tuple[str, str, str], makeup: tuple[tuple[str, str], ...] = ()) -> dict[str, object]:
    """The page as the browser sends it, one blank row below each table."""
    rows = {"holidays": [*holidays, ("", "", "")], "makeup": [*makeup, ("", "")]}
    names = {"holidays": ("name", "first", "last"), "makeup": ("day", "name")}
    data: dict[str, object] = {"reference": REFERENCE}
    for prefix, lines in rows.items():
        data |= {f"{prefix}-TOTAL_FORMS": len(lines), f"{prefix}-INITIAL_FORMS": 0}
        for number, line in enumerate(lines):
            data |= {f"{prefix}-{number}-{name}": value for name, value in zip(names[prefix], line, strict=True)}
    return data


NEW_YEAR = ("元旦", "2027-01-01", "2027-01-03")
SPRING = ("春节", "2027-02-05", "2027-02-12")
MAKEUP = (("2027-01-30", "春节"), ("2027-02-20", "春节"))


def test_the_calendar_opens_at_the_running_year(cadre: Client) -> None:
    response = cadre.get("/calendar/")

    assert response["Location"] == f"/calendar/{timezone.localdate().year}/"


def test_everyone_signed_in_sees_a_year_with_its_days_marked_by_a_word(cadre: Client) -> None:
    page = cadre.get("/calendar/2026/").content.decode()

    assert "248 个工作日" in page
    assert 'class="cal-holiday" title="2026-02-17 春节">17<small>休</small>' in page
    assert 'class="cal-makeup" title="2026-02-14 春节调休上班">14<small>班</small>' in page
    assert "2026-10-01 周四 至 2026-10-07 周三" in page
    assert "/edit/" not in page
    assert "安排尚未公布" not in page


def test_a_provisional_year_says_so(cadre: Client) -> None:
    page = cadre.get("/calendar/2027/").content.decode()

    assert "2027 年安排尚未公布，暂按法定节日推算" in page


@pytest.mark.parametrize("year", [1999, 2003, 2029, 99999])
def test_a_year_beyond_the_calendar_is_not_there(cadre: Client, year: int) -> None:
    assert cadre.get(f"/calendar/{year}/").status_code == 404


def test_the_edges_lead_nowhere(cadre: Client) -> None:
    first, last = (cadre.get(f"/calendar/{year}/").content.decode() for year in (2004, 2027))

    assert "/calendar/2003/" not in first
    assert "/calendar/2028/" not in last


def test_who_may_not_edit_is_refused(cadre: Client) -> None:
    assert cadre.get("/calendar/2027/edit/").status_code == 403
    assert cadre.post("/calendar/2027/edit/", sent(NEW_YEAR)).status_code == 403
    assert current_edition(2027).provisional


def test_the_form_starts_from_what_stands(admin: Client) -> None:
    form = admin.get("/calendar/2026/edit/").context["form"]

    assert [row["first"].value() for row in form.holidays][:2] == [dt.date(2026, 1, 1), dt.date(2026, 2, 15)]
    assert [row["day"].value() for row in form.makeup][:2] == [dt.date(2026, 1, 4), dt.date(2026, 2, 14)]
    assert [row["day"].value() for row in form.makeup][-1] is None


def test_a_preview_shows_what_changes_and_changes_nothing(admin: Client) -> None:
    response = admin.post("/calendar/2027/edit/", sent(NEW_YEAR, SPRING, makeup=MAKEUP))

    flips = {flip.day.isoformat(): flip.is_working for flip in response.context["flips"]}
    assert {day: flips[day] for day in ("2027-01-30", "2027-02-11", "2027-02-20")} == {
        "2027-01-30": True,
        "2027-02-11": False,
        "2027-02-20": True,
    }
    assert flips["2027-10-01"] is True, "通知里没有写国庆节，预览要让人看到"
    assert "改为上班" in response.content.decode()
    assert current_edition(2027).provisional


def test_publishing_puts_the_notice_in_force(admin: Client) -> None:
    seen = admin.post("/calendar/2027/edit/", sent(NEW_YEAR, SPRING, makeup=MAKEUP)).context["seen"]

    notice = {**sent(NEW_YEAR, SPRING, makeup=MAKEUP), "seen": seen}
    response = admin.post("/calendar/2027/edit/", notice, follow=True)

    edition = current_edition(2027)
    assert response.redirect_chain == [("/calendar/2027/", 302)]
    assert (edition.source, edition.reference) == (CalendarEdition.Source.NOTICE, REFERENCE)
    assert makeup_days(current_days(2027)) == {dt.date.fromisoformat(day): name for day, name in MAKEUP}
    assert "安排尚未公布，暂按" not in response.content.decode()


def test_what_was_changed_after_the_preview_is_shown_again_first(admin: Client) -> None:
    seen = admin.post("/calendar/2027/edit/", sent(NEW_YEAR, SPRING, makeup=MAKEUP)).context["seen"]

    response = admin.post("/calendar/2027/edit/", {**sent(NEW_YEAR), "seen": seen})

    assert response.context["seen"] != seen
    assert current_edition(2027).provisional


def test_what_stands_may_be_sent_again_as_it_is(admin: Client) -> None:
    days = current_days(2026)
    form = admin.get("/calendar/2026/edit/").context["form"]
    holidays = [tuple(str(row[name].value()) for name in ("name", "first", "last")) for row in form.holidays][:7]
    makeup = tuple((str(row["day"].value()), row["name"].value()) for row in list(form.makeup)[:6])

    response = admin.post("/calendar/2026/edit/", sent(*holidays, makeup=makeup))

    assert response.context["flips"] == []
    assert response.context["plan"] == {2026: days}


WRONG = [
    (sent(("元旦", "2027-01-03", "2027-01-01")), "最后一天不能早于第一天（2027-01-03）"),
    (sent(("元旦", "2028-01-01", "2028-01-03")), "2028-01-01 不在 2027 年内"),
    (sent(("元旦", "2027-01-01", "2027-12-31")), "一个节日最多放假 31 天"),
    (sent(("", "2027-01-01", "2027-01-03")), "请填写节日名称"),
    (sent(("元旦", "2027-13-01", "2027-01-03")), "请填写日期，如 2027-01-01"),
    (sent(NEW_YEAR, makeup=(("2027-03-03", "元旦"),)), "2027-03-03 不是周六或周日，本来就上班"),
    (sent(NEW_YEAR, makeup=(("2027-01-02", "元旦"),)), "2027-01-02 既填为放假又填为上班"),
    (sent(), "请至少填写一个节日的放假日期"),
    ({**sent(NEW_YEAR), "reference": ""}, "请填写通知的文号"),
]


@pytest.mark.parametrize(("data", "sentence"), WRONG, ids=[row[1] for row in WRONG])
def test_a_slip_is_told_beside_its_field_and_nothing_is_lost(
    admin: Client, data: dict[str, object], sentence: str
) -> None:
    response = admin.post("/calendar/2027/edit/", data)

    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert str(data["holidays-0-first"]) in page
    assert current_edition(2027).provisional
