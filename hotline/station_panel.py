"""Which work orders of 12338 wait for a station, on the page where its worker logs her day."""

import datetime as dt
from typing import Any

from django.db.models import F

from cases.panels import Panel
from fedportal.accounts.models import User
from hotline.call_ticket_workflow import HELD
from hotline.models import CallTicket
from stations.models import Station

SHOWN = 20


def station_panel(sender: object, *, station: Station, user: User, at: dt.datetime, **_: Any) -> Panel | None:
    """Answers the log of a station: what its unit was sent for it and has not yet fed back, as far as she may know.
    The unit right above reads it there too, and answers nothing: where nobody signs in, it is not unseen."""
    held = CallTicket.objects.visible_to(user).filter(station=station, state__in=sorted(HELD))
    rows = list(held.unopened().order_by(F("station_done_at").asc(nulls_first=True), "due_at", "pk")[:SHOWN])
    if not rows:
        return None
    context = {
        "orders": rows,
        "waiting": held.filter(station_done_at=None).count(),
        "unit": user.org_id,
        "whose": station.org.name if station.org_id != user.org_id else "",
        "at": at,
    }
    return Panel("hotline/station_panel.html", context)
