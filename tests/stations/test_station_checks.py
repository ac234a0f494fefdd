"""Checks of stations: who may, what the result is, what has to be put right, and the yearly round."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.models import Max, ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.models import Deadline, DeadlineRule
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from stations.actions.check_clocks import checker_of, plan_checks
from stations.actions.checklists import load_checklists
from stations.actions.station_checks import Found, begin_check, finish_check, keep_answers, rectify, remove_photo
from stations.actions.stations import close_station
from stations.check_facts import CheckKind
from stations.check_law import STATION_CHECK
from stations.models import CheckAnswer, CheckPhoto, Station, StationCheck
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.checking import a_photo, checked, filled
from tests.stations.stations import station

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)


@dataclass
class Round:
    """One station, its worker, the head of the county who looks at it, and one of another county."""

    worker: User
    county: User
    intruder: User
    station: Station


@pytest.fixture
def rounds(tree: ProvinceTree, law: None) -> Round:
    load_checklists(at=NOW)
    worker = user(tree.beizhen, Role.TOWNSHIP_WORKER, name="孙镇")
    county, intruder = user(tree.bincheng, Role.SECTION_HEAD, name="李敏"), user(tree.huimin, Role.SECTION_HEAD)
    return Round(worker, county, intruder, station(tree.beizhen, by=worker))


def owed(kind: str) -> list[tuple[str, str]]:
    """Who owes what kind of duty until when."""
    rows = Deadline.objects.open().filter(kind=kind).select_related("org").order_by("due_at")
    return [
        (row.org.region_name, f"{row.due_at.astimezone(dt.timezone(dt.timedelta(hours=8))):%Y-%m-%d}") for row in rows
    ]


def test_the_result_is_computed_from_what_was_found(rounds: Round) -> None:
    whole = checked(rounds.station, rounds.county)
    poor = checked(rounds.station, rounds.county, CheckKind.SPOT, without=("line", "files"))

    assert (whole.points, whole.whole, whole.missing, whole.percent) == (100, 100, 0, 100)
    assert (whole.four_haves, whole.five_ones, whole.systems, whole.passed) == (True, True, True, True)
    assert (poor.points, poor.missing, poor.percent) == (88, 2, 88)
    assert (poor.four_haves, poor.five_ones, poor.systems, poor.passed) == (True, False, False, False)
    assert AccessEvent.objects.filter(verb="station_check.finish", actor=rounds.county).count() == 2


@pytest.mark.parametrize(("points", "met"), [(2, False), (3, True), (4, True)])
def test_a_graded_item_is_met_from_sixty_of_a_hundred_on(rounds: Round, points: int, met: bool) -> None:
    row = begin_check(rounds.station, CheckKind.YEARLY, checked_on=TODAY, by=rounds.county, at=NOW)
    answer = row.answers.get(item__code="files")

    keep_answers(row, {answer.pk: Found(points, "不全。")}, note="", by=rounds.county, at=NOW)

    assert CheckAnswer.objects.get(pk=answer.pk).met is met


def test_nothing_is_finished_without_every_answer_its_photo_and_what_is_missing(rounds: Round) -> None:
    row = begin_check(rounds.station, CheckKind.YEARLY, checked_on=TODAY, by=rounds.county, at=NOW)
    with pytest.raises(NotAllowed, match=r"有人员.*还没有检查结果"):
        finish_check(row, by=rounds.county, at=NOW)
    filled(row, without=("goals",), by=rounds.county, at=NOW)
    sign, goals = row.answers.get(item__code="sign"), row.answers.get(item__code="goals")
    remove_photo(sign.photos.get(), by=rounds.county, at=NOW)

    with pytest.raises(NotAllowed, match=r"有牌子.*须附照片"):
        finish_check(row, by=rounds.county, at=NOW)
    keep_answers(row, {sign.pk: Found(10, "", [a_photo()]), goals.pk: Found(0)}, note="", by=rounds.county, at=NOW)
    with pytest.raises(NotAllowed, match=r"有任务目标.*写明缺什么"):
        finish_check(row, by=rounds.county, at=NOW)
    with pytest.raises(NotAllowed, match="应为 0 至 10"):
        keep_answers(row, {goals.pk: Found(5)}, note="", by=rounds.county, at=NOW)


def test_what_was_found_stays(rounds: Round) -> None:
    row = checked(rounds.station, rounds.county)

    with pytest.raises(NotAllowed, match="不能再改"):
        keep_answers(row, {}, note="", by=rounds.county, at=NOW)
    with pytest.raises(NotAllowed, match="不能再改"):
        remove_photo(CheckPhoto.objects.filter(answer__of=row).first(), by=rounds.county, at=NOW)  # type: ignore[arg-type]
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        CheckAnswer.objects.filter(of=row).update(points=0, met=False)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        CheckPhoto.objects.filter(answer__of=row).delete()
    with pytest.raises(ProtectedError):
        StationCheck.objects.filter(pk=row.pk).delete()


def test_who_may_look_at_a_station_and_who_may_not(rounds: Round, tree: ProvinceTree) -> None:
    def begun(by: User, kind: str = CheckKind.YEARLY) -> StationCheck:
        return begin_check(rounds.station, kind, checked_on=TODAY, by=by, at=NOW)

    for nobody in (rounds.intruder, rounds.worker):
        with pytest.raises(NotAllowed):
            begun(nobody)
    with pytest.raises(NotAllowed, match="自评由站点所在单位"):
        begun(rounds.county, CheckKind.SELF)
    with pytest.raises(NotAllowed, match="权益部负责人"):
        begun(user(tree.bincheng, Role.RECEPTIONIST))
    assert begun(rounds.county) == begun(rounds.county)  # goes on with the one she has begun
    assert begun(user(tree.binzhou, Role.UNIT_HEAD)).org == tree.binzhou
    with pytest.raises(NotAllowed, match="最近 30 日"):
        begin_check(rounds.station, "spot", checked_on=TODAY - 31 * DAY, by=rounds.county, at=NOW)
    with pytest.raises(NotAllowed, match="开始检查的人"):
        finish_check(begun(rounds.county), by=user(tree.bincheng, Role.UNIT_HEAD), at=NOW)


def test_what_was_missing_is_owed_put_right_and_looked_at_again(rounds: Round) -> None:
    poor = checked(rounds.station, rounds.county, without=("sign",))
    assert owed("station_rectify") == [("北镇街道", "2026-12-23")]

    with pytest.raises(NotAllowed, match="所在单位报告"):
        rectify(poor, words="牌子已挂。", by=rounds.intruder, at=NOW)
    rectify(poor, words="牌子已挂。", by=rounds.worker, at=NOW + DAY)
    assert (owed("station_rectify"), owed("station_recheck")) == ([], [("滨城区", "2026-12-15")])
    again = checked(rounds.station, rounds.county, CheckKind.RECHECK, at=NOW + 3 * DAY, follows=poor)

    poor.refresh_from_db()
    assert (again.passed, again.follows, poor.settled_at) == (True, poor, NOW + 3 * DAY)
    assert (owed("station_rectify"), owed("station_recheck")) == ([], [])
    assert list(StationCheck.objects.to_rectify()) == list(StationCheck.objects.to_recheck()) == []
    with pytest.raises(NotAllowed, match="已经报告整改"):
        rectify(poor, words="又一次。", by=rounds.worker, at=NOW)


def test_every_station_is_owed_a_look_a_year_whoever_entered_it(rounds: Round, tree: ProvinceTree) -> None:
    other = station(tree.village, by=rounds.worker, name="新兴社区服务站")
    closed = station(tree.village, by=rounds.worker, name="旧站", closed_on=TODAY, closed_reason="合并")

    assert (plan_checks(at=NOW), plan_checks(at=NOW)) == (2, 0)
    assert owed("station_check") == [("滨城区", "2027-11-23"), ("滨城区", "2027-11-23")]
    assert not Deadline.objects.for_subject(closed).exists()
    checked(other, rounds.county, at=NOW + 10 * DAY)
    assert owed("station_check") == [("滨城区", "2027-11-23"), ("滨城区", "2027-12-03")]
    close_station(other, on=TODAY, reason="合并", by=rounds.worker, at=NOW + 11 * DAY)
    assert owed("station_check") == [("滨城区", "2027-11-23")]
    assert plan_checks(at=NOW + 11 * DAY) == 0


def test_a_station_that_is_closed_owes_nothing_more(rounds: Round) -> None:
    poor = checked(rounds.station, rounds.county, without=("sign",))
    assert Deadline.objects.open().count() == 2

    close_station(rounds.station, on=TODAY, reason="合并", by=rounds.worker, at=NOW + DAY)

    assert not Deadline.objects.open().exists()
    of_station, of_check = Deadline.objects.for_subject(rounds.station), Deadline.objects.for_subject(poor)
    assert {(row.outcome, row.closed_at) for row in (*of_station, *of_check)} == {("cancelled", NOW + DAY)}


def test_what_is_planned_for_many_is_what_would_be_opened_for_each(rounds: Round, tree: ProvinceTree) -> None:
    strict = DeadlineRule.objects.get(code=STATION_CHECK.code)
    strict.pk, strict.org, strict.amount = None, tree.binzhou, 6
    strict.save()
    own = [
        station(place, by=rounds.worker, name=f"站 {number}", opened_on=TODAY - number * DAY, entered_at=NOW)
        for number, place in enumerate((tree.village, tree.beizhen, tree.bincheng, tree.huimin, tree.humen), start=1)
    ]
    looked_at = StationCheck.objects.filter(pk=checked(own[0], rounds.county).pk)
    looked_at.update(checked_on=TODAY - 20 * DAY)
    Deadline.objects.all().delete()

    made = plan_checks(at=NOW)

    opener = DeadlineOpener.load(TODAY)
    assert made == len(own) + 1
    for row in Station.objects.select_related("org"):
        looked = row.checks.aggregate(last=Max("checked_on"))["last"]
        start = timezone.make_aware(dt.datetime.combine(looked or timezone.localdate(NOW), dt.time.min))
        one = opener.build(row, STATION_CHECK.code, org=checker_of(row.org), start=start, at=NOW)
        planned = Deadline.objects.for_subject(row).get()
        columns = [field.attname for field in Deadline._meta.concrete_fields if field.attname != "id"]
        assert {name: getattr(planned, name) for name in columns} == {name: getattr(one, name) for name in columns}
    assert Deadline.objects.filter(rule__org=tree.binzhou).count() == 5


def test_planning_asks_no_more_for_more(rounds: Round, tree: ProvinceTree) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            plan_checks(at=NOW)
        return len(found)

    first = asked()
    for number in range(12):
        station(tree.village, by=rounds.worker, name=f"站 {number}")

    assert asked() == first
    assert Deadline.objects.open().count() == 13


def test_the_nearest_unit_above_looks(tree: ProvinceTree) -> None:
    found = [checker_of(unit) for unit in (tree.village, tree.beizhen, tree.bincheng, tree.humen, tree.shandong)]

    assert found == [tree.bincheng, tree.bincheng, tree.binzhou, tree.dongguan, tree.shandong]


def test_a_station_that_assesses_itself_owes_nothing_for_it(rounds: Round) -> None:
    own = checked(rounds.station, rounds.worker, CheckKind.SELF, without=("sign",))

    assert (own.missing, own.org) == (1, rounds.worker.org)
    assert not Deadline.objects.open().exists()
    with pytest.raises(NotAllowed, match="没有需要整改"):
        rectify(own, words="已挂。", by=rounds.worker, at=NOW)


def test_the_database_shows_no_check_to_another_county_nor_an_unfinished_one_to_a_colleague(
    rounds: Round, tree: ProvinceTree
) -> None:
    done = checked(rounds.station, rounds.county)
    begun = begin_check(rounds.station, "spot", checked_on=TODAY, by=user(tree.binzhou, Role.UNIT_HEAD), at=NOW)

    def seen(by: User) -> tuple[list[StationCheck], int, int]:
        with rows_of(scope_of(by)):
            return (
                list(StationCheck.objects.order_by("pk")),
                CheckAnswer.objects.count(),
                CheckPhoto.objects.count(),
            )

    assert seen(rounds.intruder) == ([], 0, 0)
    assert seen(rounds.worker) == seen(rounds.county) == ([done], 14, 9)
    assert seen(begun.by) == ([done, begun], 28, 9)
    assert list(StationCheck.objects.visible_to(rounds.intruder)) == []
    assert list(StationCheck.objects.visible_to(rounds.worker)) == [done]
