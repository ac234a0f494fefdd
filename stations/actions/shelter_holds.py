"""Holding beds for somebody on her way, and letting go of them. Who holds is told a region, a kind and a number."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from cases.disposal.erasing import blank
from cases.knowing import Reader
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.audit.log import record
from fedportal.deadlines.limits import Light
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.notices.actions import tell
from stations.actions.shelters import keeps
from stations.models import BedUse, Shelter, ShelterApplication, ShelterBed, ShelterHold
from stations.nearest_beds import Needs, shelter_behind
from stations.shelter_erasures import UNUSED_HOLD
from stations.shelter_facts import Occasion
from stations.shelter_law import HOLD_LASTS, HOLD_WORDS_KEPT, MOST_HELD
from stations.shelter_zones import FreeBed, allot

# One answer, whether it is full, gone, closed, or was never there.
NOT_TO_BE_HAD = "这里的床位现在不能预留，请另选一处；没有其他床位的，请联系本级值班负责人。"
HELD = "已经预留了床位；要换一处的，请由预留的人或者本单位负责人先取消。"


@dataclass(frozen=True)
class HoldFor:
    """What beds are held for, and whom the keeper rings to arrange the way; of a call also its matter."""

    occasion: str
    occasion_id: int
    contact: str
    needs_words: str = ""
    petition_id: int | None = None

    @property
    def matter(self) -> int | None:
        return self.occasion_id if self.occasion == Occasion.PETITION else self.petition_id


@transaction.atomic
@beyond_readers("who holds a bed is not told whose it is; the keeper alone reads the rest")
def hold_beds(offer: str, needs: Needs, given: HoldFor, *, by: User, at: dt.datetime) -> ShelterHold:
    """Keep beds for HOLD_LASTS at the place that an offer of nearest_beds stands for. Raises NotAllowed; with the same
    words after the same questions, whatever the reason lies in the shelter."""
    _check(needs, given, by)
    _not_twice(given, at)
    found = shelter_behind(offer, by.org, at)
    # Asked even where there is none, so that the time tells nothing.
    row = Shelter.objects.select_for_update(of=("self",), no_key=True).filter(pk=found or 0, closed_on=None).first()
    beds = chosen_beds(row.pk if row else 0, needs, at)
    if row is None or beds is None:
        raise NotAllowed(NOT_TO_BE_HAD, code="no_bed")
    hold = ShelterHold(
        shelter=row,
        org=by.org,
        occasion=given.occasion,
        occasion_id=given.occasion_id,
        petition_id=given.matter,
        women=needs.women,
        men=needs.men,
        children=needs.children,
        needs=given.needs_words.strip(),
        contact=given.contact.strip(),
        held_at=at,
        held_by=by,
        expires_at=at + HOLD_LASTS,
    )
    _keep(hold)
    BedUse.objects.bulk_create(
        BedUse(bed_id=bed.pk, shelter=row, hold=hold, begins_at=at, ends_at=hold.expires_at) for bed in beds
    )
    record("shelter.hold", hold, by=by, at=at, occasion=given.occasion)
    tell(
        hold,
        org=row.org,
        roles=[Role.SHELTER_WORKER],
        text="有新的床位预留，请电话联系接送",
        at=at,
        light=Light.BLUE,
    )
    return hold


@transaction.atomic
@beyond_readers("who let it be held lets it go, and does not see its beds")
def release_hold(hold: ShelterHold, *, by: User, at: dt.datetime) -> ShelterHold:
    """Its beds are free at once; by her who holds them, who leads her unit, or a keeper. Raises NotAllowed."""
    row = ShelterHold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    leads = row.org_id == by.org_id and Reader.of(by).heads
    if not (row.held_by_id == by.pk or leads or keeps(row.shelter_id, by)):
        raise NotAllowed("没有这个预留。")
    if row.released_at is not None or row.expires_at <= at:
        raise NotAllowed("预留已经结束。", code="condition")
    end_hold(row, at=at)
    record("shelter.release", row, by=by, at=at)
    return row


@transaction.atomic
@beyond_readers("whoever keeps the shelter is told by it from whom the matter is kept")
def holds_follow(occasion: Occasion, occasion_id: int, petition: Petition) -> None:
    """What beds were held for has become a matter: they belong to it, and with them whoever came."""
    holds = ShelterHold.objects.filter(occasion=occasion, occasion_id=occasion_id)
    came = list(holds.exclude(application=None).values_list("application", flat=True))
    holds.update(petition=petition)
    ShelterApplication.objects.filter(pk__in=came, petition=None).update(petition=petition)


@transaction.atomic
def forget_holds(*, at: dt.datetime) -> int:
    """Whom the keeper was to ring, and what was needed, go where nobody came, HOLD_WORDS_KEPT after the hold was over;
    how many. Twice is once."""
    unused = ShelterHold.objects.over_since(at - HOLD_WORDS_KEPT).filter(application=None).exclude(contact="")
    rows = list(unused.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    blank([UNUSED_HOLD], [row.pk for row in rows], at=at)
    for row in rows:
        record("shelter.forget_hold", row, by=None, at=at)
    return len(rows)


def end_hold(row: ShelterHold, *, at: dt.datetime) -> None:
    """Its beds are free from now on."""
    row.released_at = at
    row.save(update_fields=["released_at"])
    row.uses.filter(ends_at__gt=at).update(ends_at=at)


def chosen_beds(shelter_pk: int, needs: Needs, at: dt.datetime) -> list[FreeBed] | None:
    """Beds for as many as are coming; None where they do not suffice."""
    free = ShelterBed.objects.filter(shelter=shelter_pk).free_from(at).select_related("room")
    return allot(needs.sleepers(), list(free.order_by("pk")))


def _not_twice(given: HoldFor, at: dt.datetime) -> None:
    """Nor for one matter from its page and from a call of it: the matter is locked, so that one of two waits."""
    if given.matter is None:
        return
    Petition.objects.select_for_update(of=("self",), no_key=True).get(pk=given.matter)
    if ShelterHold.objects.filter(petition=given.matter).running(at).exists():
        raise NotAllowed(HELD, code="condition")


def _keep(hold: ShelterHold) -> None:
    try:
        with transaction.atomic():
            hold.save(force_insert=True)
    except IntegrityError:  # hold_one_for_a_…
        raise NotAllowed(HELD, code="condition") from None


def _check(needs: Needs, given: HoldFor, by: User) -> None:
    if not by.can(Can.HOLD_BEDS):
        raise NotAllowed("床位由接听热线、办理信访的工作人员预留。")
    if not 1 <= needs.people <= MOST_HELD:
        raise NotAllowed(f"一次预留 1 至 {MOST_HELD} 人的床位。")
    if not given.contact.strip():
        raise NotAllowed("请填写管护人可以打的联系电话。")
