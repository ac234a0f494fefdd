"""Free beds beside an emergency, and what became of those that were held for it. No word says where they are."""

import datetime as dt
from typing import Any

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from hotline.forms.beds_form import BedsForm
from hotline.models import Call
from stations.models import ShelterHold
from stations.nearest_beds import Needs, nearest_beds
from stations.shelter_facts import Occasion

SHOWN = 6  # places: the nearest ones


def shelter_panel(row: Call, user: User, at: dt.datetime, form: BedsForm | None = None) -> dict[str, Any]:
    """Empty but for an emergency, and for who may hold beds."""
    if row.emergency_at is None or not user.can(Can.HOLD_BEDS):
        return {}
    hold = hold_of(row, user)
    running = hold is not None and hold.released_at is None and hold.expires_at > at
    taken = hold is not None and hold.application_id is not None
    offers = [] if running or taken else nearest_beds(row.org, Needs(), at=at)[:SHOWN]
    beds = {"hold": hold, "running": running, "taken": taken, "offers": offers, "form": form or BedsForm(call=row)}
    return {"beds": beds}


def hold_of(row: Call, user: User) -> ShelterHold | None:
    """The latest that was held for this call."""
    holds = ShelterHold.objects.visible_to(user).filter(occasion=Occasion.CALL, occasion_id=row.pk)
    return holds.order_by("-pk").first()
