"""Where the demo happens: two provinces to the county, two of their cities to the village."""

from collections import defaultdict
from pathlib import Path
from random import Random

from django.db.models import Q

from fedportal.orgs.codes import code_end
from fedportal.orgs.loading import divisions_of, load
from fedportal.orgs.models import Level, Organization

# Shares among neighbours; what is loaded to the village gets more, so that its pages are worth a look.
PROVINCE_SHARES = {370000000000: 0.6, 420000000000: 0.4}
DEEP_CITIES = (371600000000, 420900000000)
SEATS = (371602000000, 420902000000)  # the counties whose villages take part too
CHOSEN_SHARES = dict.fromkeys(DEEP_CITIES, 0.3) | dict.fromkeys(SEATS, 0.4)
# Villages only see matters arise: a village worker may not conclude one.
OWN_SHARE = {Level.PROVINCE: 0.04, Level.CITY: 0.12, Level.COUNTY: 0.78, Level.TOWNSHIP: 1.0}
VILLAGES_OF_A_TOWN = 2  # so many villages of each town of a seat have staff


def load_places(project: Path) -> None:
    """Load what is missing: all provinces to the county, the two deep cities to the village."""
    load(divisions_of([], Level.COUNTY, project=project))
    for city in DEEP_CITIES:
        province = divisions_of([str(city)[:2]], Level.VILLAGE, project=project)
        load([division for division in province if city <= division.code < code_end(city)])


class Places:
    """The organizations that take part: how much comes to each, and how slow each is."""

    def __init__(self, random: Random) -> None:
        self.orgs = list(_taking_part())
        self._below: dict[int | None, list[Organization]] = defaultdict(list)
        for org in self.orgs:
            self._below[org.parent_id].append(org)
        self._weight = {org.pk: self._draw_weight(org, random) for org in self.orgs}
        for org in self.orgs:
            if share := CHOSEN_SHARES.get(org.code):
                others = sum(self._weight[other.pk] for other in self._below[org.parent_id] if other is not org)
                self._weight[org.pk] = others * share / (1 - share)
        self.slowness = {
            org.pk: random.betavariate(1.1, 5.5) * (1 if org.level >= Level.COUNTY else 0.4) for org in self.orgs
        }
        self.slowness |= {org.pk: 0.2 for org in self.orgs if org.code in SEATS}

    def _draw_weight(self, org: Organization, random: Random) -> float:
        """A city counts as much as its counties together."""
        if org.code in PROVINCE_SHARES:
            return PROVINCE_SHARES[org.code]
        counties = len(self._below[org.pk]) if org.level < Level.COUNTY else 1
        return max(1, counties) * random.lognormvariate(0, 0.5)

    def registering(self, random: Random) -> Organization:
        """To whom the next petitioner turns: down from a province, until one keeps the matter."""
        org = self._one_of(None, random)
        while self._below[org.pk] and random.random() > OWN_SHARE[Level(org.level)]:
            org = self._one_of(org.pk, random)
        return org

    def receiver(self, org: Organization, random: Random) -> Organization | None:
        """To whom this organization passes a matter down: a county, or a town of a county."""
        if not self._below[org.pk]:
            return None
        below = self._one_of(org.pk, random)
        return self.receiver(below, random) or below if below.level < Level.COUNTY else below

    def scene(self, org: Organization, random: Random) -> Organization:
        """Where the matter arose: at the organization's own place or somewhere below it."""
        while self._below[org.pk] and (org.level < Level.COUNTY or random.random() < 0.75):
            org = self._one_of(org.pk, random)
        return org

    def _one_of(self, parent: int | None, random: Random) -> Organization:
        choices = self._below[parent]
        return random.choices(choices, [self._weight[org.pk] for org in choices])[0]


def _taking_part() -> list[Organization]:
    """Both provinces to the county, the deep cities to the town, and some villages of their seats."""
    within = Q()
    for province in PROVINCE_SHARES:
        within |= Q(code__gte=province, code__lt=code_end(province))
    living = Organization.objects.filter(within, valid_to=None).order_by("level", "code")
    orgs = [org for org in living if org.level < Level.TOWNSHIP or _in(DEEP_CITIES, org)]
    villages: dict[int | None, int] = defaultdict(int)
    kept = []
    for org in orgs:
        if org.level == Level.VILLAGE:
            villages[org.parent_id] += 1
            if not _in(SEATS, org) or villages[org.parent_id] > VILLAGES_OF_A_TOWN:
                continue
        kept.append(org)
    return kept


def _in(places: tuple[int, ...], org: Organization) -> bool:
    return any(place <= org.code < code_end(place) for place in places)
