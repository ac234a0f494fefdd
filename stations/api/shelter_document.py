"""The documents of shelters and stays, as another system of the unit that answers for them holds them. No place, no
name of a shelter and no telephone stands in any; who stays there is named with `personal` alone."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from fedportal.accounts.models import User
from fedportal.api.ids import id_for
from fedportal.api.unreadable import Unreadable
from fedportal.lib.json_texts import dumped
from fedportal.lib.unopened import is_opened, unopened
from stations.api.parts import said, told
from stations.models import BedUse, Resident, Shelter, ShelterBed, ShelterStay, StayExtension
from stations.models.shelter import KIND as SHELTER
from stations.models.shelter_stay import KIND as STAY

_SHELTER = ("kind", "opened_on", "closed_on")
_STAY = ("state", "until", "left_at", "exit", "closed_at", "adults", "minors")
# Enciphered words of an application, which stay closed.
_UNTOLD = ("application__basis_note", "application__needs", "application__decline_words", "application__kept_reason")
_EXTENSION, _RESIDENT = ("days", "consent", "until", "at"), ("name", "sex", "born_on")


def shelter_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """JSON in one line each, of those that this reader sees now. Two questions, however many they are."""
    seen = Shelter.objects.visible_to(reader).filter(pk__in=pks).unopened().select_related("org")
    rows = {row.pk: row for row in seen}
    slept_in = BedUse.objects.filter(bed=OuterRef("pk"), resident__isnull=False, ends_at=None)
    beds = ShelterBed.objects.usable().filter(shelter__in=rows).annotate(taken=Exists(slept_in))
    counts = beds.order_by().values("shelter").annotate(beds=Count("pk"), free=Count("pk", filter=Q(taken=False)))
    counted = {pk: {"beds": beds, "free": free} for pk, beds, free in counts.values_list("shelter", "beds", "free")}
    return {pk: _shelter(rows[pk], counted.get(pk, {}), reader) for pk in pks if pk in rows}


def _shelter(row: Shelter, counted: dict[str, int], reader: User) -> str:
    """Beds on hold count as free: they are so again by themselves, and nobody would be told when."""
    return dumped(
        {
            "id": id_for(reader, SHELTER, row.pk),
            "ref": str(row.ref),
            "version": row.version,
            "org": f"{row.org_code:012d}",
            "region": row.org.region_name,
            "received_at": said(row.confirmed_at),
            **told(row, _SHELTER),
            "beds": counted.get("beds", 0),
            "free": counted.get("free", 0),
        }
    )


def stay_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The same of stays, in three questions. Of one whose people cannot be read, for a key is missing, an Unreadable
    stands there."""
    seen = ShelterStay.objects.visible_to(reader).filter(pk__in=pks).unopened()
    seen = seen.select_related("application").defer(*_UNTOLD)
    rows = {row.pk: row for row in seen.annotate(place=F("shelter__ref"))}
    extensions: dict[int, list[StayExtension]] = defaultdict(list)
    for each in StayExtension.objects.filter(stay__in=rows).order_by("pk").defer("number"):
        extensions[each.stay_id].append(each)
    people: dict[int, list[Resident]] = defaultdict(list)
    if personal:
        households = [row.application_id for row in rows.values()]
        for person in unopened(Resident.objects.filter(application__in=households)):
            people[person.application_id].append(person)
    return {pk: _stay(rows[pk], extensions[pk], people, reader, personal) for pk in pks if pk in rows}


def _stay(
    row: Any, extensions: list[StayExtension], people: dict[int, list[Resident]], reader: User, personal: bool
) -> str:
    whole = personal and row.application.disposed_at is None
    known = {"id": id_for(reader, STAY, row.pk), "ref": str(row.ref), "version": row.version}
    if not all(is_opened(person, ("name",)) for person in people[row.application_id]):
        return Unreadable.of(**known)
    return dumped(
        {
            **known,
            "shown": "whole" if whole else "masked",
            "org": f"{row.org_code:012d}",
            "shelter": str(row.place),
            "received_at": said(row.admitted_at),
            "basis": row.application.basis,
            **told(row, _STAY),
            "extensions": [told(each, _EXTENSION) for each in extensions],
            "residents": [told(person, _RESIDENT) for person in people[row.application_id]] if whole else None,
        }
    )
