"""Duties about stations, checks, names, people and posts, as far as one reader may know what they are about."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.querysets import WORST_FIRST, DeadlineQuerySet
from stations.models import Accreditation, NetworkPerson, RightsPost, Station, StationCheck

# What each is, and the right by which its page is read.
SUBJECTS: dict[type[Model], tuple[str, Can]] = {
    Station: ("站点", Can.SEE_DASHBOARD),
    StationCheck: ("站点检查", Can.SEE_DASHBOARD),
    Accreditation: ("示范创建", Can.SEE_DASHBOARD),
    NetworkPerson: ("维权队伍", Can.KEEP_NETWORK),
    RightsPost: ("妇女维权岗", Can.SEE_CASES),
}


@dataclass(frozen=True)
class Duty:
    """A line of the list."""

    deadline: Deadline
    subject: Any
    kind: str

    @property
    def name(self) -> str:
        """Of a check and of a name: whose it is."""
        return str(self.subject.station.name) if isinstance(self.subject, StationCheck) else str(self.subject)


def duties_before(user: User) -> DeadlineQuerySet:
    """Open duties about what this reader sees, the worst first."""
    seen = Q(pk=None)
    for model, (_, right) in SUBJECTS.items():
        if user.can(right):
            rows = model._default_manager.visible_to(user)  # type: ignore[attr-defined]
            kind = ContentType.objects.get_for_model(model)
            seen |= Q(content_type=kind, object_id__in=rows.order_by().values("pk"))
    return Deadline.objects.open().filter(seen).order_by(*WORST_FIRST)


def lines(duties: Iterable[Deadline], user: User) -> list[Duty]:
    """With what each is about: one question for each kind of subject on the page."""
    found: list[Duty] = []
    for model, (words, _) in SUBJECTS.items():
        kind = ContentType.objects.get_for_model(model)
        mine = [duty for duty in duties if duty.content_type_id == kind.pk]
        rows: Any = model._default_manager.visible_to(user)  # type: ignore[attr-defined]
        subjects = {row.pk: row for row in _named(rows.filter(pk__in=[duty.object_id for duty in mine]))}
        found += [Duty(duty, subjects[duty.object_id], words) for duty in mine if duty.object_id in subjects]
    place = {duty.pk: index for index, duty in enumerate(duties)}
    return sorted(found, key=lambda line: place[line.deadline.pk])


def _named(rows: Any) -> Any:
    """With what their names are made of, and nothing deciphered."""
    related = {StationCheck: ("station",), Accreditation: ("station", "unit"), RightsPost: ("agency",)}
    if rows.model is NetworkPerson:
        return rows.unopened()
    return rows.select_related(*related.get(rows.model, ("org",)))
