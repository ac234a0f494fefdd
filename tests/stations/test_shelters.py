"""Shelters and stays by their verbs: who may, what is refused, and that the database itself gives no bed twice."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from stations.actions.shelter_admitting import admit, apply, decline, let_wait, receive
from stations.actions.shelter_stays import Leaving, close_stay, discharge, end_worker, move_bed, name_worker, visit
from stations.actions.shelters import (
    ShelterFacts,
    close_shelter,
    end_keeper,
    name_keeper,
    open_shelter,
    set_out,
    take_back,
)
from stations.models import BedUse, Shelter, ShelterApplication, ShelterBed, ShelterStay
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.shelters import DAY, FACTS, HOUR, child, household, shelter, stay, woman

LEAVES = Leaving("herself", "本人申请回娘家居住。")


def beds_of(row: ShelterStay) -> list[str]:
    uses = BedUse.objects.filter(resident__application=row.application_id, ends_at=None)
    return sorted(use.bed.zone for use in uses.select_related("bed__room"))


@pytest.mark.parametrize(
    ("place", "role"),
    [("bincheng", Role.RECEPTIONIST), ("beizhen", Role.TOWNSHIP_WORKER), ("bincheng", Role.SHELTER_WORKER)],
)
def test_only_heads_of_counties_and_cities_enter_one(tree: ProvinceTree, law: None, place: str, role: Role) -> None:
    with pytest.raises(NotAllowed, match="市、县两级妇联的负责人"):
        open_shelter(ShelterFacts(**FACTS), sex="f", by=user(getattr(tree, place), role), at=NOW)


def test_keepers_name_keepers_and_one_is_always_left(keeper: User, tree: ProvinceTree) -> None:
    row = shelter(keeper)
    second = user(tree.bincheng, Role.SHELTER_WORKER)
    with pytest.raises(NotAllowed, match="至少应当有一名"):
        end_keeper(row.keepers.get(), by=keeper, at=NOW)
    with pytest.raises(NotAllowed, match="本单位及其上下级"):
        name_keeper(row, user(tree.huimin, Role.SHELTER_WORKER), sex="f", by=keeper, at=NOW)

    name_keeper(row, second, sex="f", by=keeper, at=NOW)
    end_keeper(row.keepers.get(user=keeper), by=keeper, at=NOW)

    assert list(Shelter.objects.visible_to(second)) == [row]
    assert not Shelter.objects.visible_to(keeper).exists()


def test_a_household_is_admitted_in_one_step(keeper: User) -> None:
    row = stay(shelter(keeper), keeper, woman(), child(), child("妹妹", sex="f"))

    assert (row.adults, row.minors, beds_of(row)) == (1, 2, ["family", "family", "family"])
    assert row.application.decision == "admitted"
    assert AccessEvent.objects.filter(verb="stay.admit", object_id=row.pk, actor=keeper).exists()


@pytest.mark.parametrize(
    ("guests", "zones", "by_law"),
    [
        ((woman(),), ["women"], "成年女性住女性区"),
        ((woman(), child()), ["family", "family"], "母子同住亲子区"),
        ((woman(), child(born=2011)), ["family", "family"], "大男孩随母住亲子区"),
        ((child(sex="f", born=2012),), ["girls"], "单独求助的女孩住未成年人区（女）"),
        ((woman(sex="m"),), ["men"], "成年男性住男性区"),
    ],
)
def test_zones_follow_sex_and_age(keeper: User, guests: tuple, zones: list[str], by_law: str) -> None:
    row = stay(shelter(keeper, men=1, girls=1), keeper, *guests)

    assert beds_of(row) == zones, by_law


def test_a_man_is_not_put_into_the_womens_zone(keeper: User) -> None:
    row = shelter(keeper)
    asked = apply(row, household(woman("某先生", sex="m")), by=keeper, at=NOW)

    with pytest.raises(NotAllowed, match="没有适合的空床位"):
        admit(asked, by=keeper, at=NOW)

    assert not BedUse.objects.exists()


def test_nor_is_he_moved_there(keeper: User) -> None:
    row = shelter(keeper, men=1)
    his = stay(row, keeper, woman("某先生", sex="m"))
    bed = ShelterBed.objects.filter(room__zone="women").first()
    assert bed is not None

    with pytest.raises(NotAllowed, match="按性别、年龄分区"):
        move_bed(his, his.application.residents.get(), bed, by=keeper, at=NOW + HOUR)

    assert beds_of(his) == ["men"]


def test_where_it_is_full_she_is_refused_clearly_or_waits(keeper: User) -> None:
    row = shelter(keeper, women=1, family=0)
    stay(row, keeper)
    asked = apply(row, household(woman("乙")), by=keeper, at=NOW)

    with pytest.raises(NotAllowed, match="没有适合的空床位"):
        admit(asked, by=keeper, at=NOW)
    let_wait(asked, by=keeper, at=NOW)

    assert list(ShelterApplication.objects.open()) == [asked]
    discharge(ShelterStay.objects.get(), LEAVES, by=keeper, at=NOW + HOUR)
    assert admit(asked, by=keeper, at=NOW + HOUR).adults == 1


def test_a_refusal_says_why(keeper: User) -> None:
    asked = apply(shelter(keeper), household(), by=keeper, at=NOW)
    with pytest.raises(NotAllowed, match="写明理由"):
        decline(asked, reason="has_place", words=" ", by=keeper, at=NOW)

    decline(asked, reason="has_place", words="已住进姐姐家，地址对方不知道。", by=keeper, at=NOW)

    asked.refresh_from_db()
    assert (asked.decision, asked.decline_reason) == ("declined", "has_place")
    with pytest.raises(NotAllowed, match="已经不予接收"):
        admit(asked, by=keeper, at=NOW)


def test_nobody_is_in_two_places_at_once(keeper: User, tree: ProvinceTree) -> None:
    stay(shelter(keeper), keeper, woman(id_number="11010519491231002X"))
    other = user(tree.huimin, Role.UNIT_HEAD)
    there = shelter(other)

    with pytest.raises(NotAllowed, match="不能同时住两处"):
        receive(there, household(woman("化名", id_number="11010519491231002x")), by=other, at=NOW + HOUR)

    assert ShelterStay.objects.count() == 1
    assert not ShelterApplication.objects.filter(shelter=there).exists()


def test_a_number_is_one_persons_here_too(keeper: User) -> None:
    row, number = shelter(keeper), "11010519491231002X"
    with pytest.raises(NotAllowed, match="有两个人的证件号相同"):
        receive(row, household(woman(id_number=number), child(id_number=number)), by=keeper, at=NOW)
    stay(row, keeper, woman(id_number=number))
    with pytest.raises(NotAllowed, match="已经在这里住"):
        receive(row, household(woman("化名", id_number=number)), by=keeper, at=NOW + HOUR)


def test_the_database_gives_no_bed_twice_whoever_writes(keeper: User) -> None:
    row = shelter(keeper)
    first = stay(row, keeper)
    use = BedUse.objects.get(resident__application=first.application_id)
    asked = apply(row, household(woman("乙")), by=keeper, at=NOW)

    with pytest.raises(IntegrityError, match="bed_use_one_at_a_time"), transaction.atomic():
        BedUse.objects.create(bed=use.bed, shelter=row, resident=asked.residents.get(), begins_at=NOW + DAY)
    other = ShelterBed.objects.exclude(pk=use.bed_id).first()
    with pytest.raises(IntegrityError, match="bed_use_resident_in_one_bed"), transaction.atomic():
        BedUse.objects.create(bed=other, shelter=row, resident=use.resident, begins_at=NOW + DAY)


def test_she_moves_to_another_bed_of_a_fitting_zone(keeper: User) -> None:
    row = stay(shelter(keeper, men=1), keeper)
    person = row.application.residents.get()
    family, men = (ShelterBed.objects.filter(room__zone=zone).first() for zone in ("family", "men"))
    assert family is not None
    assert men is not None

    move_bed(row, person, family, by=keeper, at=NOW + HOUR)
    with pytest.raises(NotAllowed, match="不适合这个人"):
        move_bed(row, person, men, by=keeper, at=NOW + HOUR)

    assert beds_of(row) == ["family"]
    assert [use.ends_at for use in BedUse.objects.order_by("pk")] == [NOW + HOUR, None]


def test_a_bed_out_of_use_is_given_to_nobody(keeper: User) -> None:
    row = shelter(keeper, women=1, family=0)
    bed = row.beds.get()
    set_out(bed, reason="床板损坏", by=keeper, at=NOW)
    with pytest.raises(NotAllowed, match="没有适合的空床位"):
        stay(row, keeper)

    take_back(bed, by=keeper, at=NOW)
    stay(row, keeper)

    with pytest.raises(NotAllowed, match="有人在住"):
        set_out(bed, reason="床板损坏", by=keeper, at=NOW)


@pytest.mark.parametrize(
    ("leaving", "words"),
    [
        (Leaving("herself", " "), "书面申请"),
        (Leaving("fetched", "本人申请回家。"), "接回、护送的人"),
        (Leaving("expelled", "x"), "请选择离所方式"),
    ],
)
def test_leaving_is_by_a_kind_with_what_she_wrote(keeper: User, leaving: Leaving, words: str) -> None:
    row = stay(shelter(keeper), keeper)

    with pytest.raises(NotAllowed, match=words):
        discharge(row, leaving, by=keeper, at=NOW + DAY)


def test_leaving_frees_her_bed_and_ends_with_a_visit_that_finds_her_safe(keeper: User) -> None:
    row = stay(shelter(keeper, women=1, family=0), keeper)
    discharge(row, LEAVES, by=keeper, at=NOW + DAY)
    visit(row, safe=False, words="对方又来纠缠。", by=keeper, at=NOW + 2 * DAY)
    with pytest.raises(NotAllowed, match="目前安全"):
        close_stay(row, by=keeper, at=NOW + 2 * DAY)

    visit(row, safe=True, words="已申请保护令。", by=keeper, at=NOW + 3 * DAY)
    close_stay(row, by=keeper, at=NOW + 3 * DAY)

    row.refresh_from_db()
    assert row.state == "closed"
    assert BedUse.objects.get().ends_at == NOW + DAY
    assert [event.verb for event in row.events.order_by("pk")] == [
        "stay.admit",
        "stay.discharge",
        "stay.visit",
        "stay.visit",
        "stay.close",
    ]


def test_a_shelter_with_somebody_in_it_is_not_closed(keeper: User) -> None:
    row = shelter(keeper)
    one = stay(row, keeper)
    with pytest.raises(NotAllowed, match="还有人在住"):
        close_shelter(row, reason="装修", by=keeper, at=NOW + DAY)

    discharge(one, LEAVES, by=keeper, at=NOW + DAY)
    close_shelter(row, reason="装修", by=keeper, at=NOW + DAY)

    with pytest.raises(NotAllowed, match="已经停用"):
        stay(row, keeper)


def test_who_is_not_named_does_nothing_there(keeper: User, tree: ProvinceTree) -> None:
    """Nor does she hear anything else of a shelter that is there than of one that is not."""
    row = shelter(keeper)
    one = stay(row, keeper)
    colleague, intruder = user(tree.bincheng, Role.SHELTER_WORKER), user(tree.huimin, Role.UNIT_HEAD)
    nowhere = Shelter(pk=10**9, org=tree.bincheng, org_code=tree.bincheng.code)

    for other in (colleague, intruder):
        heard = set()
        for place in (row, nowhere):
            with pytest.raises(NotAllowed) as refused:
                apply(place, household(), by=other, at=NOW)
            heard.add(str(refused.value))
        assert heard == {"没有这个庇护所，或者您不是它的管护人。"}
        with pytest.raises(NotAllowed):
            discharge(one, LEAVES, by=other, at=NOW)


def test_a_case_worker_sees_the_stay_she_is_named_for_and_no_other(keeper: User, tree: ProvinceTree) -> None:
    row = shelter(keeper)
    one, other = stay(row, keeper), stay(row, keeper, woman("乙"))
    worker = user(tree.bincheng, Role.HANDLER)

    name_worker(one, worker, by=keeper, at=NOW)

    assert list(ShelterStay.objects.visible_to(worker)) == [one]
    assert other not in ShelterStay.objects.visible_to(worker)
    assert not Shelter.objects.visible_to(worker).exists()

    with pytest.raises(NotAllowed, match="不是它的管护人"):
        end_worker(one.workers.get(), by=worker, at=NOW)
    end_worker(one.workers.get(), by=keeper, at=NOW)

    assert not ShelterStay.objects.visible_to(worker).exists()
    with pytest.raises(NotAllowed, match="已经解除"):
        end_worker(one.workers.get(), by=keeper, at=NOW)


def test_the_day_of_opening_is_not_in_the_future(keeper: User) -> None:
    with pytest.raises(NotAllowed, match="不能晚于今天"):
        open_shelter(
            ShelterFacts(**FACTS | {"opened_on": NOW.date() + dt.timedelta(days=1)}), sex="f", by=keeper, at=NOW
        )
