"""Which work orders of 12338 were referred to a partner base, on its page: those that the reader sees."""

from typing import Any

from cases.panels import Panel
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from hotline.models import CallTicket, CallTicketReferral
from stations.models import PartnerBase

SHOWN = 20


def base_panel(sender: object, *, base: PartnerBase, user: User, **_: Any) -> Panel | None:
    """Answers the page of a base."""
    if not user.can(Can.SEE_CASES):
        return None
    visible = CallTicket.objects.visible_to(user)
    rows = CallTicketReferral.objects.filter(agency=base.agency_id, ticket__in=visible.values("pk"))
    newest = rows.select_related("ticket", "org").defer("words", "answer").order_by("-at", "-pk")[:SHOWN]
    counts = {"count": rows.count(), "answered": rows.exclude(answered_at=None).count()}
    return Panel("hotline/base_panel.html", {"referrals": list(newest), **counts})
