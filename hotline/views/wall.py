"""The screen on the wall of a hotline: big figures that renew themselves, of a range or one line, without names."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.accounts.row_scopes import whole_range
from fedportal.lib.database_clock import database_now
from fedportal.orgs.models import Organization
from hotline.law import ANSWERED_WITHIN, CONNECTED_PERCENT
from hotline.models import HotlineLine
from hotline.wall import WallFigures, wall_figures

LINES = 50  # that are offered; above that many a unit is chosen first


@require_safe
@requires(Can.SEE_DASHBOARD)
@whole_range
def wall(request: UserRequest) -> HttpResponse:
    """The reader's own unit, or `?org=` below it, or `?line=`; `?part=1` is the figures alone."""
    org, line = _asked(request)
    figures = wall_figures(org, line, database_now())
    context: dict[str, Any] = {
        "org": org,
        "line": line,
        "figures": figures,
        "curve": _curve(figures),
        "seconds": int(ANSWERED_WITHIN.total_seconds()),
        "target": CONNECTED_PERCENT,
    }
    if "part" in request.GET:
        return render(request, "hotline/wall.html#figures", context)
    on = timezone.localdate(figures.at)
    below = Organization.objects.visible_to(request.user).living(on)
    context |= {
        "units": below.filter(pk=request.user.org_id) | below.filter(parent=request.user.org),
        "lines": HotlineLine.objects.visible_to(request.user).live(on).for_page().order_by("org_code", "pk")[:LINES],
    }
    return render(request, "hotline/wall.html", context)


def _asked(request: UserRequest) -> tuple[Organization, HotlineLine | None]:
    """Within the reader's range. Raises Http404."""
    code, key = request.GET.get("org", ""), request.GET.get("line", "")
    if not all(text.isascii() and text.isdigit() and len(text) <= 12 for text in (code, key) if text):
        raise Http404
    if key:
        line = get_object_or_404(HotlineLine.objects.visible_to(request.user).for_page(), pk=int(key))
        return line.org, line
    units = Organization.objects.visible_to(request.user)
    return get_object_or_404(units, code=int(code or request.user.org.code), valid_to=None), None


def _curve(figures: WallFigures) -> dict[str, Any]:
    """As static/js/charts.js draws a line."""
    return {
        "kind": "line",
        "x": [f"{hour} 时" for hour, _, _ in figures.by_hour],
        "series": [
            {"name": "来电", "values": [came for _, came, _ in figures.by_hour]},
            {"name": "接通", "values": [connected for _, _, connected in figures.by_hour]},
        ],
        "unit": "通",
    }
