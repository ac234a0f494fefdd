"""The pages of the rules: what binds here, and one's own number."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from fedportal.accounts.roles import Role
from fedportal.deadlines.limits import Limit, Unit
from fedportal.deadlines.models import DeadlineRule
from fedportal.deadlines.rule_actions import override_rule, sync_rules
from fedportal.orgs.models import Organization
from tests import factories
from tests.factories import ProvinceTree

pytestmark = pytest.mark.usefixtures("law")

URGING = Limit("urging_reply", "urging", "答复督促意见", 30, Unit.DAY, "内部规定", "发出之日", policy=True)


def head_of(client: Client, org: Organization) -> Client:
    client.force_login(factories.user(org, Role.UNIT_HEAD))
    return client


def own(org: Organization, amount: int, code: str = "notice") -> DeadlineRule:
    values = {"article": "本地规定第三条", "valid_from": timezone.localdate(), "at": timezone.now()}
    return override_rule(code, org, amount=amount, by=factories.user(org, Role.UNIT_HEAD), **values)


def sent(amount: object, **changes: object) -> dict[str, object]:
    return {"amount": amount, "article": "本地规定第三条", "valid_from": timezone.localdate().isoformat(), **changes}


def lines(client: Client) -> dict[str, tuple[int, int, int | None, int]]:
    """Of each limit: national, inherited, own, binding."""
    found = client.get("/rules/").context["lines"]
    return {
        line.code: (line.national.amount, line.inherited.amount, line.own and line.own.amount, line.binding.amount)
        for line in found
    }


def test_shows_the_nations_the_inherited_and_ones_own(client: Client, tree: ProvinceTree) -> None:
    own(tree.shandong, 12)
    own(tree.binzhou, 10)

    assert lines(head_of(client, tree.binzhou))["notice"] == (15, 12, 10, 10)
    assert lines(head_of(client, tree.bincheng))["notice"] == (15, 10, None, 10)
    assert lines(head_of(client, tree.xiaonan))["notice"] == (15, 15, None, 15)


def test_says_when_a_superior_is_stricter_and_who_below_has_set_a_rule(client: Client, tree: ProvinceTree) -> None:
    own(tree.bincheng, 10)
    own(tree.shandong, 5)

    assert "上级规定更严，本地规定暂不起作用" in head_of(client, tree.bincheng).get("/rules/").content.decode()
    assert "1 个下级单位有本地规定" in head_of(client, tree.shandong).get("/rules/").content.decode()
    assert "个下级单位有本地规定" not in head_of(client, tree.hubei).get("/rules/").content.decode()


def test_the_rules_of_the_demo_stay_out_of_a_real_house(client: Client, tree: ProvinceTree, settings) -> None:
    settings.DEMO = False
    assert "notice_demo" not in lines(head_of(client, tree.bincheng))

    settings.DEMO = True
    assert "notice_demo" in lines(head_of(client, tree.bincheng))


def test_a_head_sets_a_stricter_limit(client: Client, tree: ProvinceTree) -> None:
    response = head_of(client, tree.bincheng).post("/rules/notice/", sent(10), follow=True)

    rule = DeadlineRule.objects.get(org=tree.bincheng)
    assert (rule.amount, rule.article, rule.valid_from) == (10, "本地规定第三条", timezone.localdate())
    assert f"“告知受理情况”自 {timezone.localdate()} 起按 10 日计算。" in response.content.decode()


@pytest.mark.parametrize(
    ("amount", "changes", "field", "sentence"),
    [
        (15, {}, "amount", "本地时限只能严于上级规定的 15 日，请填写小于 15 的数。"),
        (0, {}, "amount", "时限至少为 1。"),
        ("十", {}, "amount", "请填写整数。"),
        ("", {}, "amount", "请填写时限。"),
        (10, {"article": ""}, "article", "请填写依据。"),
        (10, {"valid_from": "2020-01-01"}, "valid_from", "启用日期不能早于今天（{today}）。"),
        (10, {"valid_from": "明天"}, "valid_from", "请填写日期，如 2027-01-01。"),
    ],
)
def test_a_slip_is_told_beside_its_field(
    client: Client, tree: ProvinceTree, amount: object, changes: dict[str, object], field: str, sentence: str
) -> None:
    sentence = sentence.format(today=timezone.localdate())
    response = head_of(client, tree.bincheng).post("/rules/notice/", sent(amount, **changes))

    assert response.context["form"].errors == {field: [sentence]}
    assert sentence in response.content.decode()
    assert not DeadlineRule.objects.filter(org__isnull=False).exists()


def test_a_second_version_of_one_day_is_refused_in_words(client: Client, tree: ProvinceTree) -> None:
    own(tree.bincheng, 10)

    response = head_of(client, tree.bincheng).post("/rules/notice/", sent(9))

    assert "启用日期须晚于该日" in response.content.decode()


def test_a_province_may_loosen_what_is_policy(client: Client, tree: ProvinceTree) -> None:
    sync_rules([URGING], [], on=timezone.localdate())

    head_of(client, tree.shandong).post("/rules/urging_reply/", sent(45))

    assert DeadlineRule.objects.get(org=tree.shandong).amount == 45


def test_the_history_holds_ones_own_line_and_no_other(client: Client, tree: ProvinceTree) -> None:
    for org, amount in ((tree.shandong, 12), (tree.binzhou, 10), (tree.dongying, 9), (tree.hubei, 8)):
        own(org, amount)

    history = head_of(client, tree.binzhou).get("/rules/notice/").context["history"]

    assert {rule.amount for rule in history} == {15, 12, 10}


def test_a_head_takes_her_own_limit_back_from_tomorrow(client: Client, tree: ProvinceTree) -> None:
    rule = own(tree.bincheng, 10)
    page = head_of(client, tree.bincheng)
    assert "停用本地规定" in page.get("/rules/notice/").content.decode()

    response = page.post("/rules/notice/withdraw/", follow=True)

    rule.refresh_from_db()
    assert rule.valid_to == timezone.localdate() + dt.timedelta(days=1)
    assert "起恢复上级规定" in response.content.decode()
    assert "停用本地规定" not in response.content.decode()


def test_nothing_to_take_back_is_told(client: Client, tree: ProvinceTree) -> None:
    response = head_of(client, tree.bincheng).post("/rules/notice/withdraw/", follow=True)

    assert "本单位没有正在使用的自定时限。" in response.content.decode()


def test_a_rule_that_is_not_there(client: Client, tree: ProvinceTree) -> None:
    assert head_of(client, tree.bincheng).get("/rules/unheard_of/").status_code == 404


def test_who_may_not_edit_rules_is_refused(client: Client, tree: ProvinceTree) -> None:
    client.force_login(factories.user(tree.bincheng, Role.RECEPTIONIST))

    assert [client.get("/rules/").status_code, client.post("/rules/notice/", sent(10)).status_code] == [403, 403]
