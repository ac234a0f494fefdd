"""Homes of two townships of each main county, looked at from door to door by the list of 平安家庭."""

from django.utils import timezone

from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import SEATS
from fedportal.orgs.models import Level, Organization
from stations.actions.peace_families import Seen, asked_on, list_home

TOWNSHIPS, VILLAGES, HOMES = 2, 5, 6
UNMET = ("hazard", "theft", "accidents")  # what some have not done


def look_at_some(hands: Hands) -> None:
    """One home in four has something to mend."""
    for county in Organization.objects.filter(code__in=SEATS, valid_to=None).order_by("code"):
        for township in _below(county, Level.TOWNSHIP)[:TOWNSHIPS]:
            for village in _below(township, Level.VILLAGE)[:VILLAGES]:
                _walk(hands, township, village)


def _below(unit: Organization, level: Level) -> list[Organization]:
    return list(Organization.objects.in_range_of(unit).filter(level=level, valid_to=None).order_by("code"))


def _walk(hands: Hands, township: Organization, village: Organization) -> None:
    at, by = hands.ago(hands.random.randrange(1, 25)), hands.of(township, Can.LOG_SERVICES)
    on = timezone.localdate(at)
    items = asked_on(village, on)
    for number in range(1, HOMES + 1):
        wrong = hands.random.choice(UNMET) if hands.random.random() < 1 / 4 else ""
        seen = {item.pk: Seen.UNMET if item.code == wrong else Seen.MET for item in items}
        list_home(village, f"{number}号", seen, on=on, by=by, at=at)
