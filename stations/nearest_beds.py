"""Free beds near a unit: region, kind and distance class, and nothing that says where or whose (domain.md H12).

What stands for a shelter is a digest that differs by unit and by day, so that nobody gathers them or passes them on.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from fedportal.lib.blind_index import key_index
from fedportal.lib.row_scope import beyond_readers
from fedportal.orgs.codes import code_end
from fedportal.orgs.models import Level, Organization
from stations.models import Shelter, ShelterBed
from stations.shelter_facts import Distance, Sex, ShelterKind
from stations.shelter_zones import FreeBed, Sleeper, allot, zones_of

_GROWN, _SMALL = 30, 5  # ages that stand for any adult, and for a child that comes along
_CITY, _COUNTY = 10**8, 10**6  # sizes of codes


@dataclass(frozen=True)
class Needs:
    """How many beds for whom; children come along with an adult, or alone where there is none."""

    women: int = 1
    men: int = 0
    children: int = 0

    @property
    def people(self) -> int:
        return self.women + self.men + self.children

    def sleepers(self) -> list[Sleeper]:
        """As the zones know them: of children neither sex nor age is asked on the telephone."""
        led = Sex.FEMALE if self.women else Sex.MALE if self.men else ""
        grown = [Sleeper(Sex.FEMALE, _GROWN)] * self.women + [Sleeper(Sex.MALE, _GROWN)] * self.men
        child = Sleeper(Sex.MALE if led == Sex.MALE else Sex.FEMALE, _SMALL, led)
        return [*grown, *[child] * self.children]


@dataclass(frozen=True)
class Offer:
    """One place with free beds, as anybody who seeks one may know it."""

    offer: str
    region: str
    kind: str
    distance: Distance
    free: int  # beds that are open to one of those who come

    @property
    def kind_words(self) -> str:
        return ShelterKind(self.kind).label


@beyond_readers("of each shelter a region, a kind and a number are told, and nothing else")
def nearest_beds(for_org: Organization, needs: Needs, *, at: dt.datetime) -> list[Offer]:
    """Places that can take all of them now, the nearest first; empty where there is none, whyever."""
    offers = []
    for row, beds in _candidates(for_org, at):
        zones = {zone for person in needs.sleepers() for zone in zones_of(person)}
        if allot(needs.sleepers(), beds) is not None:
            free = sum(bed.zone in zones for bed in beds)
            region = row.org.region_name
            offers.append(Offer(_token(row, for_org, at), region, row.kind, distance(for_org, row), free))
    order = list(Distance)
    return sorted(offers, key=lambda each: (order.index(each.distance), -each.free, each.offer))


def shelter_behind(offer: str, for_org: Organization, at: dt.datetime) -> int | None:
    """The key of the shelter that an offer made to this unit today, or yesterday, stands for. It looks at all of them
    in any case."""
    found = None
    for row in _live(for_org):
        for day in (at, at - dt.timedelta(days=1)):
            if _token(row, for_org, day) == offer:
                found = row.pk
    return found


def distance(org: Organization, row: Shelter) -> Distance:
    """Whether both lie in one county, one city, or one province. A unit of the city has all of its counties near."""
    if org.level >= Level.COUNTY and org.code // _COUNTY == row.org_code // _COUNTY:
        return Distance.COUNTY
    return Distance.CITY if org.code // _CITY == row.org_code // _CITY else Distance.PROVINCE


def _live(org: Organization) -> Iterator[Shelter]:
    """Those of the province."""
    province = org.code // 10**10 * 10**10
    rows = Shelter.objects.live().filter(org_code__gte=province, org_code__lt=code_end(province))
    yield from rows.select_related("org").defer("name", "address", "pick_up", "phone").order_by("pk")


def _candidates(org: Organization, at: dt.datetime) -> Iterator[tuple[Shelter, list[FreeBed]]]:
    rows = list(_live(org))
    beds: dict[int, list[FreeBed]] = {row.pk: [] for row in rows}
    for bed in ShelterBed.objects.filter(shelter__in=rows).free_from(at).select_related("room").order_by("pk"):
        beds[bed.shelter_id].append(bed)
    for row in rows:
        yield row, beds[row.pk]


def _token(row: Shelter, org: Organization, at: dt.datetime) -> str:
    return key_index(f"shelter-offer:{row.ref}:{org.pk}:{timezone.localdate(at)}")
