"""The pages of a course, as a cadre uses them, and what a colleague of another county gets of them."""

import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.violence.orders import Application, Ruling, apply_for_order, record_ruling
from cases.models import ViolenceCase
from cases.views.violence.acts import ACTS
from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent
from tests.cases.lives import DAY, Line, handled, make_line
from tests.cases.samples import NOW
from tests.cases.test_law_of_violence import warned
from tests.cases.violence import HIGH, again, assessed, called, course, found_safe, pressed
from tests.factories import ProvinceTree

FACTS = {
    "forms_": ["physical", "threat"],
    "relation": "spouse",
    "repeated": "yes",
    "injured": "no",
    "history": "婚后多次动手。",
    "wishes": ["stop"],
    "told": "on",
}
SCALE = {f"item_{n}": "no" for n in range(1, 10)} | {f"flag_{n}": "no" for n in range(1, 3)}


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def act(client: Client, pk: int, name: str, by: User, **data: object) -> HttpResponse:
    client.force_login(by)
    return client.post(reverse("cases:violence_act", args=[pk, name]), data)


def test_from_the_petition_to_the_scale_and_on(line: Line, client: Client) -> None:
    row, by = handled(line.county, at=timezone.now(), category="family.dv"), line.county.handler
    client.force_login(by)
    begin = reverse("cases:violence_act", args=[row.pk, "facts"])
    assert begin in client.get(row.get_absolute_url()).content.decode()

    assert act(client, row.pk, "facts", by, **FACTS).status_code == 302
    danger = reverse("cases:violence_act", args=[row.pk, "danger"])
    assert danger in client.get(row.get_absolute_url()).content.decode()
    asked = client.get(danger).content.decode()
    assert "麻超、李洪涛、苏英、毋嫘、洪炜" in asked
    assert "他曾威胁要杀您" in asked
    assert 'name="score"' not in asked
    assert 'name="level"' not in asked
    assert act(client, row.pk, "danger", by, **SCALE | {"item_1": "yes", "flag_1": "yes"}).status_code == 302

    page = client.get(reverse("cases:violence", args=[row.pk])).content.decode()
    for words in ("危险程度：高", "致命危险 1 项", "登记报警", "登记报告上级妇联", "请先协助报警", "不劝和、不调解"):
        assert words in page
    assert "<strong>高</strong>：1 分，致命危险 1 项" in page
    assert AccessEvent.objects.filter(verb="violence.read", object_id=row.pk, actor=by).exists()


def test_an_item_that_was_not_asked_is_no_no(line: Line, client: Client) -> None:
    row = course(line.county, at=timezone.now()).petition

    answer = act(client, row.pk, "danger", line.county.handler, **{name: "no" for name in list(SCALE)[:-1]})

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["flag_2"]
    assert not row.danger_assessments.exists()


def test_who_cannot_be_asked_is_written_down_with_the_reason(line: Line, client: Client) -> None:
    row, by = course(line.county, at=timezone.now()).petition, line.county.handler

    both = act(client, row.pk, "danger", by, unable="refused", note="不愿谈。", item_1="yes")
    assert list(both.context["form"].errors) == ["unable"]
    assert list(act(client, row.pk, "danger", by, unable="refused").context["form"].errors) == ["note"]
    assert act(client, row.pk, "danger", by, unable="refused", note="不愿谈。").status_code == 302
    assert row.danger_assessments.get().unable == "refused"


def test_the_curve_shows_every_asking(line: Line, client: Client) -> None:
    row = assessed(line.county, HIGH, at=timezone.now())
    act(client, row.petition_id, "danger", line.county.handler, **SCALE)

    page = client.get(reverse("cases:violence", args=[row.petition_id]))

    (score, high, medium) = page.context["curve"]["series"]
    assert (score["values"], set(high["values"]), set(medium["values"])) == ([6, 0], {6}, {4})
    assert 'data-chart="danger-curve"' in page.content.decode()


def test_a_move_says_why_not_and_makes_it_when_it_may(line: Line, client: Client) -> None:
    row, by = assessed(line.county, HIGH, at=timezone.now()), line.county.handler
    client.force_login(by)
    plan = reverse("cases:violence_move", args=[row.petition_id, "plan"])
    given = {"plan": "固定证据，协助申请保护令。", "plan_handler": by.pk}

    assert client.post(plan, given).status_code == 409
    called(row.petition, line.county, at=timezone.now())
    told = {"told_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "how": "电话报市妇联"}
    assert act(client, row.petition_id, "superior", by, **told).status_code == 302
    assert client.post(plan, given).status_code == 302

    assert (again(row).state, again(row).plan_handler) == ("planned", by)
    assert client.post(reverse("cases:violence_move", args=[row.petition_id, "protect"])).status_code == 302
    assert again(row).state == "protecting"


def test_a_result_is_told_of_its_own_report_only(line: Line, client: Client) -> None:
    now = timezone.now()
    row, other = course(line.county, at=now).petition, course(line.county, at=now).petition
    report, by = called(other, line.county, at=now), line.county.handler
    client.force_login(by)
    given = {"result": "warning", "result_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}"}

    assert client.post(reverse("cases:violence_item", args=[row.pk, "result", report.pk]), given).status_code == 404
    assert client.post(reverse("cases:violence_act", args=[other.pk, "result"]), given).status_code == 404
    client.post(reverse("cases:violence_item", args=[other.pk, "result", report.pk]), given)
    report.refresh_from_db()
    assert report.result in ("", "warning")  # the minute may lie before the report


def test_another_county_finds_nothing(line: Line, client: Client) -> None:
    row = assessed(line.county, HIGH, at=timezone.now())
    client.force_login(line.neighbour.handler)

    for name, args in (
        ("violence", [row.petition_id]),
        ("violence_act", [row.petition_id, "danger"]),
        ("violence_move", [row.petition_id, "relapse"]),
    ):
        assert client.get(reverse(f"cases:{name}", args=args)).status_code == 404
    again_violent = {"note": "又打。", "happened_at": "2026-11-01T20:00"}
    client.post(reverse("cases:violence_move", args=[row.petition_id, "relapse"]), again_violent)
    assert again(row).state == "assessed"


def test_the_city_learns_of_the_danger_and_not_her_words(line: Line, client: Client) -> None:
    row = assessed(line.county, HIGH, at=timezone.now(), history="他在黄河五路打我。", wish_words="我怕他。")
    client.force_login(line.city.head)

    page = client.get(reverse("cases:violence", args=[row.petition_id])).content.decode()

    assert "危险程度：高" in page
    for words in ("黄河五路", "我怕他", "逐项回答", "登记报警"):
        assert words not in page
    assert ViolenceCase.objects.get(pk=row.pk).history == "他在黄河五路打我。"


def test_a_protection_order_from_the_application_to_its_ruling(line: Line, client: Client) -> None:
    row, by = course(line.county, at=timezone.now()).petition, line.county.handler
    minute = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    given = {"applicant": "herself", "measures": ["1", "6"], "wished": "yes", "court": "滨城区人民法院"}

    assert act(client, row.pk, "order", by, **given, accepted_at=minute).status_code == 302
    order = row.protection_orders.get()
    assert order.measures == [1, 6]
    until = timezone.localdate() + dt.timedelta(days=150)
    ruling = {"result": "granted", "decided_at": minute, "number": "民保令7号", "valid_until": until.isoformat()}
    answer = client.post(reverse("cases:violence_item", args=[row.pk, "ruling", order.pk]), ruling)
    assert answer.status_code == 302

    page = client.get(reverse("cases:violence", args=[row.pk])).content.decode()
    for words in ("作出人身安全保护令", f"有效期至 {until}", "登记送达", "登记延长", "登记违反", "回访单（Word）"):
        assert words in page


def test_a_safety_plan_is_seen_by_the_unit_that_holds_the_case(line: Line, client: Client) -> None:
    row, by = assessed(line.county, HIGH, at=timezone.now()), line.county.handler
    assert act(client, row.petition_id, "safety", by, places="表姐家。", signs="").status_code == 302
    address = reverse("cases:violence", args=[row.petition_id])

    assert "表姐家" in client.get(address).content.decode()
    client.force_login(line.city.head)
    assert "表姐家" not in client.get(address).content.decode()


def test_a_warning_letter_and_its_visit_stand_on_the_page(line: Line, client: Client) -> None:
    row, by = course(line.county, at=timezone.now()).petition, line.county.handler
    today = timezone.localdate().isoformat()
    letter = {"station": "市中派出所", "number": "告诫〔2026〕12号", "issued_on": today, "delivered_on": today}
    assert act(client, row.pk, "warning", by, **letter).status_code == 302
    made = row.warning_letters.get()
    visit = reverse("cases:violence_item", args=[row.pk, "warning-visit", made.pk])
    given = {"safe_to_talk": "yes", "channel": "phone", "finding": "clean", "note": "分别通话。"}

    assert client.post(visit, {**given, "visited_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}"}).status_code == 302

    page = client.get(reverse("cases:violence", args=[row.pk])).content.decode()
    for words in ("告诫〔2026〕12号", "首次", "未再实施家庭暴力"):
        assert words in page


@pytest.mark.django_db(transaction=True)
def test_every_form_opens_outside_a_transaction(tree: ProvinceTree, law: None, client: Client) -> None:
    """As on a server, where a page has none: who only looks takes no lock."""
    line = make_line(tree)
    row, by = assessed(line.county, at=timezone.now()), line.county.handler
    client.force_login(by)

    for name, each in ACTS.items():
        if each.of is None:
            assert client.get(reverse("cases:violence_act", args=[row.petition_id, name])).status_code == 200, name
    for name in ("plan", "relapse"):
        assert client.get(reverse("cases:violence_move", args=[row.petition_id, name])).status_code == 200, name
    assert act(client, row.petition_id, "danger", by, **SCALE).status_code == 302
    assert client.get(reverse("cases:violence", args=[row.petition_id])).status_code == 200


@pytest.mark.parametrize(("days", "shown"), [(1, True), (0, False)], ids=["after the letter", "before the letter"])
def test_the_page_says_after_a_warning_only_what_came_after_it(
    line: Line, client: Client, days: int, shown: bool
) -> None:
    row = assessed(line.county)
    warned(line, row.petition)  # delivered on the first day: the relapse of that day is what it was written for
    pressed(row, "relapse", line.county, at=NOW + days * DAY)
    client.force_login(line.county.handler)

    page = client.get(row.get_absolute_url()).content.decode()

    assert ("告诫后再次施暴" in page) == shown


def test_a_reconsideration_has_a_day_or_is_not_wanted(line: Line, client: Client) -> None:
    row, by = assessed(line.county, at=timezone.now()), line.county.handler
    given = Application("herself", (1,), "滨城区人民法院", accepted_at=timezone.now())
    order = apply_for_order(row.petition, given, by=by, at=timezone.now())
    record_ruling(order, Ruling("refused", timezone.now(), "8 号"), by=by, at=timezone.now())

    client.force_login(by)
    address = reverse("cases:violence_item", args=[row.petition_id, "reconsidered", order.pk])
    for said in ({"wanted": "yes"}, {"wanted": "no", "reconsidered_on": "2026-11-25"}, {}):
        assert client.post(address, said | {"submission": "a"}).status_code == 200
    assert row.petition.deadlines.open().filter(kind="po_reconsider").exists()
    assert client.post(address, {"wanted": "no", "submission": "b"}).status_code == 302
    assert not row.petition.deadlines.open().filter(kind="po_reconsider").exists()


def test_before_the_end_the_page_says_what_the_file_lacks(line: Line, client: Client) -> None:
    at, by = timezone.now(), line.county.handler
    row = pressed(pressed(assessed(line.county, at=at), "plan", line.county, at=at), "monitor", line.county, at=at)
    called(row.petition, line.county, at=at)
    found_safe(row.petition, line.county, at=at)
    client.force_login(by)
    address = reverse("cases:violence_move", args=[row.petition_id, "close"])

    lacks = client.get(address).context["missing"]

    assert [words.split("：")[0] for words in lacks] == ["法律文书", "报警回执"]
    assert "归档材料还缺" in client.get(address).content.decode()
    assert client.post(address, {"note": "已平稳。"}).status_code == 302  # papers may lie in the binder alone
    assert not row.petition.follow_ups.planned().exists()
