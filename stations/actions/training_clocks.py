"""The clock of a petition cadre's training: it runs from the last one, or from when she took up her work."""

import datetime as dt

from django.utils import timezone

from fedportal.deadlines.actions import meet_deadlines
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import DeadlineOpener
from stations.models import NetworkPerson
from stations.network_facts import RoleKind
from stations.network_law import TRAINING


def owe_training(row: NetworkPerson, *, at: dt.datetime) -> Deadline | None:
    """The next training, by the rule as it stands today, however long ago the last one was; None for no cadre."""
    role = row.roles.filter(kind=RoleKind.CADRE, ended_on=None).first()
    if role is None:
        return None
    since = max(row.trained_on, role.begins) if row.trained_on else role.begins
    start = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
    opener = DeadlineOpener.load(timezone.localdate(at))
    duty = opener.build(row, TRAINING.code, org=row.org, start=start, at=at)
    duty.save(force_insert=True)
    return duty


def trained(row: NetworkPerson, on: dt.date, *, at: dt.datetime) -> None:
    """She has attended what row 81 asks for: the clock begins anew from that day, if it is her latest."""
    if row.trained_on is not None and row.trained_on >= on:
        return
    row.trained_on = on
    row.save(update_fields=["trained_on"])
    meet_deadlines(row, kinds=(TRAINING.kind,), at=at)
    owe_training(row, at=at)
