"""Shelters of the demo, in one deep city: rooms, keepers, households, and a hold on its way. All of it is invented."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.people import name_of
from fedportal.dashboards.demo.places import SEATS
from fedportal.orgs.codes import code_end
from fedportal.orgs.models import Level, Organization
from stations.actions.shelter_admitting import Guest, Household, apply, let_wait, receive
from stations.actions.shelter_care import go_out, keep_belonging, plan_care, refer
from stations.actions.shelter_checks import Scored, items_of, keep_check
from stations.actions.shelter_duty import plan_duty
from stations.actions.shelter_founding import confirm_founding
from stations.actions.shelter_holds import HoldFor, hold_beds
from stations.actions.shelter_stays import Leaving, discharge, visit
from stations.actions.shelters import ShelterFacts, add_room, name_keeper, open_shelter
from stations.models import Shelter
from stations.nearest_beds import Needs, nearest_beds
from stations.shelter_facts import Zone

ROOMS = (("女一", Zone.WOMEN, 4), ("亲子一", Zone.FAMILY, 3), ("亲子二", Zone.FAMILY, 3), ("女童", Zone.GIRLS, 2))
LACKS = "psychologist"  # what the shelters have not yet agreed
NEIGHBOURS = 3  # counties of the same city with a shelter


def build_some(hands: Hands) -> None:
    """One in the county whose people visitors sign in as, and in some counties beside it."""
    seat = Organization.objects.get(code=SEATS[0], valid_to=None)
    city = seat.code // 10**8 * 10**8
    units = Organization.objects.filter(code__gte=city, code__lt=code_end(city), level=Level.COUNTY, valid_to=None)
    for place in [seat, *units.exclude(pk=seat.pk).order_by("code")[:NEIGHBOURS]]:
        shelter, keeper = _opened(place, hands)
        _lived_in(shelter, keeper, hands)
        if place == seat:
            _busy(shelter, keeper, hands)


@transaction.atomic
def _opened(place: Organization, hands: Hands) -> tuple[Shelter, User]:
    keeper, at = hands.of(place, Can.KEEP_SHELTERS), hands.ago(90)
    facts = ShelterFacts(
        "shelter",
        f"演示小院（{place.region_name}）",
        "（演示地址，不是真实地点）",
        "0000-0000000",
        timezone.localdate(at),
        "在约定的公交站由管护人来接",
    )
    shelter = open_shelter(facts, sex="f", by=keeper, at=at)
    above = (place, place.parent, place.parent.parent) if place.parent else (place,)
    others = User.objects.filter(org__in=above, is_active=True).exclude(pk=keeper.pk).order_by("-org__level", "pk")
    second = next(other for other in others if other.can(Can.KEEP_SHELTERS))
    shelter = confirm_founding(shelter.pk, by=second, at=at)
    for label, zone, beds in ROOMS:
        add_room(shelter, label=label, zone=zone, beds=beds, by=keeper, at=at)
    for other in User.objects.filter(org=place, is_active=True).exclude(pk=keeper.pk).order_by("pk"):
        if other.can(Can.TEND_SHELTERS):
            name_keeper(shelter, other, sex="f", by=keeper, at=at)
    items = items_of(shelter, hands.at)
    found = {item.pk: Scored(0, "正在联系。") if item.code == LACKS else Scored(item.points) for item in items}
    keep_check(shelter, found, by=keeper, at=hands.ago(30))
    return shelter, keeper


def _household(hands: Hands, children: int) -> Household:
    random, today = hands.random, timezone.localdate(hands.at)
    mother = Guest(name_of(random, female=True), "f", today.replace(year=today.year - random.randrange(24, 50), day=1))
    young = [
        Guest(name_of(random, female=bool(n % 2)), "fm"[n % 2 == 0], today.replace(year=today.year - 5 - n, day=1))
        for n in range(children)
    ]
    return Household([mother, *young], random.choice(["word", "police", "warning", "federation"]))


def _lived_in(shelter: Shelter, keeper: User, hands: Hands) -> None:
    """Those who came and left in the last months."""
    for days in (70, 48, 26):
        at = hands.ago(days)
        stay = receive(shelter, _household(hands, hands.random.randrange(2)), by=keeper, at=at)
        refer(stay, kind=hands.random.choice(["legal", "psychology", "job"]), words="演示转介", by=keeper, at=at)
        left = at + dt.timedelta(days=hands.random.randrange(3, 10))
        discharge(stay, Leaving("fetched", "本人申请随亲属离开。", "亲属"), by=keeper, at=left)
        visit(stay, safe=True, words="已安顿，目前安全。", by=keeper, at=left + dt.timedelta(days=3))


def _busy(shelter: Shelter, keeper: User, hands: Hands) -> None:
    """Today: one at her first day, one whose days are over, one who is out, one who waits, one who is on her way."""
    late, new = hands.ago(12), hands.ago(1)
    first = receive(shelter, _household(hands, 1), by=keeper, at=late)
    plan_care(
        first,
        safety="对方不知道地点。",
        needs="离婚诉讼、孩子转学。",
        steps="法援周三，教育局周一。",
        by=keeper,
        at=late,
    )
    second = receive(shelter, _household(hands, 0), by=keeper, at=new)
    keep_belonging(second, words="身份证、户口簿各一", by=keeper, at=new)
    person = second.application.residents.get()
    go_out(second, person, back_by=hands.at + dt.timedelta(hours=2), words="去法院", by=keeper, at=hands.at)
    let_wait(apply(shelter, _household(hands, 2), by=keeper, at=hands.at), by=keeper, at=hands.at)
    named = shelter.keepers.named().first()
    if named is not None:
        begins = hands.at - dt.timedelta(hours=1)
        plan_duty(shelter, named, begins=begins, ends=begins + dt.timedelta(hours=12), by=keeper, at=hands.at)
    needs = Needs(children=1)
    offer = nearest_beds(keeper.org, needs, at=hands.at)[0].offer
    hold_beds(offer, needs, HoldFor("call", 1, "0000-12338", "孩子发烧"), by=keeper, at=hands.at)
