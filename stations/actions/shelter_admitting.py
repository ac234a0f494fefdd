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
from stations.actions.shelter_elsewhere import MetElsewhere
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
UNCONFIRMED = "庇护所还没有经第二人确认，不能接收。"
STAND_BACK = (
    "您与对方有关系或者在同一单位，应当回避，请由其他单位的管护人登记。"
    "没有的，请上级妇联指定管护人，或者预留其他庇护场所的床位。"
)


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
def apply(
    shelter: Shelter, household: Household, *, by: User, at: dt.datetime, hold: ShelterHold | None = None
) -> ShelterApplication:
    """Take down who asks; nothing is decided yet, and beds that are held for her stay so. Raises NotAllowed."""
    row = tended(shelter, by)
    if row.confirmed_at is None:
        raise NotAllowed(UNCONFIRMED, code="condition")
    _check(household, at)
    kept = _unused(hold, row) if hold is not None else None
    respondent, area = household.respondent, area_of(row.org)
    phone, address = phone_index(respondent.phone, area=area), address_index(respondent.address, area=area)
    wall = [index for index in (id_index(respondent.id_number), phone, address) if index]
    if (respondent.org and respondent.org.pk == by.org_id) or by.digests.filter(index__in=wall).exists():
        raise NotAllowed(STAND_BACK)
    made = ShelterApplication.objects.create(
        shelter=row,
        petition=household.petition or (kept.petition if kept else None),
        basis=household.basis,
        basis_note=household.basis_note.strip(),
        needs=household.needs.strip(),
        wall=wall,
        walled_org=respondent.org,
        applied_at=at,
        entered_by=by,
    )
    Resident.objects.bulk_create(_resident(made, place, guest) for place, guest in enumerate(household.guests, 1))
    if kept is not None:
        kept.application = made
        kept.save(update_fields=["application"])
    record("shelter.apply", made, by=by, at=at)
    return made


@transaction.atomic
def admit(
    application: ShelterApplication,
    *,
    by: User,
    at: dt.datetime,
) -> ShelterStay:
    """The whole household at once, each in a bed of a zone that is open to her; the hold that they came on ends.

    Raises NotAllowed, and nothing is given.
    """
    shelter = tended(application.shelter, by)
    row = _open(application)
    people = list(row.residents.order_by("place"))
    for hold in row.holds.running(at):
        end_hold(hold, at=at)
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
    return admit(apply(shelter, household, by=by, at=at, hold=hold), by=by, at=at)


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
        raise NotAllowed("不予接收的，应当选择原因并写明理由，告知本人（救助管理办法第六条）。")
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
        if "person_in_one_bed" in str(broken):
            raise _where_she_is(shelter, [each.person_key for each in people if each.person_key], at) from None
        raise NotAllowed(FULL, code="condition") from None


def _where_she_is(shelter: Shelter, keys: list[int], at: dt.datetime) -> NotAllowed:
    if BedUse.objects.at(at).filter(shelter=shelter, person_key__in=keys).exists():
        return NotAllowed("其中有人已经在这里住，请核对证件号。", code="condition")
    return MetElsewhere(keys)


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
    numbers = [id_index(guest.id_number) for guest in household.guests if guest.id_number.strip()]
    if len(set(numbers)) < len(numbers):
        raise NotAllowed("有两个人的证件号相同，请核对。")
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


def _unused(hold: ShelterHold, shelter: Shelter) -> ShelterHold:
    """Who comes on a hold belongs to the matter that it was held for: it is used once, and not after it was let go."""
    kept = ShelterHold.objects.select_for_update(of=("self",)).filter(pk=hold.pk, shelter=shelter).first()
    if kept is None:
        raise NotAllowed("没有这个预留。")
    if kept.application_id is not None or kept.released_at is not None:
        raise NotAllowed("这个预留已经用过或者取消，请从“今天”重新登记。", code="condition")
    return kept


def _decide(
    row: ShelterApplication, decision: Decision, *, by: User, at: dt.datetime, also: Sequence[str] = ()
) -> None:
    row.decision, row.decided_at, row.decided_by = decision, at, by
    row.save(update_fields=["decision", "decided_at", "decided_by", *also])
