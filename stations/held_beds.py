"""Free beds beside a matter that somebody has to get away from, and what became of those that were held for it.

No word says where they are."""

import datetime as dt
from dataclasses import dataclass

from fedportal.accounts.models import User
from fedportal.orgs.models import Organization
from stations.forms.beds_form import BedsForm
from stations.models import ShelterHold
from stations.nearest_beds import Needs, Offer, nearest_beds

SHOWN = 6  # places: the nearest ones


@dataclass(frozen=True)
class Beds:
    """What is offered, or held already; with the form in which one says for whom."""

    hold: ShelterHold | None
    running: bool
    offers: list[Offer]
    form: BedsForm

    @property
    def taken(self) -> bool:
        """Whether they have come, and were received."""
        return self.hold is not None and self.hold.application_id is not None


def beds_beside(org: Organization, form: BedsForm, *, by: User, at: dt.datetime) -> Beds:
    """For the occasion that the form is about."""
    hold = hold_of(form.occasion, form.occasion_id, by=by)
    running = hold is not None and hold.is_running(at)
    over = running or (hold is not None and hold.application_id is not None)
    return Beds(hold, running, [] if over else nearest_beds(org, Needs(), at=at)[:SHOWN], form)


def hold_of(occasion: str, occasion_id: int, *, by: User) -> ShelterHold | None:
    """The latest that was held for it."""
    holds = ShelterHold.objects.visible_to(by).filter(occasion=occasion, occasion_id=occasion_id)
    return holds.order_by("-pk").first()
