"""Beds that wait for somebody: offers that say nothing of where, holds that end by themselves, one answer for all."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.dashboards.badges import badges
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization
from stations.actions.shelter_admitting import receive
from stations.actions.shelter_holds import HoldFor, forget_holds, hold_beds, release_hold
from stations.actions.shelters import name_keeper
from stations.models import BedUse, ShelterHold, ShelterStay
from stations.nearest_beds import Needs, nearest_beds
from stations.shelter_law import HOLD_LASTS, HOLD_WORDS_KEPT
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.shelters import ADDRESS, HOUR, NAME, household, shelter, stay, woman

ALONE, WITH_TWO = Needs(), Needs(women=1, children=2)
FOR_CALL = HoldFor("call", 7, "0543-12338")


@pytest.fixture
def agent(tree: ProvinceTree, law: None) -> User:
    return user(tree.huimin, Role.AGENT)


def offers(org: Organization, needs: Needs = ALONE, **more: Any) -> list[tuple[str, str, int]]:
    return [(each.region, each.distance.value, each.free) for each in nearest_beds(org, needs, at=NOW, **more)]


def test_free_beds_are_told_by_region_and_distance_the_nearest_first(keeper: User, tree: ProvinceTree) -> None:
    shelter(keeper)
    shelter(user(tree.huimin, Role.UNIT_HEAD), women=1, family=0)
    shelter(user(tree.guangrao, Role.UNIT_HEAD))
    shelter(user(tree.hanchuan, Role.UNIT_HEAD))  # of another province

    assert offers(tree.huimin) == [("惠民县", "county", 1), ("滨城区", "city", 5), ("广饶县", "province", 5)]
    assert offers(tree.huimin, WITH_TWO) == [("滨城区", "city", 5), ("广饶县", "province", 5)]
    assert offers(tree.xiaonan) == [("汉川市", "city", 5)]


def test_an_offer_says_neither_address_nor_name_nor_key(keeper: User, tree: ProvinceTree) -> None:
    row = shelter(keeper)

    told = repr(nearest_beds(tree.huimin, ALONE, at=NOW))

    for secret in (ADDRESS, NAME, "3999999", str(row.ref), "公交站"):
        assert secret not in told
    here, there = (nearest_beds(org, ALONE, at=NOW)[0].offer for org in (tree.huimin, tree.zouping))
    assert here != there  # what one county was offered, another cannot use


def test_a_held_bed_is_given_to_nobody_else_until_it_runs_out(keeper: User, agent: User, tree: ProvinceTree) -> None:
    row = shelter(keeper, women=1, family=0)
    offer = nearest_beds(agent.org, ALONE, at=NOW)[0].offer

    hold = hold_beds(offer, ALONE, FOR_CALL, by=agent, at=NOW)

    assert hold.expires_at == NOW + HOLD_LASTS
    assert offers(tree.zouping) == []
    with pytest.raises(NotAllowed, match="没有适合的空床位"):
        stay(row, keeper, at=NOW + HOLD_LASTS - HOUR)
    stay(row, keeper, at=NOW + HOLD_LASTS)  # nothing ran meanwhile: it has ended by itself
    assert not ShelterHold.objects.running(NOW + HOLD_LASTS).exists()


def test_whom_it_was_held_for_gets_the_bed(keeper: User, agent: User) -> None:
    row = shelter(keeper, women=1, family=0)
    hold = hold_beds(nearest_beds(agent.org, ALONE, at=NOW)[0].offer, ALONE, FOR_CALL, by=agent, at=NOW)

    made = receive(row, household(), by=keeper, at=NOW + HOUR, hold=hold)

    hold.refresh_from_db()
    assert (hold.application, hold.released_at) == (made.application, NOW + HOUR)
    assert BedUse.objects.filter(ends_at=None).count() == 1


def test_her_unit_lets_it_go_and_another_does_not(keeper: User, agent: User, intruder: User) -> None:
    shelter(keeper, women=1, family=0)
    offer = nearest_beds(agent.org, ALONE, at=NOW)[0].offer
    hold = hold_beds(offer, ALONE, FOR_CALL, by=agent, at=NOW)
    with pytest.raises(NotAllowed, match="没有这个预留"):
        release_hold(hold, by=user(keeper.org, Role.AGENT), at=NOW + HOUR)

    release_hold(hold, by=agent, at=NOW + HOUR)

    hold_beds(offer, ALONE, FOR_CALL, by=agent, at=NOW + HOUR)
    with pytest.raises(NotAllowed, match="已经结束"):
        release_hold(hold, by=agent, at=NOW + HOUR)


def test_nobody_has_beds_waiting_in_two_places(keeper: User, agent: User, tree: ProvinceTree) -> None:
    shelter(keeper)
    shelter(user(tree.zouping, Role.UNIT_HEAD))
    first, second = (each.offer for each in nearest_beds(agent.org, ALONE, at=NOW))
    hold_beds(first, ALONE, FOR_CALL, by=agent, at=NOW)

    with pytest.raises(NotAllowed, match="已经预留了床位"):
        hold_beds(second, ALONE, FOR_CALL, by=agent, at=NOW)

    hold_beds(second, ALONE, FOR_CALL, by=agent, at=NOW + HOLD_LASTS)


def test_full_and_not_there_and_not_yours_are_one_answer_after_the_same_questions(
    keeper: User, agent: User, tree: ProvinceTree
) -> None:
    row = shelter(keeper, women=1, family=0)
    here = nearest_beds(agent.org, ALONE, at=NOW)[0].offer
    theirs = nearest_beds(tree.zouping, ALONE, at=NOW)[0].offer
    stay(row, keeper)

    heard = []
    for offer in (here, "0" * 32, theirs, "x'); --"):
        with CaptureQueriesContext(connection) as asked, pytest.raises(NotAllowed) as refused:
            hold_beds(offer, ALONE, FOR_CALL, by=agent, at=NOW + HOUR)
        said = [query["sql"] for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
        questions = [words.split("WHERE")[0] for words in said]
        assert len(questions) >= 3
        heard.append((str(refused.value), refused.value.code, questions))

    assert all(each == heard[0] for each in heard)
    assert heard[0][1] == "no_bed"


def test_who_answers_no_calls_and_handles_nothing_holds_nothing(keeper: User, tree: ProvinceTree) -> None:
    shelter(keeper)
    offer = nearest_beds(tree.huimin, ALONE, at=NOW)[0].offer

    with pytest.raises(NotAllowed, match="接听热线、办理信访"):
        hold_beds(offer, ALONE, FOR_CALL, by=user(tree.huimin, Role.STAT_OFFICER), at=NOW)
    with pytest.raises(NotAllowed, match="联系电话"):
        hold_beds(offer, ALONE, HoldFor("call", 7, " "), by=user(tree.huimin, Role.AGENT), at=NOW)


def test_her_unit_sees_its_hold_and_nothing_of_the_stay(keeper: User, agent: User) -> None:
    row = shelter(keeper)
    hold = hold_beds(nearest_beds(agent.org, ALONE, at=NOW)[0].offer, ALONE, FOR_CALL, by=agent, at=NOW)
    receive(row, household(woman()), by=keeper, at=NOW, hold=hold)

    assert list(ShelterHold.objects.visible_to(agent)) == [hold]
    assert not ShelterStay.objects.visible_to(agent).exists()


def test_its_keeper_is_told_of_it_in_her_inbox_and_a_colleague_who_keeps_none_is_not(
    client: Client, keeper: User, agent: User, tree: ProvinceTree
) -> None:
    row = shelter(keeper)
    tending, idle = user(tree.bincheng, Role.SHELTER_WORKER), user(tree.bincheng, Role.SHELTER_WORKER)
    name_keeper(row, tending, sex="f", by=keeper, at=NOW)
    (offer, *_) = nearest_beds(tree.huimin, ALONE, at=NOW)

    hold_beds(offer.offer, ALONE, FOR_CALL, by=agent, at=NOW)

    assert badges(tending) == Counter(unread=1)
    assert badges(idle) == Counter()
    client.force_login(tending)
    assert "有新的床位预留" in client.get(reverse("notices:inbox")).content.decode()
    client.force_login(idle)
    assert "有新的床位预留" not in client.get(reverse("notices:inbox")).content.decode()


def test_a_colleague_neither_sees_nor_lets_go_what_another_holds_for_a_woman_in_danger(
    client: Client, keeper: User, agent: User, tree: ProvinceTree
) -> None:
    shelter(keeper)
    (offer, *_) = nearest_beds(agent.org, ALONE, at=NOW)
    hold = hold_beds(offer.offer, ALONE, FOR_CALL, by=agent, at=NOW)
    colleague, head = user(agent.org, Role.AGENT), user(agent.org, Role.UNIT_HEAD)

    assert list(ShelterHold.objects.visible_to(head)) == [hold]
    assert not ShelterHold.objects.visible_to(colleague).exists()
    with pytest.raises(NotAllowed, match="没有这个预留"):
        release_hold(hold, by=colleague, at=NOW + HOUR)
    client.force_login(colleague)
    assert client.post(reverse("stations:hold_release", args=[hold.pk])).status_code == 404

    assert release_hold(hold, by=head, at=NOW + HOUR).released_at is not None


def test_whom_to_ring_is_forgotten_a_day_after_a_hold_from_which_nobody_came(
    keeper: User, agent: User, tree: ProvinceTree
) -> None:
    """Also where no matter came of the call; of one from which somebody came it goes with her household."""
    place = shelter(keeper, women=9)

    def held(number: int, at: Any) -> ShelterHold:
        given = HoldFor("call", number, "13800001111", "孩子发烧")
        return hold_beds(nearest_beds(tree.huimin, ALONE, at=at)[0].offer, ALONE, given, by=agent, at=at)

    expired, released, used = (held(number, NOW) for number in (1, 2, 3))
    release_hold(released, by=agent, at=NOW + HOUR)
    receive(place, household(), by=keeper, at=NOW + HOUR, hold=used)
    over = NOW + HOUR + HOLD_WORDS_KEPT
    running = held(4, over - HOUR)

    def words() -> list[tuple[str, str]]:
        return [(row.contact, row.needs) for row in ShelterHold.objects.order_by("pk")]

    typed, gone = ("13800001111", "孩子发烧"), ("", "")
    assert (forget_holds(at=over - HOUR), words()) == (0, [typed] * 4)
    assert (forget_holds(at=over), words()) == (1, [typed, gone, typed, typed])
    assert (forget_holds(at=NOW + HOLD_LASTS + HOLD_WORDS_KEPT), words()) == (1, [gone, gone, typed, typed])
    assert forget_holds(at=NOW + HOLD_LASTS + HOLD_WORDS_KEPT) == 0
    expired.refresh_from_db()
    assert (expired.women, expired.expires_at) == (1, NOW + HOLD_LASTS)  # what the figures count stays
    told = AccessEvent.objects.filter(verb="shelter.forget_hold").order_by("pk")
    assert [event.object_id for event in told] == [released.pk, expired.pk]
    assert ShelterHold.objects.get(pk=running.pk).is_running(over)
