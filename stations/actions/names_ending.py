"""Names that end by themselves: their term is over, or their station is closed."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines
from stations.accreditation_workflow import OPEN, AccreditationKind, AccreditationState, Ground
from stations.actions.accreditation_story import locked, tell_unit, write
from stations.check_law import ACCREDITATION_REVIEW
from stations.models import Accreditation
from stations.no_violence import had_cases, quarter_began

_S = AccreditationState


@transaction.atomic
def end_names(*, at: dt.datetime) -> int:
    """What is over today, each with a line of its story; how many. Twice is once."""
    over = Q(state=_S.VALID, valid_until__lt=timezone.localdate(at))
    closed = Q(station__closed_on__isnull=False, state__in=sorted(OPEN | {_S.VALID}))
    rows = Accreditation.objects.filter(over | closed | Q(pk__in=_undeserved(at)))
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        _end(Accreditation(pk=key), at)
    return len(keys)


def _undeserved(at: dt.datetime) -> list[int]:
    """Villages named before this quarter in which something was reported until it began: all on the same day, as a
    term that is over, so that neither the day nor a word tells of a case."""
    began = quarter_began(timezone.localdate(at))
    rows = Accreditation.objects.filter(kind=AccreditationKind.NO_VIOLENCE, state=_S.VALID, named_at__lt=began)
    places = dict(rows.values_list("pk", "org_code"))
    if not places:
        return []
    found = had_cases(min(places.values()), max(places.values()) + 1, began)
    return [key for key, code in places.items() if code in found]


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
