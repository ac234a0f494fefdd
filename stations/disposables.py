"""People who left the network, and households that left a shelter, are disposed of by lists once their time is over
(cases.disposal.kinds)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.disposal.erasing import blank, bury
from cases.disposal.kinds import Disposable, Line, declare
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.privacy.models import DisposalBatch
from fedportal.privacy.retention import years_before
from stations.erasures import OF_PEOPLE
from stations.models import NetworkPerson, ShelterApplication
from stations.network_law import KEPT_YEARS
from stations.network_querysets import PersonQuerySet
from stations.shelter_erasures import BY_THEMSELVES, SHELTER, ending, shelters_due
from stations.shelter_law import SHELTER_KEPT_YEARS

_RETENTION = "network"
_SHELTER = "shelter"
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


def _holding(model: Any, verb: str) -> Callable[[int, str, User, dt.datetime], Any]:
    """Marks a row to be kept whatever its time, with a line of the trail by that verb."""

    @transaction.atomic
    def hold(pk: int, reason: str, by: User, at: dt.datetime) -> Any:
        row = model.objects.select_for_update(of=("self",)).get(pk=pk)
        row.kept_at, row.kept_reason = at, reason[:200]
        row.save(update_fields=["kept_at", "kept_reason"])
        record(verb, row, by=by, at=at)
        return row

    return hold


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
        hold=_holding(NetworkPerson, "person.keep"),
        kept=lambda _: f"{KEPT_YEARS} 年",
    )
)


def _shelter_lines(rows: Any) -> list[Line]:
    """Nothing but a number of ours stands in a list that others of the unit agree on."""
    return [Line(row.pk, f"庇护事项 {row.pk}", _SHELTER, row.ended_at) for row in ending(rows)]


def _erase_shelters(pks: list[int], batch: DisposalBatch, at: dt.datetime) -> None:
    """What the figures count stays: who came when, for how long, and how many they were."""
    bury(SHELTER, [(pk, f"庇护事项 {pk}", None) for pk in pks], batch, at=at)
    blank(BY_THEMSELVES, pks, at=at)


declare(
    Disposable(
        kind=SHELTER,
        label="庇护申请、入住",
        model=ShelterApplication,
        rule=f"结案或者没有入住满 {SHELTER_KEPT_YEARS} 年的庇护申请、入住（内部口径；个人信息保护法第十九条）",
        page="stations:application",
        verb="shelter.dispose",
        order=("applied_at", "pk"),
        due=shelters_due,
        lines=_shelter_lines,
        erase=_erase_shelters,
        hold=_holding(ShelterApplication, "shelter.keep"),
        kept=lambda _: f"{SHELTER_KEPT_YEARS} 年",
        # Who keeps a shelter of another unit disposes of nothing there.
        ours=lambda user: Q(shelter__org=user.org_id),
    )
)
