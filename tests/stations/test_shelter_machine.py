"""Any order of holds, stays, moves and exits: one person, one bed, one time, and nothing is lost."""

import datetime as dt
from contextlib import suppress
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from fedportal.accounts.roles import Role
from fedportal.lib.refusals import NotAllowed
from stations.actions.shelter_admitting import receive, sleepers
from stations.actions.shelter_holds import HoldFor, hold_beds, release_hold
from stations.actions.shelter_stays import Leaving, discharge, move_bed
from stations.models import BedUse, Shelter, ShelterBed, ShelterHold, ShelterStay
from stations.nearest_beds import Needs, nearest_beds
from stations.shelter_zones import zones_of
from tests.cases.samples import NOW
from tests.drawing import examples
from tests.factories import ProvinceTree, user
from tests.stations.shelters import child, household, shelter, woman

# Real numbers by their check digit; two women who come again and again, and strangers.
KNOWN = ("11010519491231002X", "110105199003074514", "")


class Beds(RuleBasedStateMachine):
    """Two shelters, a clock that only goes on, and whatever people do."""

    stays, holds = Bundle("stays"), Bundle("holds")

    tree: ProvinceTree

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        tree = self.tree
        self.keepers = [user(tree.bincheng, Role.UNIT_HEAD), user(tree.huimin, Role.UNIT_HEAD)]
        self.shelters = [shelter(keeper, women=2, family=2, men=1) for keeper in self.keepers]
        self.agent, self.at, self.number = user(tree.zouping, Role.AGENT), NOW, 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @rule(minutes=some.integers(1, 180))
    def time_goes_on(self, minutes: int) -> None:
        self.at += dt.timedelta(minutes=minutes)

    @rule(
        target=stays,
        place=some.integers(0, 1),
        who=some.sampled_from(KNOWN),
        children=some.integers(0, 2),
        sex=some.sampled_from("ffm"),
    )
    def come(self, place: int, who: str, children: int, sex: str) -> object:
        guests = [woman(id_number=who, sex=sex), *[child() for _ in range(children)]]
        try:
            return receive(self.shelters[place], household(*guests), by=self.keepers[place], at=self.at)
        except NotAllowed:
            return multiple()

    @rule(target=holds, women=some.integers(0, 2), children=some.integers(0, 2), place=some.integers(0, 1))
    def hold(self, women: int, children: int, place: int) -> object:
        needs = Needs(women=women or 1, children=children)
        self.number += 1
        # Places of equal rank stand in an order that tells nothing, and is another each time: here they are named.
        offers = sorted(nearest_beds(self.agent.org, needs, at=self.at), key=lambda each: each.region)
        if not offers:
            return multiple()
        given = HoldFor("call", self.number, "0543-12338")
        return hold_beds(offers[place % len(offers)].offer, needs, given, by=self.agent, at=self.at)

    @rule(hold=consumes(holds))
    def let_go(self, hold: ShelterHold) -> None:
        try:
            release_hold(hold, by=self.agent, at=self.at)
        except NotAllowed:
            assert not ShelterHold.objects.running(self.at).filter(pk=hold.pk).exists()

    @rule(target=stays, hold=consumes(holds))
    def arrive(self, hold: ShelterHold) -> object:
        place = [each.pk for each in self.shelters].index(hold.shelter_id)
        guests = [*[woman() for _ in range(hold.women)], *[child() for _ in range(hold.children)]]
        try:
            made = receive(
                Shelter.objects.get(pk=hold.shelter_id),
                household(*guests),
                by=self.keepers[place],
                at=self.at,
                hold=hold,
            )
        except NotAllowed:
            assert not ShelterHold.objects.running(self.at).filter(pk=hold.pk).exists()  # while it runs, it is kept
            return multiple()
        return made

    @rule(stay=stays, bed=some.integers(0, 9))
    def move(self, stay: ShelterStay, bed: int) -> None:
        beds = list(ShelterBed.objects.filter(shelter=stay.shelter_id).order_by("pk"))
        person = stay.application.residents.order_by("place").first()
        assert person is not None
        with suppress(NotAllowed):
            move_bed(stay, person, beds[bed % len(beds)], by=self._keeper(stay), at=self.at)

    @rule(stay=consumes(stays))
    def leave(self, stay: ShelterStay) -> None:
        discharge(stay, Leaving("herself", "本人申请离开。"), by=self._keeper(stay), at=self.at)

    def _keeper(self, stay: ShelterStay) -> object:
        return self.keepers[[each.pk for each in self.shelters].index(stay.shelter_id)]

    @invariant()
    def one_bed_for_one_at_one_time(self) -> None:
        for field in ("bed_id", "resident_id", "person_key"):
            uses = BedUse.objects.exclude(**{field: None}).order_by(field, "begins_at", "pk")
            kept = [use for use in uses if use.ends_at != use.begins_at]  # what began and ended at once took nothing
            for one, next_one in pairwise(kept):
                if getattr(one, field) == getattr(next_one, field):
                    assert one.ends_at is not None, field
                    assert one.ends_at <= next_one.begins_at, field

    @invariant()
    def everybody_who_lives_there_has_a_fitting_bed(self) -> None:
        for stay in ShelterStay.objects.all():
            people = list(stay.application.residents.order_by("place"))
            beds = [
                BedUse.objects.filter(resident=person, ends_at=None).select_related("bed__room").first()
                for person in people
            ]
            if stay.left_at is not None:
                assert beds == [None] * len(people)
                continue
            for use, sleeper in zip(beds, sleepers(people, self.at), strict=True):
                assert use is not None
                assert use.bed.room.zone in zones_of(sleeper)


@pytest.mark.hypothesis
def test_one_person_one_bed_one_time_whatever_happens_in_whatever_order(tree: ProvinceTree, law: None) -> None:
    Beds.tree = tree
    run_state_machine_as_test(Beds, settings=settings(max_examples=examples(8, 25), stateful_step_count=25))
