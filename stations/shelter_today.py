"""What a keeper sees when she opens her shelter: who lives there, who is out, who comes, who waits, what is free."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch

from fedportal.accounts.models import User
from fedportal.deadlines.models import Deadline
from stations.models import (
    BedUse,
    InOutLog,
    Resident,
    Shelter,
    ShelterApplication,
    ShelterBed,
    ShelterHold,
    ShelterStay,
)
from stations.shelter_facts import StayState, Zone


@dataclass(frozen=True)
class Today:
    """One moment of a shelter, in a constant number of questions."""

    stays: list[ShelterStay]
    out: list[InOutLog]
    holds: list[ShelterHold]
    waiting: list[ShelterApplication]
    follow_ups: list[ShelterStay]
    zones: list[tuple[str, int, int]]  # zone, free beds, all that can be used

    @property
    def free(self) -> int:
        return sum(free for _, free, _ in self.zones)

    @classmethod
    def of(cls, row: Shelter, user: User, at: dt.datetime) -> "Today":
        clocks = Prefetch("deadlines", Deadline.objects.open().order_by("due_at"), to_attr="open_deadlines")
        people = Prefetch("application__residents", Resident.objects.order_by("place"))
        beds = Prefetch(
            "application__residents__uses", BedUse.objects.at(at).select_related("bed__room"), to_attr="beds_now"
        )
        stays = ShelterStay.objects.visible_to(user).filter(shelter=row).prefetch_related(people, beds, clocks)
        holds = ShelterHold.objects.filter(shelter=row).running(at).select_related("org", "held_by")
        asked = ShelterApplication.objects.visible_to(user).filter(shelter=row).open()
        return cls(
            stays=list(stays.living_in().select_related("application").order_by("until")),
            out=list(_out(row, user)),
            holds=list(holds.order_by("expires_at")),
            waiting=list(asked.prefetch_related("residents").order_by("applied_at")),
            follow_ups=list(stays.filter(state=StayState.FOLLOW_UP).select_related("application").order_by("left_at")),
            zones=_zones(row, at),
        )


def _out(row: Shelter, user: User) -> list[InOutLog]:
    seen = ShelterStay.objects.visible_to(user).filter(shelter=row)
    lines = InOutLog.objects.filter(stay__in=seen, back_at=None)
    return list(lines.select_related("resident", "stay").order_by("back_by"))


def _zones(row: Shelter, at: dt.datetime) -> list[tuple[str, int, int]]:
    usable = list(ShelterBed.objects.filter(shelter=row).usable().select_related("room"))
    free = set(ShelterBed.objects.filter(shelter=row).free_from(at).values_list("pk", flat=True))
    found = []
    for zone in Zone:
        beds = [bed for bed in usable if bed.zone == zone]
        if beds:
            found.append((zone.label, sum(bed.pk in free for bed in beds), len(beds)))
    return found
