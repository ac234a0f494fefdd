"""The duty sheet: who of the keepers is there when; the women's zone has a woman at any time (H10)."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction

from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed
from stations.actions.shelters import tended, write_down
from stations.models import BedUse, Shelter, ShelterDuty, ShelterKeeper
from stations.shelter_facts import Sex, Zone

LONGEST = dt.timedelta(hours=24)
WOMENS = (Zone.WOMEN, Zone.FAMILY, Zone.GIRLS)


@transaction.atomic
def plan_duty(
    shelter: Shelter, keeper: ShelterKeeper, *, begins: dt.datetime, ends: dt.datetime, by: User, at: dt.datetime
) -> ShelterDuty:
    """A keeper is on duty from then to then. Raises NotAllowed."""
    row = tended(shelter, by)
    named = row.keepers.named().select_related("user").filter(pk=keeper.pk).first()
    if named is None:
        raise NotAllowed("值班的应当是管护人。")
    if not begins < ends <= begins + LONGEST:
        raise NotAllowed("一班应当在 24 小时以内，结束晚于开始。")
    if ShelterDuty.objects.filter(user=named.user, begins_at__lt=ends, ends_at__gt=begins).exists():
        raise NotAllowed(f"{named.user.name}这段时间已经排班。")
    made = ShelterDuty.objects.create(
        shelter=row, user=named.user, sex=named.sex, begins_at=begins, ends_at=ends, by=by
    )
    write_down("shelter.duty", row, by=by, at=at, words=named.user.name)
    return made


@transaction.atomic
def take_off(duty: ShelterDuty, *, by: User, at: dt.datetime) -> None:
    """Off the sheet, while it has not begun. Raises NotAllowed."""
    row = tended(duty.shelter, by)
    if duty.begins_at <= at:
        raise NotAllowed("已经开始的班不能撤下。")
    write_down("shelter.duty_off", row, by=by, at=at, words=duty.user.name)
    duty.delete()


def on_duty(shelter: Shelter, at: dt.datetime) -> list[ShelterDuty]:
    rows = ShelterDuty.objects.filter(shelter=shelter, begins_at__lte=at, ends_at__gt=at)
    return list(rows.select_related("user").order_by("begins_at"))


def woman_missing(shelter: Shelter, at: dt.datetime) -> bool:
    """Whether women or girls live there and no woman is on duty now."""
    uses = BedUse.objects.at(at).filter(shelter=shelter, resident__isnull=False)
    if not uses.filter(bed__room__zone__in=WOMENS).exists():
        return False
    return not any(duty.sex == Sex.FEMALE for duty in on_duty(shelter, at))


def gaps(shelter: Shelter, since: dt.datetime, until: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Stretches in which no woman is on the sheet."""
    rows = ShelterDuty.objects.filter(shelter=shelter, sex=Sex.FEMALE, begins_at__lt=until, ends_at__gt=since)
    covered = since
    for begins, ends in rows.order_by("begins_at").values_list("begins_at", "ends_at"):
        if begins > covered:
            yield covered, begins
        covered = max(covered, ends)
    if covered < until:
        yield covered, until
