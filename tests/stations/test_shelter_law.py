"""The clocks of shelters as a table that a lawyer can read: what began, what is due when, who is told when."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines.engine import sweep
from fedportal.deadlines.limits import Light
from fedportal.deadlines.models import Deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import EVERYTHING, rows_of
from fedportal.notices.actions import tell_escalations
from fedportal.notices.models import Notice
from stations.actions.shelter_clocks import end_of_stay
from stations.actions.shelter_stays import Leaving, discharge, extend_stay, visit
from stations.models import ShelterStay
from stations.shelter_law import rule_of
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.shelters import DAY, shelter, stay

BEIJING = ZoneInfo("Asia/Shanghai")


def moment(words: str) -> dt.datetime:
    return dt.datetime.fromisoformat(words).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("where", "admitted", "ends", "by_law"),
    [
        (371602000000, "2026-11-23 10:00", "2026-12-03 23:59:59", "民发〔2015〕189号 三（一）：10 日，入住当日不计"),
        (371602000000, "2026-11-23 23:59", "2026-12-03 23:59:59", "夜里入住的也从次日起算"),
        (371602000000, "2026-02-20 09:00", "2026-03-02 23:59:59", "跨月"),
        (500101000000, "2026-11-23 10:00", "2026-12-03 23:59:59", "重庆：10 日"),
        (510903000000, "2026-11-23 10:00", "2026-11-30 23:59:59", "遂宁：7 日"),
    ],
)
def test_a_stay_lasts_so_long(where: int, admitted: str, ends: str, by_law: str) -> None:
    assert end_of_stay(where, moment(admitted)) == moment(ends), by_law


@pytest.mark.parametrize(
    ("where", "consent", "most", "by_law"),
    [
        (371602000000, False, None, "民发〔2015〕189号 三（一）：报民政部门备案，不限日数"),
        (500101000000, True, None, "重庆：应当经民政部门同意"),
        (510903000000, False, 3, "遂宁：累计不超过 3 日"),
        (510100000000, False, None, "四川其他地方：按全国规定"),
    ],
)
def test_a_region_prolongs_it_so(where: int, consent: bool, most: int | None, by_law: str) -> None:
    rule = rule_of(where)

    assert (rule.consent, rule.most) == (consent, most), by_law


@pytest.fixture
def living(keeper: User) -> ShelterStay:
    return stay(shelter(keeper), keeper)


def stands(row: ShelterStay, kind: str, at: dt.datetime) -> Light:
    """How its clock stands after the engine has swept at that moment."""
    with rows_of(EVERYTHING):
        sweep(at)
        return Light(Deadline.objects.for_subject(row).filter(kind=kind).latest("pk").light)


@pytest.mark.parametrize(
    ("when", "light", "by_law"),
    [
        ("2026-11-29 23:59:59", Light.GREEN, "第 6 日不提醒"),
        ("2026-11-30 08:00", Light.YELLOW, "第 7 日早上提醒（3.6）"),
        ("2026-12-02 08:00", Light.ORANGE, "第 9 日早上再提醒（3.6）"),
        ("2026-12-03 20:00", Light.ORANGE, "第 10 日还在期内"),
        ("2026-12-04 00:00", Light.RED, "满 10 日没有延期的显示红色（3.6）"),
    ],
)
def test_a_stay_warns_on_these_days(living: ShelterStay, when: str, light: Light, by_law: str) -> None:
    assert stands(living, "shelter_stay", moment(when)) == light, by_law


def test_nobody_is_put_out_when_the_days_are_over(living: ShelterStay) -> None:
    stands(living, "shelter_stay", NOW + 60 * DAY)

    living.refresh_from_db()
    assert (living.state, living.left_at) == ("in", None)
    assert living.application.residents.get().uses.get().ends_at is None


def test_only_keepers_are_told_and_no_unit_above(living: ShelterStay, keeper: User, tree: ProvinceTree) -> None:
    stands(living, "shelter_stay", NOW + 60 * DAY)
    with rows_of(EVERYTHING):
        tell_escalations(NOW + 60 * DAY)
        told = {(notice.org_id, notice.role) for notice in Notice.objects.all()}
        assert told == {(tree.bincheng.pk, Role.SHELTER_WORKER)}
        assert {desk for desk in Deadline.objects.for_subject(living).values_list("desk", flat=True)} == {
            tree.bincheng.pk
        }
    other = user(tree.bincheng, Role.SECTION_HEAD, Role.SHELTER_WORKER)
    assert Notice.objects.visible_to(keeper).exists()
    assert not Notice.objects.visible_to(other).exists()  # of the same unit and role, and not named


def test_an_extension_warns_as_early_again(living: ShelterStay, keeper: User) -> None:
    extend_stay(living, days=5, number="滨民备〔2026〕3号", by=keeper, at=NOW + 8 * DAY)

    assert living.deadlines.get().due_at == moment("2026-12-08 23:59:59")
    assert stands(living, "shelter_stay", moment("2026-12-05 07:00")) == Light.GREEN
    assert stands(living, "shelter_stay", moment("2026-12-05 08:00")) == Light.YELLOW
    assert stands(living, "shelter_stay", moment("2026-12-07 08:00")) == Light.ORANGE


def test_an_extension_says_by_which_number_and_rule(living: ShelterStay, keeper: User) -> None:
    with pytest.raises(NotAllowed, match="备案号"):
        extend_stay(living, days=5, number=" ", by=keeper, at=NOW)

    made = extend_stay(living, days=5, number="滨民备〔2026〕3号", by=keeper, at=NOW)

    assert (made.consent, "民发〔2015〕189号" in made.source) == (False, True)
    living.refresh_from_db()
    assert living.state == "extended"


def test_what_is_extended_late_counts_from_today(living: ShelterStay, keeper: User) -> None:
    made = extend_stay(living, days=2, number="补 1 号", by=keeper, at=NOW + 15 * DAY)

    assert made.until == moment("2026-12-10 23:59:59")


def test_who_has_left_is_visited_within_a_week(living: ShelterStay, keeper: User) -> None:
    discharge(living, Leaving("fetched", "本人申请随姐姐回娘家。", "姐姐"), by=keeper, at=NOW + 4 * DAY)

    clocks = {clock.kind: (clock.due_at, clock.outcome) for clock in living.deadlines.all()}
    assert clocks["shelter_stay"][1] == "met"
    assert clocks["shelter_follow_up"] == (moment("2026-12-04 23:59:59"), "")

    visit(living, safe=True, words="已在娘家住下。", by=keeper, at=NOW + 5 * DAY)

    assert living.deadlines.get(kind="shelter_follow_up").outcome == "met"
