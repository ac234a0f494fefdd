"""A warning letter by hand, from its delivery to the end of its visits: a first within seven days, one at which she
could not speak, and three clean ones a quarter apart. Their days are typed in, as from the visitor's notebook.
"""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from cases.models import Petition, WarningLetter
from tests.browser.test_violence_journey import Screenshot, SignIn, begun, saved
from tests.cases.lives import DAY, Line, make_line
from tests.factories import ProvinceTree
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

AGO = 300  # days: the letter was delivered so long ago


@pytest.fixture
def line(live_server: object, tree: ProvinceTree) -> Line:
    load_law()
    return make_line(tree)


def on(day: int) -> dt.datetime:
    """Ten in the morning of the so-manieth day after the delivery."""
    there = timezone.localtime() - (AGO - day) * DAY
    return there.replace(hour=10, minute=0, second=0, microsecond=0)


def delivered(page: Page) -> WarningLetter:
    page.get_by_role("link", name="登记告诫书").click()
    page.get_by_label("出具的公安机关").fill("市中派出所")
    page.get_by_label("告诫书编号").fill("滨公（市中）告诫〔2026〕12号")
    page.get_by_label("出具日期").fill(f"{on(0):%Y-%m-%d}")
    page.get_by_label("送达加害人日期").fill(f"{on(0):%Y-%m-%d}")
    page.get_by_label("查访的村（居）委会").fill("黄河社区")
    saved(page)
    return WarningLetter.objects.get()


def visited(page: Page, day: int, finding: str = "clean") -> None:
    """One visit on that day: first whether she can speak."""
    speaks = "yes" if finding == "clean" else "no"
    page.get_by_role("link", name="登记查访").click()
    page.locator(f"[name=safe_to_talk][value={speaks}]").check()
    page.locator("[name=channel][value=in_person]").check()
    page.get_by_label("查访时间").fill(f"{on(day):%Y-%m-%dT%H:%M}")
    page.locator(f"[name=finding][value={finding}]").check()
    page.get_by_label("查访情况").fill("和社区民警一起，分别见了双方。")
    saved(page)


def owed(row: Petition, letter: WarningLetter) -> dt.date | None:
    """By which day the next visit is owed."""
    clock = row.deadlines.open().filter(item=letter.item).first()
    return timezone.localdate(clock.due_at) if clock else None


def letters(page: Page) -> Locator:
    return page.locator("section[aria-labelledby=warnings]")


def test_a_warning_letter_is_visited_to_the_end(
    page: Page, line: Line, sign_in: SignIn, screenshot: Screenshot
) -> None:
    row = begun(page, line, sign_in, at=on(-1))
    letter = delivered(page)
    assert owed(row, letter) == on(7).date()  # 公通字〔2024〕34号 art. 12

    visited(page, 5)
    expect(letters(page)).to_contain_text("首次")
    first = owed(row, letter)
    assert first is not None
    assert first > on(90).date()  # three months on

    visited(page, 92, "unclear")  # he stood beside her: nothing is counted, and it stays owed
    expect(letters(page)).to_contain_text("没有见到或者不便说话，另约时间")
    assert owed(row, letter) == first

    for day in (95, 185):
        visited(page, day)
        expect(letters(page).locator(".visits li")).to_have_count(3 if day == 95 else 4)
    expect(letters(page).get_by_role("link", name="登记查访")).to_be_visible()
    visited(page, 275)

    expect(letters(page)).to_contain_text("查访结束：连续三次查访未再实施家庭暴力")
    expect(letters(page).get_by_role("link", name="登记查访")).to_have_count(0)
    assert owed(row, letter) is None
    screenshot(page, "warning-ended")
    letter.refresh_from_db()
    assert [visit.finding for visit in letter.visits.all()] == ["clean", "unclear", "clean", "clean", "clean"]
