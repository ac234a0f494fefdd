"""Those who make single moves and write single papers of the demo province by the real verbs."""

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db.models import Max
from django.utils import timezone

from cases.actions import Answers, advance
from cases.models import MatterClass, Petition
from cases.querysets import PetitionQuerySet
from cases.workflow import MOVES
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.accounts import Staff
from fedportal.dashboards.demo.arrivals import CLOSES, OPENS
from fedportal.orgs.models import Organization


@dataclass(frozen=True)
class Hands:
    """The people of all places at one moment."""

    staff: Staff
    random: Random
    at: dt.datetime
    small: bool = False  # a demo of few petitions: the people of the network are of the deep cities alone

    def of(self, org: Organization | int, right: Can) -> User:
        """Someone of this unit (or its key) who may do it."""
        return self.staff.who_can(org if isinstance(org, int) else org.pk, right, self.random)

    def ago(self, days: float) -> dt.datetime:
        """That long ago, the day's hours laid into those of an office; what is of today is as it is."""
        moment = timezone.localtime(self.at - dt.timedelta(days=days))
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        if moment.date() == timezone.localdate(self.at):
            return moment
        return midnight + dt.timedelta(hours=OPENS) + (moment - midnight) * ((CLOSES - OPENS) / 24)

    def quiet(self, org: Organization, *, days: float = 0, **asked: Any) -> PetitionQuerySet:
        """What the unit holds and nothing has happened with for so long, the newest first. No accusations: those are
        read by few, and these hands are anyone's."""
        rows = Petition.objects.filter(org=org, urgent=False, **asked).exclude(matter_class=MatterClass.ACCUSATION)
        rows = rows.annotate(last=Max("events__at")).filter(last__lt=self.ago(days))
        return rows.select_related("org__parent").order_by("-registered_at", "-pk")

    def move(
        self, row: Petition, name: str, org: Organization, *, days_ago: float = 0, note: str = "", **answers: Any
    ) -> Petition:
        """One move by someone of that unit. Raises NotAllowed."""
        move, at = MOVES[name], self.ago(days_ago)
        return advance(row, move, by=self.of(org, move.needs), at=at, note=note, answers=Answers(**answers))
