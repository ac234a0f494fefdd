"""The night of a high danger by hand, from the ringing call to the last visit: the agent asks for the danger, calls
110, holds beds and takes down the petition; the scale, police and superior, she and two children admitted on the
keeper's telephone, the protection order, the tenth day, the extension, leaving, safe.

The browser cannot wait for days: the engine is told the moment, and what it warned of is read in the browser.
"""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Petition, ProtectionOrder
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines.engine import sweep
from fedportal.deadlines.limits import Light
from fedportal.deadlines.models import Deadline
from fedportal.lib.row_scope import EVERYTHING, rows_of
from fedportal.notices.actions import tell_escalations
from fedportal.notices.models import Notice
from hotline.actions.seats import take_seat
from stations.models import BedUse, Shelter, ShelterHold, ShelterStay
from stations.shelter_facts import StayState
from tests.browser.test_call_journey import hold_a_bed, register, told_110, triaged
from tests.browser.test_call_pop import rung
from tests.browser.test_violence_journey import Screenshot, SignIn, asked, described, saved
from tests.cases.lives import TOLD, Line, make_line
from tests.cases.samples import moved
from tests.factories import ProvinceTree, user
from tests.hotline.lines import opened
from tests.hotline.phones import SECOND, registered
from tests.law_snapshot import load_law
from tests.stations.shelters import ADDRESS, DAY, HOUR, NAME, RESIDENT, shelter

pytestmark = pytest.mark.django_db(transaction=True)

CHILDREN = {2: ("大宝", "2017-04-01", "f"), 3: ("小宝", "2021-09-09", "m")}
WANTED = "已和父母商定，回娘家住，孩子转学。"


@pytest.fixture
def line(live_server: object, tree: ProvinceTree) -> Line:
    load_law()
    return make_line(tree)


@pytest.fixture
def keeper(line: Line) -> User:
    return user(line.tree.bincheng, Role.SECTION_HEAD, Role.SHELTER_WORKER, name="孙护")


@pytest.fixture
def agent(line: Line) -> User:
    return user(line.tree.bincheng, Role.AGENT, name="赵兰")


def told_and_planned(page: Page, line: Line) -> None:
    """Police and superior know before anything is planned."""
    asked(page, 7)
    saved(page)
    expect(page.get_by_text("请先协助报警并登记")).to_have_count(2)
    page.locator(".next-steps").get_by_role("link", name="登记报警").click()
    page.get_by_label("妇联", exact=True).check()
    page.get_by_label("公安机关").fill("市中派出所")
    saved(page)
    page.locator(".next-steps").get_by_role("link", name="登记报告上级妇联").first.click()
    page.get_by_label("报告对象和方式").fill("电话报市妇联权益部")
    saved(page)
    page.get_by_role("link", name="制定方案").click()
    page.get_by_label("个案方案").fill("今晚送庇护，明早陪同验伤，协助申请人身安全保护令。")
    page.get_by_label("个案负责人").select_option(label=line.county.handler.name)
    saved(page)
    expect(page.locator(".state").first).to_have_text("已定方案")


def called(page: Page, agent: User, sign_in: SignIn, screenshot: Screenshot) -> Petition:
    """It rings; what she says becomes a petition, and beds are held for her and two children meanwhile."""
    switch, now = registered(agent.org)[0], timezone.now()
    take_seat("8001", by=agent, at=now - SECOND)
    sign_in(page, agent)
    page.goto("/hotline/calls/")
    ringing = rung(switch, "ringing")
    page.wait_for_url(f"**{ringing.get_absolute_url()}")
    rung(switch, "answered")
    expect(page.locator(".ask.is-asked")).to_contain_text("本人现在安全")
    triaged(page)
    told_110(page)
    hold_a_bed(page, children=2)
    screenshot(page, "night-held")
    rung(switch, "ended")
    expect(page.locator("[data-hung-up]")).to_be_visible()
    register(page)
    return Petition.objects.get()


def admitted(phone: Page, place: Shelter) -> ShelterStay:
    """At the door, by the keeper, on the beds that were held."""
    phone.goto(place.get_absolute_url())
    phone.get_by_role("link", name="到了，登记入住").click()
    phone.locator("[name=name_1]").fill(RESIDENT)
    phone.locator("[name=born_on_1]").fill("1994-05-06")
    for number, (name, born, sex) in CHILDREN.items():
        phone.get_by_text(f"随行第 {number - 1} 人").click()
        phone.locator(f"[name=name_{number}]").fill(name)
        phone.locator(f"[name=sex_{number}][value={sex}]").check()
        phone.locator(f"[name=born_on_{number}]").fill(born)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name="接收入住").click()
    expect(phone.locator(".message-success")).to_contain_text("已入住")
    return ShelterStay.objects.get()


def done(phone: Page, act: str, **typed: str) -> None:
    """One form of the stay's page."""
    form = phone.locator(".shelter-acts details", has=phone.locator("summary", has_text=act))
    form.locator("summary").click()
    for name, words in typed.items():
        form.locator(f"[name={name}]").fill(words)
    form.get_by_role("button", name=act).click()
    expect(phone.locator(".message-success")).to_be_visible()


def protected(page: Page, row: Petition) -> ProtectionOrder:
    """Applied for by herself, urgent; granted, served, and later prolonged."""
    page.goto(f"{row.get_absolute_url()}violence/")
    orders = page.locator("section[aria-labelledby=orders]")
    orders.get_by_role("link", name="登记申请").click()
    page.locator("[name=applicant][value=herself]").check()
    page.locator("[name=wished][value=yes]").check()
    page.locator("[name=measures][value='1']").check()
    page.locator("[name=measures][value='3']").check()
    page.get_by_label("受理的人民法院").fill("滨州市滨城区人民法院")
    page.get_by_label("情况紧急").check()
    saved(page)
    order = ProtectionOrder.objects.get()
    clock = row.deadlines.open().get(item=order.item)
    assert clock.due_at == order.accepted_at + DAY  # urgent: within 24 hours (art. 28)
    orders.get_by_role("link", name="登记裁定").click()
    page.locator("[name=result][value=granted]").check()
    page.get_by_label("裁定文号").fill("（2026）鲁1602民保令7号")
    page.get_by_label("有效期至").fill(str(timezone.localdate() + 150 * DAY))
    saved(page)
    orders.get_by_role("link", name="登记送达").click()
    saved(page)
    expect(orders).to_contain_text("有效期至")
    orders.get_by_role("link", name="登记延长").click()
    page.get_by_label("裁定文号").fill("（2026）鲁1602民保令7号之一")
    page.get_by_label("裁定日期").fill(str(timezone.localdate()))
    page.get_by_label("延长至").fill(str(timezone.localdate() + 300 * DAY))
    saved(page)
    order.refresh_from_db()
    return order


def light_at(stay: ShelterStay, moment: dt.datetime) -> Light:
    """How the ten days stand after the engine has come to that moment."""
    with rows_of(EVERYTHING):
        sweep(moment)
        tell_escalations(moment)
        return Light(Deadline.objects.for_subject(stay).get(kind="shelter_stay").light)


def test_from_the_night_of_a_high_danger_to_the_last_visit(
    page: Page, phone: Page, line: Line, keeper: User, agent: User, sign_in: SignIn, screenshot: Screenshot
) -> None:
    opened(keeper)
    place = shelter(keeper)
    row = called(page, agent, sign_in, screenshot)
    hold = ShelterHold.objects.get()
    moved(row, "accept", by=line.county.clerk, at=timezone.now(), route="opinion", **TOLD)
    moved(row, "start", by=line.county.handler, at=timezone.now())
    sign_in(page, line.county.handler)
    described(page, row)
    told_and_planned(page, line)
    page.goto(row.get_absolute_url())
    expect(page.get_by_role("link", name="开始调解")).to_have_count(0)

    sign_in(phone, keeper)
    stay = admitted(phone, place)
    screenshot(phone, "night-admitted")
    hold.refresh_from_db()
    assert stay.application.petition == row
    assert hold.application == stay.application
    assert (stay.adults, stay.minors) == (1, 2)
    assert BedUse.objects.filter(resident__application=stay.application, ends_at=None).count() == 3
    done(phone, "个案服务方案", safety="对方不知道地址。", needs="验伤、上学。", steps="法律援助明日到。")

    order = protected(page, row)
    screenshot(page, "night-order")
    assert order.valid_until == timezone.localdate() + 300 * DAY

    first_end = stay.until
    assert timezone.localdate(first_end) == timezone.localdate(stay.admitted_at) + 10 * DAY
    assert light_at(stay, first_end - 3 * DAY - 17 * HOUR) == Light.GREEN  # before eight on the seventh day
    assert light_at(stay, first_end - 3 * DAY - 15 * HOUR) == Light.YELLOW
    assert light_at(stay, first_end - DAY - 15 * HOUR) == Light.ORANGE  # the ninth day
    assert Notice.objects.visible_to(keeper).exists()
    phone.goto("/notices/")
    for secret in (ADDRESS, RESIDENT, NAME):
        assert secret not in phone.content()

    phone.goto(stay.get_absolute_url())
    done(phone, "延期", days="5", number="滨民备〔2026〕9号")
    expect(phone.locator(".state").first).to_have_text("延期在住")
    stay.refresh_from_db()
    assert stay.until == first_end + 5 * DAY

    phone.locator(".shelter-acts summary", has_text="办理离所").click()
    phone.locator("[name=exit][value=herself]").check()
    phone.locator("[name=request]").fill(WANTED)
    phone.get_by_role("button", name="办理离所").click()
    expect(phone.locator(".state").first).to_have_text("已离所，待回访")
    assert not BedUse.objects.filter(ends_at=None).exists()

    phone.locator(".shelter-acts summary", has_text="离所回访").click()
    phone.get_by_label("目前安全").check()
    phone.get_by_label("回访情况").fill("住在娘家，对方没有再来。")
    phone.get_by_role("button", name="离所回访").click()
    phone.get_by_role("button", name="结案").click()
    expect(phone.locator(".state").first).to_have_text("已结案")
    screenshot(phone, "night-closed")
    stay.refresh_from_db()
    assert (stay.state, stay.exit) == (StayState.CLOSED, "herself")

    visited_safe(page, row)
    screenshot(page, "night-case")


def visited_safe(page: Page, row: Petition) -> None:
    """The visit that high danger asks for within a day: first whether she can speak, then whether she is safe."""
    page.goto(row.get_absolute_url())
    beds = page.locator("section[aria-labelledby=beds-panel]")
    expect(beds).to_contain_text("庇护地点保密")  # the agent held them: nobody else at the office is told of a stay
    page.locator("section[aria-labelledby=visits]").get_by_role("link", name="登记").click()
    page.get_by_label("方便", exact=True).check()
    page.get_by_label("电话", exact=True).check()
    page.get_by_label("本人安全").check()
    page.get_by_role("button", name="登记回访").click()
    expect(page.locator(".message-success")).to_contain_text("已登记回访：本人安全")
