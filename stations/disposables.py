"""People who left the network are disposed of by lists once their time is over (cases.disposal.kinds)."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.disposal.erasing import blank, bury
from cases.disposal.kinds import Disposable, Line, declare
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.privacy.models import DisposalBatch
from fedportal.privacy.retention import years_before
from stations.erasures import OF_PEOPLE
from stations.models import NetworkPerson
from stations.network_law import KEPT_YEARS
from stations.network_querysets import PersonQuerySet

_RETENTION = "network"
PERSON = "person"  # as lists of disposal name the kind


def due(rows: PersonQuerySet, at: dt.datetime) -> PersonQuerySet:
    """Those who left so long ago, and are not marked to be kept."""
    before = timezone.localdate(years_before(at, KEPT_YEARS))
    return rows.kept().filter(kept_at=None, left_on__lt=before)


def _lines(rows: PersonQuerySet) -> list[Line]:
    return [Line(row.pk, row.number, _RETENTION, _midnight(row.left_on)) for row in rows.unopened()]


def _midnight(day: dt.date | None) -> dt.datetime:
    assert day is not None  # they have left
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def erase(pks: list[int], batch: DisposalBatch, at: dt.datetime) -> None:
    """What the figures count stays: the row with its days, its roles, courses and hours."""
    rows = NetworkPerson.objects.filter(pk__in=pks).unopened()
    bury(PERSON, [(row.pk, row.number, None) for row in rows], batch, at=at)
    blank(OF_PEOPLE, pks, at=at)


@transaction.atomic
def _hold(pk: int, reason: str, by: User, at: dt.datetime) -> Any:
    row = NetworkPerson.objects.select_for_update().get(pk=pk)
    row.kept_at, row.kept_reason = at, reason[:200]
    row.save(update_fields=["kept_at", "kept_reason"])
    record("person.keep", row, by=by, at=at)
    return row


declare(
    Disposable(
        kind=PERSON,
        label="维权队伍人员",
        model=NetworkPerson,
        rule=f"离队满 {KEPT_YEARS} 年的维权队伍人员个人信息（内部口径；个人信息保护法第十九条）",
        page="stations:person",
        verb="person.dispose",
        order=("left_on", "pk"),
        due=due,
        lines=_lines,
        erase=erase,
        hold=_hold,
        kept=lambda _: f"{KEPT_YEARS} 年",
    )
)
