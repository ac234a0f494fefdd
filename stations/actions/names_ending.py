"""Names that end by themselves: their term is over, or their station is closed."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines
from stations.accreditation_workflow import OPEN, AccreditationState, Ground
from stations.actions.accreditation_story import locked, tell_unit, write
from stations.check_law import ACCREDITATION_REVIEW
from stations.models import Accreditation

_S = AccreditationState


@transaction.atomic
def end_names(*, at: dt.datetime) -> int:
    """What is over today, each with a line of its story; how many. Twice is once."""
    over = Q(state=_S.VALID, valid_until__lt=timezone.localdate(at))
    closed = Q(station__closed_on__isnull=False, state__in=sorted(OPEN | {_S.VALID}))
    keys = list(Accreditation.objects.filter(over | closed).order_by("pk").values_list("pk", flat=True))
    for key in keys:
        _end(Accreditation(pk=key), at)
    return len(keys)


def _end(row: Accreditation, at: dt.datetime) -> None:
    fresh = locked(row)
    source = fresh.state
    shut = fresh.station is not None and fresh.station.closed_on is not None
    if source == _S.VALID:
        fresh.state = _S.WITHDRAWN if shut else _S.EXPIRED
        fresh.ground = Ground.CLOSED if shut else ""
        (cancel_deadlines if shut else meet_deadlines)(fresh, kinds=(ACCREDITATION_REVIEW.kind,), at=at)
    else:
        fresh.state = _S.ABANDONED
        cancel_deadlines(fresh, at=at)
    fresh.ended_at, fresh.moved_at = at, at
    fresh.save(update_fields=["state", "ground", "ended_at", "moved_at"])
    write(fresh, "end", source, by=None, org=fresh.namer or fresh.applicant, at=at)
    tell_unit(fresh, fresh.applicant, f"{_S(fresh.state).label}。", at=at)
