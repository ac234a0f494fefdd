"""The two overviews: the cadre's workbench, and the dashboard of a range."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.models import HandlingComplaint
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.accounts.row_scopes import whole_range
from fedportal.dashboards.board import Board
from fedportal.dashboards.call_ticket_piles import order_piles
from fedportal.dashboards.context import Frame
from fedportal.dashboards.ranges import Range, asked_org, line_above
from fedportal.dashboards.statistics import Counter
from fedportal.dashboards.workbench import Reader
from fedportal.lib.snapshot import one_snapshot
from hotline.models import ExternalTicket


@whole_range
def home(request: UserRequest) -> HttpResponse:
    """Today's duties of one's own unit; for those without cases, where their own work is."""
    if not request.user.can(Can.SEE_CASES):
        places = [entry for entry in Frame(request).nav if entry.needs is not None]
        return render(request, "dashboards/home_without_cases.html", {"places": places})
    at = timezone.now()
    with one_snapshot():
        bench = Reader(request.user, at).workbench()
    complaints = HandlingComplaint.objects.visible_to(request.user).open().filter(org=request.user.org_id).count()
    tickets = ExternalTicket.objects.waiting_for(request.user).count()
    orders = order_piles(request.user, at)
    waiting = {"complaints": complaints, "tickets": tickets, "orders": orders}
    context = {"bench": bench, "may_register": request.user.can(Can.REGISTER), **waiting}
    return render(request, "dashboards/home.html", context)


@requires(Can.SEE_DASHBOARD)
@whole_range
def dashboard(request: UserRequest) -> HttpResponse:
    """One range at one moment: the reader's own, or that of a unit below (`?org=`)."""
    at = timezone.now()
    with one_snapshot():
        org = asked_org(request.GET.get("org", ""), request.user)
        scope = Range.of(org, at)
        figures = Counter(scope, request.user, at).dashboard()
    board = Board(figures, line_above(org, request.user), request.GET.get("sort", ""))
    return render(request, "dashboards/dashboard.html", {"board": board, "figures": figures, "org": org})
