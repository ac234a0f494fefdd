"""Writing down what was done about a petition."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from cases.models import Event, HandlingStep, Petition
from cases.workflow import Status
from cases.workflow.aftercare import StepKind
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed

LOCKED = frozenset({Status.ARCHIVED, Status.MERGED})


@transaction.atomic
def record_step(
    petition: Petition,
    *,
    kind: str,
    happened_at: dt.datetime,
    note: str,
    by: User,
    at: dt.datetime,
    place: str = "",
    people: str = "",
) -> HandlingStep:
    """Keep one note of work. Raises NotAllowed for another unit, an archived matter, or a moment to come."""
    row = locked(petition)
    check_holds(row, by, "登记办理记录")
    if happened_at > at:
        raise NotAllowed("办理时间不能晚于现在。")
    made = HandlingStep.objects.create(
        petition=row,
        kind=StepKind(kind),
        happened_at=happened_at,
        place=place,
        people=people,
        note=note,
        org=by.org,
        recorded_at=at,
        recorded_by=by,
    )
    data = {"step": kind, "happened_at": minute(happened_at), "place": place, "people": people}
    Event.objects.create(petition=row, verb="step.record", at=at, actor=by, org=by.org, note=note, data=data)
    record("step.record", made, by=by, at=at, kind=kind)
    return made


def locked(petition: Petition) -> Petition:
    """The petition under its lock, with the unit that holds it and the one above."""
    return Petition.objects.select_for_update(of=("self",)).select_related("org__parent").get(pk=petition.pk)


def check_holds(row: Petition, by: User, act: str) -> None:
    """Refuse another unit's people, and a file that is locked."""
    if row.org_id != by.org_id:
        raise NotAllowed(f"该信访事项现由{row.org.name}承办，只有承办单位可以{act}。")
    if row.status in LOCKED:
        raise NotAllowed(f"该信访事项现为“{Status(row.status).label}”，不能{act}。")


def minute(moment: dt.datetime) -> str:
    """As the timeline shows it: 2026-11-22 14:05."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def whole_minute(moment: dt.datetime) -> dt.datetime:
    """Pages know minutes: what was typed for the minute of a moment is not before it."""
    return moment.replace(second=0, microsecond=0)
