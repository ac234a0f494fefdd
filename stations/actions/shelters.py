"""Keeping a shelter: entering it, its rooms and beds, and who is named as keeper."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.deadlines.actions import cancel_deadlines
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.orgs.models import Level
from stations.models import BedUse, Shelter, ShelterBed, ShelterEvent, ShelterKeeper, ShelterRoom, ShelterStay
from stations.shelter_facts import RoomUse, Sex

NOT_YOURS = "没有这个庇护所，或者您不是它的管护人。"


@dataclass(frozen=True)
class ShelterFacts:
    """What is said of a shelter; all but its kind and day is enciphered."""

    kind: str
    name: str
    address: str
    phone: str
    opened_on: dt.date
    pick_up: str = ""


@transaction.atomic
@beyond_readers("who enters a shelter is its first keeper only once it is entered")
def open_shelter(facts: ShelterFacts, *, sex: str, by: User, at: dt.datetime) -> Shelter:
    """Enter a shelter of one's own unit; whoever enters it is its first keeper. It takes nobody before a second person
    has confirmed it (shelter_founding). Raises NotAllowed."""
    if not by.can(Can.KEEP_SHELTERS) or by.org.level not in {Level.CITY, Level.COUNTY}:
        raise NotAllowed("庇护所由市、县两级妇联的负责人登记。")
    if facts.opened_on > timezone.localdate(at):
        raise NotAllowed("启用日期不能晚于今天。")
    row = Shelter.objects.create(org=by.org, org_code=by.org.code, entered_by=by, **asdict(facts))
    ShelterKeeper.objects.create(shelter=row, user=by, sex=sex, named_at=at, named_by=by)
    write_down("shelter.open", row, by=by, at=at)
    return row


@transaction.atomic
def change_shelter(shelter: Shelter, facts: ShelterFacts, *, by: User, at: dt.datetime) -> Shelter:
    """Say otherwise what is so now. Raises NotAllowed."""
    row = tended(shelter, by)
    changed = [name for name, value in asdict(facts).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, getattr(facts, name))
    if changed:
        row.save(update_fields=changed)
        labels = "、".join(str(Shelter._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
        write_down("shelter.change", row, by=by, at=at, words=labels)
    return row


@transaction.atomic
def close_shelter(shelter: Shelter, *, reason: str, by: User, at: dt.datetime) -> Shelter:
    """It takes nobody any more. Raises NotAllowed while somebody lives there."""
    row = tended(shelter, by)
    if not reason.strip():
        raise NotAllowed("请填写停用原因。")
    if ShelterStay.objects.living_in().filter(shelter=row).exists():
        raise NotAllowed("还有人在住，不能停用。")
    row.closed_on, row.closed_reason = timezone.localdate(at), reason.strip()
    row.save(update_fields=["closed_on", "closed_reason"])
    cancel_deadlines(row, at=at)
    write_down("shelter.close", row, by=by, at=at, words=row.closed_reason)
    return row


@transaction.atomic
def add_room(
    shelter: Shelter,
    *,
    label: str,
    zone: str = "",
    use: str = RoomUse.LIVING,
    beds: int = 0,
    by: User,
    at: dt.datetime,
) -> ShelterRoom:
    """A room with so many beds, numbered from 1; only living rooms have any. Raises NotAllowed."""
    row = tended(shelter, by)
    living = use == RoomUse.LIVING
    if living != bool(zone) or (beds and not living):
        raise NotAllowed("居住室应当有分区；其他房间没有分区和床位。")
    if row.rooms.filter(label=label.strip()).exists():
        raise NotAllowed(f"已有房间“{label.strip()}”。")
    room = ShelterRoom.objects.create(shelter=row, label=label.strip(), use=use, zone=zone)
    ShelterBed.objects.bulk_create(
        ShelterBed(shelter=row, room=room, label=str(number)) for number in range(1, beds + 1)
    )
    write_down("shelter.room", row, by=by, at=at, words=f"{room}，床位 {beds}")
    return room


@transaction.atomic
def set_out(bed: ShelterBed, *, reason: str, by: User, at: dt.datetime) -> ShelterBed:
    """The bed is given to nobody until it is taken back. Raises NotAllowed while somebody has it."""
    tended(bed.shelter, by)
    row = ShelterBed.objects.select_for_update(of=("self",)).select_related("room").get(pk=bed.pk)
    if not reason.strip():
        raise NotAllowed("请填写停用原因。")
    if BedUse.objects.at(at).filter(bed=row).exists():
        raise NotAllowed("这张床有人在住，或者已经预留。")
    row.out_since, row.out_reason = at, reason.strip()
    row.save(update_fields=["out_since", "out_reason"])
    write_down("shelter.bed_out", row.shelter, by=by, at=at, words=f"{row}：{row.out_reason}")
    return row


@transaction.atomic
def take_back(bed: ShelterBed, *, by: User, at: dt.datetime) -> ShelterBed:
    """The bed can be given again. Raises NotAllowed."""
    tended(bed.shelter, by)
    row = ShelterBed.objects.select_for_update(of=("self",)).select_related("room").get(pk=bed.pk)
    row.out_since, row.out_reason = None, ""
    row.save(update_fields=["out_since", "out_reason"])
    write_down("shelter.bed_back", row.shelter, by=by, at=at, words=str(row))
    return row


@transaction.atomic
def name_keeper(shelter: Shelter, user: User, *, sex: str, by: User, at: dt.datetime) -> ShelterKeeper:
    """One keeper names another: of the unit's own range, or of a unit above it, where all of its own stand too close
    to somebody's respondent. Raises NotAllowed."""
    row = tended(shelter, by)
    near = row.org.covers(user.org.code) or user.org.covers(row.org_code)
    if not user.can(Can.TEND_SHELTERS) or not near or not user.is_active:
        raise NotAllowed("管护人应当是本单位及其上下级、有庇护工作角色的工作人员。")
    if sex not in Sex.values:
        raise NotAllowed("请填写管护人的性别。")
    if row.keepers.named().filter(user=user).exists():
        raise NotAllowed(f"{user.name}已经是管护人。")
    try:
        with transaction.atomic():
            made = ShelterKeeper.objects.create(shelter=row, user=user, sex=sex, named_at=at, named_by=by)
    except IntegrityError:
        raise NotAllowed(f"{user.name}已经是管护人。") from None
    write_down("shelter.keeper", row, by=by, at=at, words=f"指定 {user.name}")
    return made


@transaction.atomic
def end_keeper(keeper: ShelterKeeper, *, by: User, at: dt.datetime) -> ShelterKeeper:
    """She is keeper no more; one is always left. Raises NotAllowed."""
    row = tended(keeper.shelter, by)
    made = ShelterKeeper.objects.select_for_update(of=("self",)).select_related("user").get(pk=keeper.pk)
    if made.until is not None:
        raise NotAllowed("已经解除。")
    if not row.keepers.named().exclude(pk=made.pk).exists():
        raise NotAllowed("至少应当有一名管护人，请先指定另一名。")
    write_down("shelter.keeper_end", row, by=by, at=at, words=f"解除 {made.user.name}")
    made.until = at
    with beyond_readers("who ends her own keeping does not see the row afterwards"):
        made.save(update_fields=["until"])
    return made


def keeps(shelter_pk: int, by: User) -> bool:
    """Whether she is named as keeper."""
    return ShelterKeeper.objects.named().filter(shelter=shelter_pk, user=by).exists()


def tended(shelter: Shelter, by: User) -> Shelter:
    """The shelter, held: whatever gives or takes beds there comes one after another. Raises NotAllowed."""
    rows = Shelter.objects.select_for_update(of=("self",), no_key=True).select_related("org")
    row = rows.filter(pk=shelter.pk).first()
    if row is None or not keeps(row.pk, by):
        raise NotAllowed(NOT_YOURS)
    if row.closed_on is not None:
        raise NotAllowed("庇护所已经停用。")
    return row


def write_down(verb: str, row: Shelter, *, by: User, at: dt.datetime, words: str = "") -> None:
    """A line of its history, and one of the trail, which says nothing of what."""
    ShelterEvent.objects.create(shelter=row, verb=verb, at=at, actor=by, words=words[:300])
    record(verb, row, by=by, at=at)
