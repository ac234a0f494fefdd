"""Verbs on agencies: enter one, correct it, take it out of use; a unit keeps those of its own place."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Agency, Organization
from fedportal.orgs.names import initials
from fedportal.orgs.succession import successor_of


@transaction.atomic
def add_agency(*, by: User, kind: str, name: str, contact: str, phone: str, at: dt.datetime) -> Agency:
    """Enter an agency of one's own place, in use from today. Raises NotAllowed where that name is in use there."""
    place = Organization.objects.select_for_update().get(pk=by.org_id)
    _check_free(place, name)
    made = Agency.objects.create(
        place=place,
        kind=kind,
        name=name,
        initials=initials(name),
        contact=contact,
        phone=phone,
        valid_from=timezone.localdate(at),
    )
    record("agency.add", made, by=by, at=at, kind=kind)
    return made


@transaction.atomic
def correct_agency(
    agency: Agency, *, by: User, kind: str, name: str, contact: str, phone: str, at: dt.datetime
) -> Agency:
    """Set right what is written about it; letters that were sent keep what stands in them."""
    row = _locked(agency, by)
    if name != row.name:
        _check_free(row.place, name)
    given = {"kind": kind, "name": name, "contact": contact, "phone": phone}
    changed = [field for field, value in given.items() if getattr(row, field) != value]
    row.kind, row.name, row.initials, row.contact, row.phone = kind, name, initials(name), contact, phone
    row.save(update_fields=["kind", "name", "initials", "contact", "phone"])
    record("agency.correct", row, by=by, at=at, changed=changed)
    return row


@transaction.atomic
def retire_agency(agency: Agency, *, by: User, at: dt.datetime) -> Agency:
    """No more letters to it from today on; those on their way are still answered."""
    row = _locked(agency, by)
    row.valid_to = timezone.localdate(at)
    row.save(update_fields=["valid_to"])
    record("agency.retire", row, by=by, at=at)
    return row


def take_over(*, ended: list[int], at: dt.datetime, **_: Any) -> None:
    """Agencies follow their place to its successor; where that one has the same name in use, its own stays so."""
    same = Agency.objects.filter(place=OuterRef("place__successor"), name=OuterRef("name"), valid_to=None)
    leaving = Agency.objects.filter(place__in=ended)
    today = timezone.localdate(at)
    leaving.filter(Exists(same), valid_to=None, valid_from__lte=today).update(valid_to=today)
    leaving.filter(Exists(same), valid_to=None).update(valid_to=F("valid_from"))
    leaving.update(place=successor_of("place"))


def _locked(agency: Agency, by: User) -> Agency:
    row = Agency.objects.select_for_update(of=("self",)).select_related("place").get(pk=agency.pk)
    if row.place_id != by.org_id:
        raise NotAllowed(f"“{row.name}”由{row.place.name}维护，请告知该单位修改。")
    if row.valid_to is not None:
        raise NotAllowed(f"“{row.name}”已于 {row.valid_to} 停用。")
    return row


def _check_free(place: Organization, name: str) -> None:
    if Agency.objects.filter(place=place, name=name, valid_to=None).exists():
        raise NotAllowed(f"“{name}”已在名录中，不必重复添加。")
