"""Beds of a shelter on the page of a matter of violence."""

import datetime as dt
from typing import Any

from cases.categories import VIOLENT
from cases.models import Petition
from cases.panels import Panel
from cases.shown import Shown
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from stations.models import ShelterHold, ShelterStay


def concerns_beds(row: Petition, user: User) -> bool:
    """A matter of violence that the reader's unit works on, and she with it. Beds are held by who has that right: in a
    township or village the page says whom to ask."""
    works = row.org_id == user.org_id and user.can(Can.HANDLE) and row.is_open
    return works and row.category in VIOLENT and not Shown(row, user).masked


def beds_panel(sender: object, *, petition: Petition, user: User, at: dt.datetime, **_: Any) -> Panel | None:
    """Answers the page of a petition: what is held, or the way to hold it; and her stay, for who may know of it."""
    if not concerns_beds(petition, user):
        return None
    hold = ShelterHold.objects.visible_to(user).filter(petition=petition).order_by("-pk").first()
    running = hold is not None and hold.is_running(at)
    stays = ShelterStay.objects.visible_to(user).filter(application__petition=petition).order_by("-pk")
    may = user.can(Can.HOLD_BEDS)
    context = {"petition": petition, "hold": hold, "running": running, "stay": stays.first(), "may": may}
    return Panel("stations/beds_panel.html", context)
