"""Asking for shelter, and what is decided: a household is admitted in one step, or told why not."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.indexing import area_of
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.blind_index import address_index, id_index, key_index, phone_index
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization
from stations.actions.shelter_clocks import begin_stay, end_of_stay
from stations.actions.shelter_holds import end_hold
from stations.actions.shelters import tended
from stations.models import (
    BedUse,
    Resident,
    Shelter,
    ShelterApplication,
    ShelterBed,
    ShelterHold,
    ShelterStay,
    StayEvent,
)
from stations.shelter_facts import Basis, Decision, DeclineReason
from stations.shelter_zones import FreeBed, Sleeper, age_on, allot, zones_of

FULL = "没有适合的空床位，可以登记候床，或者联系其他庇护场所。"
SOMEWHERE_ELSE = "其中有人已经在住，不能同时住两处。"


@dataclass(frozen=True)
class Guest:
    """One person of a household, as she is entered; `party` is the row of a petition's party that she is."""

    name: str
    sex: str
    born_on: dt.date
    id_number: str = ""
    phone: str = ""
    carer: str = ""
    party: int | None = None


@dataclass(frozen=True)
class Respondent:
    """From whom she is in danger: kept as digests alone, so that staff close to him are walled off."""

    id_number: str = ""
    phone: str = ""
    address: str = ""
    org: Organization | None = None  # the federation that he, or one of his, works in


@dataclass(frozen=True)
class Household:
    """Who asks, on what basis; the first of the guests leads it."""

    guests: Sequence[Guest]
    basis: str
    basis_note: str = ""
    needs: str = ""
    petition: Petition | None = None
    respondent: Respondent = field(default_factory=Respondent)


@transaction.atomic
def apply(shelter: Shelter, household: Household, *, by: User, at: dt.datetime) -> ShelterApplication:
    """Take down who asks; nothing is decided yet. Raises NotAllowed."""
    row = tended(shelter, by)
    _check(household, at)
    respondent, area = household.respondent, area_of(row.org)
    wall = [
        id_index(respondent.id_number),
        phone_index(respondent.phone, area=area),
        address_index(respondent.address, area=area),
    ]
    made = ShelterApplication.objects.create(
        shelter=row,
        petition=household.petition,
        basis=household.basis,
        basis_note=household.basis_note.strip(),
        needs=household.needs.strip(),
        wall=[index for index in wall if index],
        walled_org=respondent.org,
        applied_at=at,
        entered_by=by,
    )
    Resident.objects.bulk_create(_resident(made, place, guest) for place, guest in enumerate(household.guests, 1))
    record("shelter.apply", made, by=by, at=at)
    return made


@transaction.atomic
def admit(
    application: ShelterApplication,
    *,
    by: User,
    at: dt.datetime,
    hold: ShelterHold | None = None,
) -> ShelterStay:
    """The whole household at once, each in a bed of a zone that is open to her; a hold of theirs ends with it.

    Raises NotAllowed, and nothing is given.
    """
    shelter = tended(application.shelter, by)
    row = _open(application)
    people = list(row.residents.order_by("place"))
    if hold is not None:
        _use(hold, row, at=at)
    beds = _beds(shelter, people, at)
    stay = ShelterStay.objects.create(
        application=row,
        shelter=shelter,
        org=shelter.org,
        org_code=shelter.org_code,
        admitted_at=at,
        admitted_by=by,
        minors=sum(each.minor for each in sleepers(people, at)),
        adults=sum(not each.minor for each in sleepers(people, at)),
        until=end_of_stay(shelter.org_code, at),
    )
    _decide(row, Decision.ADMITTED, by=by, at=at)
    give_beds(shelter, people, beds, at=at)
    begin_stay(stay, at=at)
    told = "、".join(str(bed) for bed in beds)
    StayEvent.objects.create(stay=stay, verb="stay.admit", at=at, actor=by, words=f"床位 {told}")
    record("stay.admit", stay, by=by, at=at, adults=stay.adults, minors=stay.minors)
    return stay


@transaction.atomic
def receive(
    shelter: Shelter, household: Household, *, by: User, at: dt.datetime, hold: ShelterHold | None = None
) -> ShelterStay:
    """Apply and be admitted in one step: who stands at the door is not made to wait for papers."""
    return admit(apply(shelter, household, by=by, at=at), by=by, at=at, hold=hold)


@transaction.atomic
def let_wait(application: ShelterApplication, *, by: User, at: dt.datetime) -> ShelterApplication:
    """Eligible, and no bed yet: on the list, the longest waiting first. Raises NotAllowed."""
    tended(application.shelter, by)
    row = _open(application)
    _decide(row, Decision.WAITING, by=by, at=at)
    record("shelter.wait", row, by=by, at=at)
    return row


@transaction.atomic
def decline(
    application: ShelterApplication, *, reason: str, words: str, by: User, at: dt.datetime
) -> ShelterApplication:
    """Not received; the reason is told to her and kept (H10). Raises NotAllowed."""
    tended(application.shelter, by)
    row = _open(application)
    if reason not in DeclineReason.values or not words.strip():
        raise NotAllowed("不予接收的，应当选择原因并写明理由，告知本人（救助管理办法第十条）。")
    row.decline_reason, row.decline_words = reason, words.strip()
    _decide(row, Decision.DECLINED, by=by, at=at, also=["decline_reason", "decline_words"])
    record("shelter.decline", row, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def withdraw(application: ShelterApplication, *, by: User, at: dt.datetime) -> ShelterApplication:
    """She does not want it any more. Raises NotAllowed."""
    tended(application.shelter, by)
    row = _open(application)
    _decide(row, Decision.WITHDRAWN, by=by, at=at)
    record("shelter.withdraw", row, by=by, at=at)
    return row


def sleepers(people: Sequence[Resident], at: dt.datetime) -> list[Sleeper]:
    """As the zones know them: a child accompanies the adult who leads the household."""
    today = timezone.localdate(at)
    plain = [Sleeper(each.sex, age_on(each.born_on, today)) for each in people]
    led = next((each.sex for each in plain if not each.minor), "")
    return [Sleeper(each.sex, each.age, led) if each.minor else each for each in plain]


def give_beds(shelter: Shelter, people: Sequence[Resident], beds: Sequence[FreeBed], *, at: dt.datetime) -> None:
    """From now on. Raises NotAllowed where the database says that somebody has the bed, or is elsewhere."""
    uses = [
        BedUse(bed_id=bed.pk, shelter=shelter, resident=person, person_key=person.person_key, begins_at=at)
        for person, bed in zip(people, beds, strict=True)
    ]
    try:
        with transaction.atomic():
            BedUse.objects.bulk_create(uses)
    except IntegrityError as broken:
        raise NotAllowed(SOMEWHERE_ELSE if "in_one_bed" in str(broken) else FULL, code="condition") from None


def fitting(person: Sleeper, bed: FreeBed) -> bool:
    """Whether that bed's zone is open to her (H3, H8)."""
    return bed.zone in zones_of(person)


def _beds(shelter: Shelter, people: Sequence[Resident], at: dt.datetime) -> list[FreeBed]:
    free = list(ShelterBed.objects.filter(shelter=shelter).free_from(at).select_related("room").order_by("pk"))
    found = allot(sleepers(people, at), free)
    if found is None:
        raise NotAllowed(FULL, code="no_bed")
    return found


def _resident(application: ShelterApplication, place: int, guest: Guest) -> Resident:
    known = id_index(guest.id_number) or (key_index(f"party:{guest.party}") if guest.party else "")
    return Resident(
        application=application,
        place=place,
        name=guest.name.strip(),
        sex=guest.sex,
        born_on=guest.born_on,
        id_number=guest.id_number.strip(),
        phone=guest.phone.strip(),
        carer=guest.carer.strip(),
        # 60 bits: as good as the index itself, and a number, which the built-in ranges compare
        person_key=int(known[:15], 16) if known else None,
    )


def _check(household: Household, at: dt.datetime) -> None:
    if not household.guests:
        raise NotAllowed("请登记入住的人。")
    if household.basis not in Basis.values:
        raise NotAllowed("请选择申请依据。")
    today = timezone.localdate(at)
    if any(guest.born_on > today for guest in household.guests):
        raise NotAllowed("出生日期不能晚于今天。")


def _open(application: ShelterApplication) -> ShelterApplication:
    rows = ShelterApplication.objects.select_for_update(of=("self",))
    row = rows.filter(pk=application.pk).first()
    if row is None:
        raise NotAllowed("没有这个申请。")
    if row.decision not in {Decision.APPLIED, Decision.WAITING}:
        raise NotAllowed(f"这个申请已经{row.get_decision_display()}。", code="condition")
    return row


def _use(hold: ShelterHold, row: ShelterApplication, *, at: dt.datetime) -> None:
    """Its beds become theirs, if it is still running; one that has run out changes nothing."""
    kept = ShelterHold.objects.select_for_update(of=("self",)).filter(pk=hold.pk, shelter=row.shelter_id).first()
    if kept is None:
        raise NotAllowed("没有这个预留。")
    if kept.released_at is None and kept.expires_at > at:
        end_hold(kept, at=at)
    kept.application = row
    kept.save(update_fields=["application"])


def _decide(
    row: ShelterApplication, decision: Decision, *, by: User, at: dt.datetime, also: Sequence[str] = ()
) -> None:
    row.decision, row.decided_at, row.decided_by = decision, at, by
    row.save(update_fields=["decision", "decided_at", "decided_by", *also])
