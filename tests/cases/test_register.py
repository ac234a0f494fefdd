"""Registering a petition: what is asked, what comes of it, what is refused."""

import datetime as dt
import re
from threading import Thread

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Party, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines import engine
from fedportal.deadlines.models import Deadline
from tests.cases.samples import NOW, SOMEBODY_ELSE, petition, typed
from tests.factories import ProvinceTree, user

NEW = "/petitions/new/"


def sent(client: Client, by: User, **changes: object) -> dict[str, list[str]]:
    """Send the form; the errors by field, empty where it was taken."""
    client.force_login(by)
    changes.setdefault("place", by.org_id)
    answer = client.post(NEW, typed(**changes))
    return answer.context["form"].errors if answer.status_code == 200 else {}


def just_now(**ago: float) -> str:
    return timezone.localtime(timezone.now() - dt.timedelta(**ago)).strftime("%Y-%m-%dT%H:%M")


def test_a_petition_gets_number_clock_timeline_and_audit(client: Client, clerk: User) -> None:
    received = just_now(minutes=5)

    assert sent(client, clerk, received_at=received) == {}

    row = Petition.objects.get()
    year = timezone.localdate().year
    assert row.number == f"鲁滨城妇信〔{year}〕000001"
    assert (row.org, row.registered_org, row.registered_by) == (clerk.org, clerk.org, clerk)
    clock = row.deadlines.get()
    last_day = timezone.localdate(row.received_at) + dt.timedelta(days=15)
    assert (clock.kind, timezone.localdate(clock.due_at), clock.desk) == ("notice", last_day, clerk.org)
    assert list(row.events.values_list("verb", "actor")) == [("petition.register", clerk.pk)]
    assert AccessEvent.objects.filter(verb="petition.register", actor=clerk, object_id=row.pk).count() == 1


def test_after_registering_the_page_shows_number_and_clock_and_drops_the_draft(client: Client, clerk: User) -> None:
    client.force_login(clerk)

    page = client.post(NEW, typed(place=clerk.org_id, received_at=just_now(minutes=5)), follow=True)

    row = Petition.objects.get()
    assert page.redirect_chain == [(row.get_absolute_url(), 302)]
    told = page.content.decode()
    assert f"已登记，编号 {row.number}。收到之日起 15 日内告知受理情况" in told
    assert 'data-draft-done="petition-new"' in told
    assert "继续登记" in told
    assert "data-draft-done" not in client.get(row.get_absolute_url()).content.decode()


def test_the_same_form_sent_twice_makes_one_petition(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    form = typed(place=clerk.org_id, received_at=just_now(minutes=5))

    client.post(NEW, form, follow=True)
    again = client.post(NEW, form, follow=True)

    assert Petition.objects.count() == 1
    assert "没有重复登记" in again.content.decode()
    assert "data-draft-done" not in again.content.decode()
    assert petition(clerk, at=timezone.now()).number.endswith("000002")  # the second sending took no number


def test_a_form_without_a_key_is_never_taken_for_another(clerk: User) -> None:
    petition(clerk)
    petition(clerk)

    assert Petition.objects.filter(origin_key=None).count() == 2


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "请填写信访人姓名；不清楚的，勾选“姓名、住址不清，或者匿名”。"),
        ("sex", None, "请选择性别，问不到的选“不详”。"),
        ("age", "", "请填写出生日期或者年龄，问不到的填“不详”。"),
        ("age", "三十", "年龄请填周岁数字，问不到的填“不详”。"),
        ("age", "121", "年龄请填周岁数字，问不到的填“不详”。"),
        ("marital", None, "请选择婚姻状况，问不到的选“不详”。"),
        ("phone", " ", "请填写联系方式，没有的填“不详”。"),
        ("address", "", "请填写住址，没有的填“不详”。"),
        ("head_count", "0", "信访人数至少 1 人。"),
        ("head_count", "10000", "信访人数不能超过 9999 人。"),
        ("head_count", "几个", "信访人数应当是整数。"),
        ("received_at", "2099-01-01T08:00", "收到时间不能晚于现在。"),
        ("received_at", "", "请填写收到时间。"),
        ("received_at", "1990-01-01T08:00", "当时的时限规则或工作日历尚未录入，无法推算时限，请核对收到时间。"),
        ("channel", None, "请选择信访形式。"),
        ("facts", "", "请填写主要事实。"),
        ("request", "", "请填写诉求。"),
        ("matter_class", None, "请选择事项性质。"),
        ("category", "", "请选择事项类别。"),
        ("category", "family.nothing", "请从列表中选择事项类别。"),
        ("id_number", "110105194912310021", "身份证号校验位不符，请逐位核对。"),
        ("birth_on", "2099-01-01", "请核对出生日期。"),
    ],
)
def test_each_field_says_what_is_wrong(
    client: Client, clerk: User, field: str, value: str | None, sentence: str
) -> None:
    errors = sent(client, clerk, **{field: value})

    assert errors == {field: [sentence]}
    assert Petition.objects.count() == 0


def test_nothing_typed_is_lost_when_a_field_is_wrong(client: Client, clerk: User) -> None:
    client.force_login(clerk)

    page = client.post(NEW, typed(place=clerk.org_id, head_count="0", facts="第一行\n第二行"))

    told = page.content.decode()
    assert "王小芳" in told
    assert "第一行\r\n第二行" in told or "第一行\n第二行" in told
    assert 'role="alert"' in told


def test_unknown_is_an_answer(client: Client, clerk: User) -> None:
    errors = sent(client, clerk, sex="unknown", age="不详", marital="unknown", phone="不详", address="不详")

    assert errors == {}
    party = Party.objects.get()
    assert (party.birth_on, party.birth_year, party.phone, party.address) == (None, None, "", "")


def test_who_is_unclear_may_leave_all_out_and_starts_no_clock(client: Client, clerk: User) -> None:
    errors = sent(client, clerk, identity_unclear="on", name="", sex=None, age="", marital=None, phone="", address="")

    assert errors == {}
    assert Party.objects.get().name == "匿名"
    assert Deadline.objects.count() == 0


def test_the_id_number_brings_birth_date_and_sex_along(client: Client, clerk: User) -> None:
    errors = sent(client, clerk, id_number="11010519491231002x", sex=None, age="")

    assert errors == {}
    party = Party.objects.get()
    assert (party.id_number, party.birth_on, party.sex) == ("11010519491231002X", dt.date(1949, 12, 31), "female")


def test_the_id_number_and_what_was_typed_have_to_agree(client: Client, clerk: User) -> None:
    errors = sent(client, clerk, id_number="11010519491231002X", birth_on="1950-01-01", sex="male")

    assert errors == {
        "birth_on": ["与身份证号中的出生日期 1949-12-31 不符。"],
        "sex": ["与身份证号中的性别不符。"],
    }


def test_an_age_is_kept_as_a_year_of_birth(client: Client, clerk: User) -> None:
    sent(client, clerk, age="34 岁", received_at="2026-11-20T09:30")

    assert Party.objects.get().birth_year == 1992


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"head_count": "5"}, "集体访 5 人：登记后立即上报滨州市妇联（内部规定）"),
        ({"repeat_count": "3"}, "第 3 次反映：登记后立即上报滨州市妇联（内部规定）"),
        ({"media_attention": "on"}, "媒体关注：登记后立即上报滨州市妇联（内部规定）"),
        ({"minor": "on", "trafficking": "on"}, "涉及未成年人、涉嫌拐卖：登记后立即上报滨州市妇联（内部规定）"),
        ({"age": "12"}, "涉及未成年人：登记后立即上报滨州市妇联（内部规定）"),
        ({"head_count": "4", "repeat_count": "2"}, ""),
    ],
)
def test_the_clock_is_shown_before_the_button_with_the_skip_rule(
    client: Client, clerk: User, changes: dict[str, object], sentence: str
) -> None:
    client.force_login(clerk)

    answer = client.post(reverse("cases:petition_clock"), typed(received_at="2026-11-20T09:30", **changes))

    told = re.sub(r"<[^>]+>|\s{2,}", "", answer.content.decode())
    assert told == "收到之日起 15 日内告知受理情况：2026-12-05 周六" + sentence
    assert Petition.objects.count() == 0


def test_what_the_preview_says_is_what_registering_does(client: Client, clerk: User, tree: ProvinceTree) -> None:
    sent(client, clerk, head_count="5", urgent="on")

    notice, report = Deadline.objects.order_by("-due_at")
    assert (notice.kind, notice.next_step, report.kind) == ("notice", 3, "urgent_report")


def test_the_place_is_ones_own_unless_another_of_the_range_is_picked(
    client: Client, clerk: User, tree: ProvinceTree
) -> None:
    client.force_login(clerk)
    offered = client.get(NEW).context["form"]["place"]

    assert offered.initial == tree.bincheng.pk
    assert [str(pk) for pk, _ in offered.field.widget.choices] == ["", str(tree.bincheng.pk), str(tree.beizhen.pk)]
    assert sent(client, clerk, place=tree.village.pk) == {}
    assert sent(client, clerk, place=tree.huimin.pk) == {"place": ["请从本地区范围内选择问题属地。"]}
    assert Petition.objects.get().place == tree.village


def test_the_fast_ladder_is_offered_in_the_demo_only(client: Client, clerk: User, settings: object) -> None:
    client.force_login(clerk)
    settings.DEMO = False  # type: ignore[attr-defined]
    assert "fast" not in client.get(NEW).context["form"].fields
    sent(client, clerk, fast="on", received_at=just_now(minutes=5))
    assert Deadline.objects.get().ladder.code == "ordinary"

    settings.DEMO = True  # type: ignore[attr-defined]
    sent(client, clerk, fast="on", received_at=just_now(minutes=5), **SOMEBODY_ELSE)
    assert Deadline.objects.order_by("pk").last().ladder.code == "demo_fast"  # type: ignore[union-attr]


def test_the_fast_ladder_reaches_the_province_within_two_minutes(clerk: User, tree: ProvinceTree) -> None:
    row = petition(clerk, fast=True)

    engine.sweep(NOW + dt.timedelta(minutes=2))

    assert row.deadlines.get().desk == tree.shandong


def test_who_may_not_register_gets_403(client: Client, tree: ProvinceTree, law: None) -> None:
    client.force_login(user(tree.bincheng, Role.SUPERVISOR))

    assert client.post(NEW, typed(place=tree.bincheng.pk)).status_code == 403
    assert Petition.objects.count() == 0


def test_numbers_run_by_unit_and_year(clerk: User, intruder: User) -> None:
    numbers = [petition(by, at=at).number for by, at in ((clerk, NOW), (intruder, NOW), (clerk, NOW))]
    next_year = petition(clerk, at=NOW + dt.timedelta(days=60)).number

    assert numbers == ["鲁滨城妇信〔2026〕000001", "鲁惠民妇信〔2026〕000001", "鲁滨城妇信〔2026〕000002"]
    assert next_year == "鲁滨城妇信〔2027〕000001"


@pytest.mark.django_db(transaction=True)
def test_numbers_are_gapless_under_concurrency_and_failure(clerk: User) -> None:
    def work(fails: bool) -> None:
        for _ in range(6):
            # a petition received after its registration breaks a constraint after the number was taken
            received = NOW + dt.timedelta(days=1) if fails else NOW
            try:
                petition(clerk, received_at=received)
            except Exception:
                assert fails
        connections.close_all()

    workers = [Thread(target=work, args=(number % 2 == 1,)) for number in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    numbers = sorted(Petition.objects.values_list("number", flat=True))
    assert numbers == [f"鲁滨城妇信〔2026〕{n:06d}" for n in range(1, 19)]
