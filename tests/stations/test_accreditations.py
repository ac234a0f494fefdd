"""Demonstration stations: through the gate, level by level, for three years, and taken away again."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.models import Deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from fedportal.notices.models import Notice
from fedportal.orgs.models import Level
from stations.accreditation_workflow import MOVES, AccreditationKind, AccreditationState
from stations.actions.accreditations import Application, advance_accreditation, apply_for, steps_for, why_not
from stations.actions.checklists import Added, add_items, load_checklists
from stations.actions.names_ending import end_names
from stations.check_facts import CheckKind, ListKind
from stations.models import Accreditation, AccreditationStep, Station
from tests.cases.samples import NOW
from tests.drawing import examples
from tests.factories import ProvinceTree, user
from tests.stations.checking import applied, checked, moved
from tests.stations.stations import station

DAY = dt.timedelta(days=1)
YEAR = dt.timedelta(days=366)
S = AccreditationState


@dataclass
class Desks:
    """A station's worker, a head at each level above, and one of another county."""

    worker: User
    county: User
    city: User
    province: User
    intruder: User
    station: Station

    @property
    def all(self) -> list[User]:
        return [self.worker, self.county, self.city, self.province, self.intruder]


@pytest.fixture
def desks(tree: ProvinceTree, law: None) -> Desks:
    load_checklists(at=NOW)
    worker = user(tree.beizhen, Role.TOWNSHIP_WORKER, name="孙镇")
    heads = [user(unit, Role.UNIT_HEAD) for unit in (tree.bincheng, tree.binzhou, tree.shandong, tree.huimin)]
    return Desks(worker, *heads, station(tree.beizhen, by=worker))


def named(desks: Desks, level: Level = Level.PROVINCE, *, at: dt.datetime = NOW) -> Accreditation:
    """Through all levels up to that one."""
    checked(desks.station, desks.county, at=at)
    row = moved(applied(desks.station, desks.worker, level, at=at), "submit_county", by=desks.worker, at=at)
    if level == Level.COUNTY:
        return moved(row, "name_county", by=desks.county, at=at)
    row = moved(row, "recommend_county_city", by=desks.county, at=at)
    if level == Level.CITY:
        return moved(row, "name_city", by=desks.city, at=at)
    row = moved(row, "recommend_city_province", by=desks.city, at=at)
    return moved(row, "name_province", by=desks.province, at=at)


def test_from_the_station_to_the_province_each_judges_within_ten_working_days(desks: Desks) -> None:
    row = named(desks)

    assert (row.state, row.namer, row.valid_until) == (S.VALID, desks.province.org, dt.date(2029, 11, 23))
    assert [(step.verb, step.org.region_name) for step in row.steps.select_related("org")] == [
        ("apply", "北镇街道"),
        ("submit_county", "北镇街道"),
        ("recommend_county_city", "滨城区"),
        ("recommend_city_province", "滨州市"),
        ("name_province", "山东省"),
    ]
    judged = Deadline.objects.for_subject(row).filter(kind="accreditation_judge").select_related("org").order_by("pk")
    assert [(clock.org.region_name, clock.outcome, clock.derivation["amount"]) for clock in judged] == [
        ("滨城区", "met", 10),
        ("滨州市", "met", 10),
        ("山东省", "met", 10),
    ]
    (review,) = Deadline.objects.for_subject(row).open()
    assert (review.kind, review.org) == ("accreditation_review", desks.province.org)
    assert AccessEvent.objects.filter(verb="accreditation.name_province", actor=desks.province).exists()
    assert Notice.objects.filter(org=desks.city.org, text__contains="请审核").exists()


def test_nobody_passes_a_level_by_nor_names_for_another(desks: Desks) -> None:
    checked(desks.station, desks.county)
    row = applied(desks.station, desks.worker, Level.CITY)

    for name, by, words in (
        ("submit_city", desks.worker, "逐级报送"),
        ("submit_province", desks.worker, "逐级报送"),
        ("submit_county", desks.intruder, "申报单位"),
    ):
        with pytest.raises(NotAllowed, match=words):
            moved(row, name, by=by)
    row = moved(row, "submit_county", by=desks.worker)
    for name, by, words in (
        ("name_county", desks.county, "报上一级"),
        ("recommend_county_province", desks.county, "逐级报送"),
        ("recommend_county_city", desks.city, "审核单位"),
        ("recommend_county_city", desks.intruder, "审核单位"),
        ("name_city", desks.city, "审核单位"),
    ):
        with pytest.raises(NotAllowed, match=words):
            moved(row, name, by=by)
    row = moved(row, "recommend_county_city", by=desks.county)
    with pytest.raises(NotAllowed, match="由本级决定"):
        moved(row, "recommend_city_province", by=desks.city)
    with pytest.raises(NotAllowed, match="填写意见"):
        moved(row, "name_city", by=desks.city, note=" ")


def test_the_gate_asks_for_a_check_by_others_of_this_year_by_the_lists_in_force(desks: Desks) -> None:
    row = applied(desks.station, desks.worker)  # it has passed by its own word

    def refused(words: str, at: dt.datetime = NOW) -> None:
        with pytest.raises(NotAllowed, match=words):
            moved(row, "submit_county", by=desks.worker, at=at)

    refused("还没有上级妇联的检查")
    checked(desks.station, desks.county, without=("office",))
    refused("没有全部达标")
    checked(desks.station, desks.county, CheckKind.SPOT)
    refused("自评", NOW + YEAR)
    checked(desks.station, desks.worker, CheckKind.SELF, at=NOW + YEAR)
    refused("超过一年", NOW + YEAR)
    add_items(
        ListKind.STATION,
        [Added("有法律顾问", 5)],
        reason="鲁妇发〔2026〕12 号",
        valid_from=NOW.date() + DAY,
        by=desks.province,
        at=NOW,
    )
    refused("新版本", NOW + DAY)
    checked(desks.station, desks.county, CheckKind.SPOT, at=NOW + DAY)
    assert moved(row, "submit_county", by=desks.worker, at=NOW + DAY).state == S.COUNTY


def test_a_check_that_fails_while_it_is_judged_shuts_the_gate_again(desks: Desks) -> None:
    checked(desks.station, desks.county)
    row = moved(applied(desks.station, desks.worker, Level.COUNTY), "submit_county", by=desks.worker)
    checked(desks.station, desks.county, CheckKind.SPOT, without=("people",), at=NOW + DAY)

    with pytest.raises(NotAllowed, match="没有全部达标"):
        moved(row, "name_county", by=desks.county, at=NOW + DAY)


def test_returned_it_is_brought_in_anew_from_the_first_level_on(desks: Desks) -> None:
    checked(desks.station, desks.county)
    row = moved(applied(desks.station, desks.worker), "submit_county", by=desks.worker)
    row = moved(row, "recommend_county_city", by=desks.county)
    row = moved(row, "return", by=desks.city, note="缺活动照片。")

    (clock,) = Deadline.objects.for_subject(row).open()
    assert (row.state, clock.kind, clock.org) == (S.RETURNED, "accreditation_supplement", desks.worker.org)
    with pytest.raises(NotAllowed, match="逐级"):
        moved(row, "submit_city", by=desks.worker)
    assert moved(row, "submit_county", by=desks.worker).state == S.COUNTY


def test_a_name_is_taken_away_with_a_ground_and_stays_in_the_history(desks: Desks) -> None:
    row = named(desks, Level.CITY)
    checked(desks.station, desks.county, CheckKind.SPOT, without=("sign",), at=NOW + DAY)
    assert Notice.objects.filter(org=desks.city.org, text__contains="没有达标").exists()

    with pytest.raises(NotAllowed, match="命名单位"):
        moved(row, "withdraw", by=desks.county, ground="failed_check")
    with pytest.raises(NotAllowed, match="撤销事由"):
        moved(row, "withdraw", by=desks.city)
    row = moved(row, "withdraw", by=desks.city, ground="failed_check", note="复查没有牌子。", at=NOW + 2 * DAY)

    assert (row.state, row.ground, row.ended_at) == (S.WITHDRAWN, "failed_check", NOW + 2 * DAY)
    assert not Accreditation.objects.standing(NOW.date()).exists()
    assert not Deadline.objects.for_subject(row).open().exists()
    assert row.steps.last().note == "复查没有牌子。"  # type: ignore[union-attr]
    with pytest.raises(IntegrityError), transaction.atomic():
        Accreditation.objects.filter(pk=row.pk).update(state="valid")


def test_before_its_end_it_is_looked_at_again_and_else_it_ends_by_itself(desks: Desks) -> None:
    row = named(desks, Level.COUNTY)
    late = NOW + 3 * YEAR
    with pytest.raises(NotAllowed, match="超过一年"):
        moved(row, "renew", by=desks.county, at=NOW + 2 * YEAR)

    assert end_names(at=NOW + 2 * YEAR) == 0
    assert (end_names(at=late), end_names(at=late)) == (1, 0)
    row.refresh_from_db()
    assert (row.state, row.steps.last().by) == (S.EXPIRED, None)  # type: ignore[union-attr]


def test_renewed_by_a_new_check_it_holds_three_years_more(desks: Desks) -> None:
    row, later = named(desks, Level.COUNTY), NOW + YEAR
    checked(desks.station, desks.county, at=later)

    row = moved(row, "renew", by=desks.county, at=later)

    assert (row.state, row.valid_until) == (S.VALID, dt.date(2030, 11, 24))
    assert Deadline.objects.for_subject(row).open().count() == 1


def test_a_higher_name_takes_the_place_of_the_lower(desks: Desks) -> None:
    lower, higher = named(desks, Level.COUNTY), named(desks, Level.CITY, at=NOW + DAY)

    lower.refresh_from_db()
    assert (lower.state, higher.state) == (S.SUPERSEDED, S.VALID)
    assert not Deadline.objects.for_subject(lower).open().exists()


def test_with_its_station_go_its_name_and_what_it_applies_for(desks: Desks) -> None:
    row, asked = named(desks, Level.COUNTY), applied(desks.station, desks.worker, at=NOW + DAY)
    Station.objects.filter(pk=desks.station.pk).update(closed_on=NOW.date() + DAY, closed_reason="合并")

    assert end_names(at=NOW + DAY) == 2
    row.refresh_from_db()
    asked.refresh_from_db()
    assert (row.state, row.ground, asked.state) == (S.WITHDRAWN, "closed", S.ABANDONED)


def test_who_may_apply_and_that_one_application_is_enough(desks: Desks, tree: ProvinceTree) -> None:
    def asked(by: User, **changes: object) -> Accreditation:
        given = {
            "kind": AccreditationKind.STATION,
            "level": Level.COUNTY,
            "statement": "自评",
            "station": desks.station,
        }
        return apply_for(Application(**given | changes), by=by, at=NOW)  # type: ignore[arg-type]

    with pytest.raises(NotAllowed, match="所在单位申报"):
        asked(desks.intruder)
    with pytest.raises(NotAllowed, match="您的角色"):
        asked(user(tree.beizhen, Role.VILLAGE_WORKER))
    with pytest.raises(NotAllowed, match="不能申报这个级别"):
        asked(desks.worker, level=Level.TOWNSHIP)
    with pytest.raises(NotAllowed, match="自评报告"):
        asked(desks.worker, statement=" ")
    asked(desks.worker)
    with pytest.raises(NotAllowed, match="正在办理"):
        asked(desks.worker)


def test_for_a_village_its_township_assesses_and_applies(desks: Desks, tree: ProvinceTree) -> None:
    place = station(tree.village, by=desks.worker, name="新兴社区服务站")
    checked(place, desks.county)
    with pytest.raises(NotAllowed, match="所在单位"):
        applied(place, user(tree.huimin, Role.RECEPTIONIST), Level.COUNTY)

    row = moved(applied(place, desks.worker, Level.COUNTY), "submit_county", by=desks.worker)

    assert (row.applicant, row.unit) == (tree.beizhen, tree.village)
    assert moved(row, "name_county", by=desks.county).state == S.VALID


def test_a_town_without_a_county_above_goes_to_its_city_first(tree: ProvinceTree, law: None) -> None:
    load_checklists(at=NOW)
    worker, city = user(tree.humen, Role.TOWNSHIP_WORKER), user(tree.dongguan, Role.UNIT_HEAD)
    place = station(tree.humen, by=worker)
    checked(place, city)
    with pytest.raises(NotAllowed, match="这个级别"):
        applied(place, worker, Level.COUNTY)

    row = moved(applied(place, worker, Level.CITY), "submit_city", by=worker)

    assert moved(row, "name_city", by=city).state == S.VALID


def test_the_database_shows_no_application_to_another_county_nor_a_draft_above(desks: Desks) -> None:
    row = applied(desks.station, desks.worker)

    def seen(by: User) -> tuple[int, int]:
        with rows_of(scope_of(by)):
            return Accreditation.objects.count(), AccreditationStep.objects.count()

    assert (seen(desks.worker), seen(desks.county)) == ((1, 1), (0, 0))
    checked(desks.station, desks.county)
    moved(row, "submit_county", by=desks.worker)
    assert (seen(desks.county), seen(desks.intruder)) == ((1, 2), (0, 0))
    assert list(Accreditation.objects.visible_to(desks.intruder)) == []


NAMES = sorted(MOVES)
START = NOW - 200 * DAY  # a year later the calendar still reaches further
ACTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(NAMES), st.integers(0, 4)),
        st.tuples(st.sampled_from(["onwards", "good check", "poor check", "a year later"]), st.just(0)),
        st.tuples(st.just("onwards"), st.just(0)),
    ),
    max_size=12,
)


@settings(
    max_examples=examples(10, 40), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(level=st.sampled_from([Level.COUNTY, Level.CITY, Level.PROVINCE]), acts=ACTS)
def test_no_sequence_of_moves_names_without_the_gate_and_all_levels_below(
    desks: Desks, level: Level, acts: list[tuple[str, int]]
) -> None:
    """Whoever makes whatever moves in whatever order: a name has a passed check of the year and every level's word."""
    with transaction.atomic():
        at = START
        row = applied(desks.station, desks.worker, level, at=at)
        passed_on = None
        for name, who in acts:
            at += DAY
            if name == "a year later":  # once: no further does the calendar reach
                at = max(at, START + YEAR)
            elif name in ("good check", "poor check"):
                checked(desks.station, desks.county, CheckKind.SPOT, without=("sign",) * (name == "poor check"), at=at)
                passed_on = at if name == "good check" else None
            else:
                before, by = row.state, desks.all[who]
                if name == "onwards":
                    name, by = onwards(desks, row, at)
                try:
                    row = moved(row, name, by=by, at=at, ground="breach")
                except NotAllowed:
                    row.refresh_from_db()
                    assert row.state == before
                    continue
                if row.state == S.VALID:
                    assert passed_on is not None
                    assert at - passed_on <= YEAR
                    assert row.gate_check is not None
                    assert row.gate_check.passed
                    assert agreed_since_submitted(row) == expected(desks, level)
        transaction.set_rollback(True)


def onwards(desks: Desks, row: Accreditation, at: dt.datetime) -> tuple[str, User]:
    """A move that somebody may make, if there is one: so that chance gets far enough."""
    may = [(move.name, by) for by in desks.all for move in steps_for(row, by=by)]
    return next(iter(may), ("submit_county", desks.worker))


def agreed_since_submitted(row: Accreditation) -> list[int]:
    """The units whose word it had the last time it was brought in, in their order."""
    units: list[int] = []
    for step in row.steps.order_by("pk"):
        if step.verb.startswith("submit"):
            units = []
        elif step.verb.startswith(("recommend", "name")):
            units.append(step.org_id)
    return units


def expected(desks: Desks, level: Level) -> list[int]:
    heads = {Level.COUNTY: desks.county, Level.CITY: desks.city, Level.PROVINCE: desks.province}
    return [head.org_id for each, head in heads.items() if each >= level]


def test_the_random_moves_do_reach_a_name(desks: Desks) -> None:
    """The property above is about something: with the right moves, all its assertions are met."""
    row = named(desks)

    assert agreed_since_submitted(row) == expected(desks, Level.PROVINCE)
    assert why_not(row, MOVES["withdraw"], by=desks.province, at=NOW) == ""
    assert advance_accreditation(row, MOVES["withdraw"], by=desks.province, at=NOW, note="x", ground="breach")
