"""Which work orders of 12338 wait for a station, on the page where its worker logs her day."""

import datetime as dt
from typing import Any

from cases.panels import Panel
from fedportal.accounts.models import User
from hotline.call_ticket_workflow import HELD
from hotline.models import CallTicket
from stations.models import Station

SHOWN = 20


def station_panel(sender: object, *, station: Station, user: User, at: dt.datetime, **_: Any) -> Panel | None:
    """Answers the log of a station: what its unit was sent for it and has not yet fed back, as far as she may know."""
    held = CallTicket.objects.visible_to(user).filter(station=station, holder=user.org_id, state__in=sorted(HELD))
    rows = list(held.unopened().order_by("station_done_at", "due_at", "pk")[:SHOWN])
    waiting = [row for row in rows if row.station_done_at is None]
    return Panel("hotline/station_panel.html", {"orders": rows, "waiting": waiting, "at": at}) if rows else None
