"""Free beds beside an emergency call, for who may hold them."""

import datetime as dt
from typing import Any

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from hotline.models import Call
from stations.forms.beds_form import BedsForm
from stations.held_beds import beds_beside
from stations.shelter_facts import Occasion


def shelter_panel(row: Call, user: User, at: dt.datetime, form: BedsForm | None = None) -> dict[str, Any]:
    """Empty but for an emergency, and for who may hold beds."""
    if row.emergency_at is None or not user.can(Can.HOLD_BEDS):
        return {}
    return {"beds": beds_beside(row.org, form or beds_form(row), by=user, at=at)}


def beds_form(row: Call, data: Any = None) -> BedsForm:
    """For whom: the keeper rings the seat, where nothing else is said."""
    return BedsForm(data, occasion=Occasion.CALL, occasion_id=row.pk, contact=row.line.number)
