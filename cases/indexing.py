"""What people and texts are found by: blind indexes of a party, the signature of a petition."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from cases.models import Party
from fedportal.lib.blind_index import address_index, id_index, name_index, phone_index
from fedportal.lib.signatures import signature
from fedportal.orgs.codes import SPAN
from fedportal.orgs.models import Level, Organization

INDEXES = ("id_index", "phone_index", "name_index", "address_index")
BATCH = 500  # rows


def index_party(party: Party) -> None:
    """Fill in what the person is found by. Whoever writes a party calls this first; its petition has a place."""
    place = party.petition.place
    party.id_index = id_index(party.id_number)
    party.phone_index = phone_of(party.phone, place)
    party.name_index = name_index(party.name, place=_at(Level.COUNTY, place))
    party.address_index = address_index(party.address, area=area_of(place))


def phone_of(text: str, place: Organization) -> str:
    """The index of a telephone number given at that place: landlines are told apart by their city."""
    return phone_index(text, area=area_of(place))


def area_of(place: Organization) -> int:
    """The city within which landlines and streets are told apart."""
    return _at(Level.CITY, place)


def names_of(text: str, place: Organization) -> list[str]:
    """The indexes under which a name may stand that was given at that place.

    Those of its county and of the units above, where nobody said which county it was; above a county, all counties.
    """
    codes = [_at(level, place) for level in (Level.COUNTY, Level.CITY, Level.PROVINCE)]
    if place.level < Level.COUNTY:
        codes += Organization.objects.in_range_of(place).filter(level=Level.COUNTY).values_list("code", flat=True)
    return sorted({name_index(text, place=code) for code in codes} - {""})


def index_people(parties: QuerySet) -> int:
    """Index these parties anew, as after a change of the key or of their places. How many they were."""
    count = 0
    for batch in _batches(parties.select_related("petition__place")):
        for party in batch:
            index_party(party)
        count += parties.model._base_manager.bulk_update(batch, INDEXES)
    return count


def index_texts(petitions: QuerySet) -> int:
    """Sign these petitions anew. How many they were."""
    count = 0
    for batch in _batches(petitions.only("request", "facts")):
        for petition in batch:
            petition.signature = signature(petition.request, petition.facts)
        count += petitions.model._base_manager.bulk_update(batch, ["signature"])
    return count


def _batches(rows: QuerySet) -> Iterator[list[Any]]:
    """The rows in the order of their keys."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _at(level: Level, place: Organization) -> int:
    """The code of the unit of this level that holds the place."""
    return place.code // SPAN[level] * SPAN[level]
