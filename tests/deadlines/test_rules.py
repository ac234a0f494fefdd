"""Which rule binds a place, loading the nation's, and setting one's own."""

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.ladders import ORDINARY, URGENT
from fedportal.deadlines.limits import Limit, Unit
from fedportal.deadlines.models import DeadlineRule, Ladder
from fedportal.deadlines.rule_actions import FIRST_VALID, override_rule, sync_rules, withdraw_rule
from fedportal.deadlines.rules import RuleBook, RuleMissing
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization
from tests import factories
from tests.factories import ProvinceTree

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
LATER = dt.date(2027, 1, 1)

NOTICE = Limit("notice", "notice", "告知受理情况", 15, Unit.DAY, "《信访工作条例》第二十三条", "收到之日")
URGING = Limit("urging_reply", "urging", "答复督促意见", 30, Unit.DAY, "内部规定", "发出之日", policy=True)


@pytest.fixture
def national(no_law: None) -> None:
    sync_rules([NOTICE, URGING], [ORDINARY], on=TODAY)


def head(org: Organization) -> User:
    return factories.user(org, Role.UNIT_HEAD)


def override(org: Organization, amount: int, code: str = "notice", **changes: object) -> DeadlineRule:
    values = {"article": "本地规定第三条", "valid_from": TODAY, "by": head(org), "at": NOW}
    return override_rule(code, org, amount=amount, **{**values, **changes})


def bound(org: Organization, code: str = "notice", on: dt.date = TODAY) -> int:
    return RuleBook.load(on).find(code, org).amount


@pytest.mark.usefixtures("national")
class TestFinding:
    def test_the_nation_binds_everyone(self, tree: ProvinceTree) -> None:
        assert (bound(tree.village), bound(tree.shandong), bound(tree.dongguan)) == (15, 15, 15)

    def test_a_region_binds_itself_and_what_lies_below_and_nobody_else(self, tree: ProvinceTree) -> None:
        override(tree.binzhou, 10)

        assert (bound(tree.binzhou), bound(tree.bincheng), bound(tree.village)) == (10, 10, 10)
        assert (bound(tree.shandong), bound(tree.dongying), bound(tree.xiaonan)) == (15, 15, 15)

    def test_the_most_specific_region_binds(self, tree: ProvinceTree) -> None:
        override(tree.shandong, 12)
        override(tree.bincheng, 7)

        assert (bound(tree.village), bound(tree.huimin)) == (7, 12)

    def test_a_superior_that_tightens_later_is_not_undercut(self, tree: ProvinceTree) -> None:
        override(tree.bincheng, 10)
        override(tree.shandong, 5)

        assert bound(tree.bincheng) == 5
        assert RuleBook.load(TODAY).own("notice", tree.bincheng).amount == 10

    def test_a_rule_binds_from_its_first_day_to_before_its_last(self, tree: ProvinceTree) -> None:
        override(tree.binzhou, 10, valid_from=LATER)
        withdraw_rule("notice", tree.binzhou, valid_to=dt.date(2027, 2, 1), by=head(tree.binzhou), at=NOW)

        days = [dt.date(2026, 12, 31), LATER, dt.date(2027, 1, 31), dt.date(2027, 2, 1)]
        assert [bound(tree.binzhou, on=day) for day in days] == [15, 10, 10, 15]

    def test_a_code_that_nobody_made_is_missing(self, tree: ProvinceTree) -> None:
        with pytest.raises(RuleMissing, match="没有有效版本"):
            RuleBook.load(TODAY).find("unheard_of", tree.shandong)


@pytest.mark.usefixtures("no_law")
class TestSyncing:
    def test_the_first_version_reaches_back(self) -> None:
        assert sync_rules([NOTICE], [ORDINARY], on=TODAY) == ["notice", "ordinary"]

        rule = DeadlineRule.objects.get()
        assert (rule.valid_from, rule.valid_to, rule.amount, rule.unit) == (FIRST_VALID, None, 15, "day")
        assert Ladder.objects.get().rungs.count() == 7

    def test_syncing_twice_changes_nothing(self) -> None:
        sync_rules([NOTICE, URGING], [ORDINARY, URGENT], on=TODAY)

        assert sync_rules([NOTICE, URGING], [ORDINARY, URGENT], on=LATER) == []
        assert AccessEvent.objects.filter(verb="rule.sync").count() == 1

    def test_a_changed_number_closes_the_old_version_and_opens_a_new_one(self) -> None:
        sync_rules([NOTICE], [], on=TODAY)

        sync_rules([dataclasses.replace(NOTICE, amount=10)], [], on=LATER)

        versions = DeadlineRule.objects.order_by("valid_from").values_list("amount", "valid_from", "valid_to")
        assert list(versions) == [(15, FIRST_VALID, LATER), (10, LATER, None)]

    def test_changed_twice_in_one_day_the_version_of_the_day_is_corrected(self) -> None:
        sync_rules([NOTICE], [], on=TODAY)
        sync_rules([dataclasses.replace(NOTICE, amount=10)], [], on=LATER)

        sync_rules([dataclasses.replace(NOTICE, amount=12)], [], on=LATER)

        assert list(DeadlineRule.objects.order_by("valid_from").values_list("amount", flat=True)) == [15, 12]

    def test_a_changed_rung_makes_a_new_ladder_and_keeps_the_old_one(self) -> None:
        sync_rules([], [ORDINARY], on=TODAY)
        shorter = dataclasses.replace(ORDINARY, steps=ORDINARY.steps[:4])

        assert sync_rules([], [shorter], on=LATER) == ["ordinary"]

        ladders = Ladder.objects.order_by("valid_from")
        assert [(ladder.valid_from, ladder.rungs.count()) for ladder in ladders] == [(FIRST_VALID, 7), (LATER, 4)]


@pytest.mark.usefixtures("national")
class TestOverriding:
    @pytest.mark.parametrize("amount", [15, 16, 60])
    @pytest.mark.parametrize("place", ["shandong", "binzhou", "bincheng"])
    def test_law_only_gets_stricter(self, tree: ProvinceTree, place: str, amount: int) -> None:
        with pytest.raises(NotAllowed, match="本地时限只能严于上级规定的 15 日，请填写小于 15 的数"):
            override(getattr(tree, place), amount)

        assert DeadlineRule.objects.filter(org__isnull=False).count() == 0

    def test_a_county_is_measured_by_its_city(self, tree: ProvinceTree) -> None:
        override(tree.binzhou, 10)

        with pytest.raises(NotAllowed, match="小于 10"):
            override(tree.bincheng, 12)

    def test_a_province_sets_policy_either_way(self, tree: ProvinceTree) -> None:
        override(tree.shandong, 45, code="urging_reply")

        assert (bound(tree.bincheng, "urging_reply"), bound(tree.xiaonan, "urging_reply")) == (45, 30)

    def test_below_the_province_policy_only_gets_stricter(self, tree: ProvinceTree) -> None:
        with pytest.raises(NotAllowed, match="小于 30"):
            override(tree.binzhou, 45, code="urging_reply")

        assert override(tree.binzhou, 20, code="urging_reply").policy

    def test_one_may_loosen_ones_own_rule_within_what_one_inherits(self, tree: ProvinceTree) -> None:
        override(tree.binzhou, 8)

        override(tree.binzhou, 12, valid_from=LATER)

        assert [bound(tree.binzhou, on=day) for day in (TODAY, LATER)] == [8, 12]

    def test_nobody_sets_a_rule_for_another_unit(self, tree: ProvinceTree) -> None:
        with pytest.raises(NotAllowed, match="只能设定本单位"):
            override(tree.bincheng, 10, by=head(tree.binzhou))

    def test_nothing_binds_in_hindsight(self, tree: ProvinceTree) -> None:
        with pytest.raises(NotAllowed, match="启用日期不能早于今天"):
            override(tree.binzhou, 10, valid_from=TODAY - dt.timedelta(days=1))

    def test_two_versions_do_not_begin_on_one_day(self, tree: ProvinceTree) -> None:
        override(tree.binzhou, 10)

        with pytest.raises(NotAllowed, match="启用日期须晚于该日"):
            override(tree.binzhou, 9)

    def test_what_is_not_there_cannot_be_withdrawn(self, tree: ProvinceTree) -> None:
        with pytest.raises(NotAllowed, match="没有正在使用的自定时限"):
            withdraw_rule("notice", tree.binzhou, valid_to=LATER, by=head(tree.binzhou), at=NOW)

    def test_is_written_down(self, tree: ProvinceTree) -> None:
        rule = override(tree.binzhou, 10)

        event = AccessEvent.objects.get(verb="rule.override")
        assert (event.org, event.object_id, event.at) == (tree.binzhou, rule.pk, NOW)
        assert event.detail == {"code": "notice", "amount": 10, "inherited": 15, "valid_from": "2026-11-22"}
