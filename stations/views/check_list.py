"""The list of checks, and the round: which stations are to be looked at until when."""

import datetime as dt
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline
from stations.check_filters import CheckFilter
from stations.check_law import STATION_CHECK
from stations.models import Station, StationCheck

SIZE = 25
SOON = dt.timedelta(days=30)
GROUPS = {"": "全部", "soon": "30 日内", "overdue": "超期"}


@require_safe
@requires(Can.SEE_DASHBOARD)
def check_list(request: UserRequest) -> HttpResponse:
    """The last ones on top; one's own unfinished ones before them."""
    visible = StationCheck.objects.visible_to(request.user)
    asked = CheckFilter(request.GET, visible)
    context = {
        "filter": asked,
        "active": any(request.GET.get(name) for name in asked.filters),
        "page": Paginator(asked.qs.for_list(), SIZE).get_page(request.GET.get("page")),
        "begun": visible.filter(done_at=None, by=request.user).select_related("station"),
        "may_check": request.user.can(Can.ACCREDIT),
        "may_export": request.user.can(Can.EXPORT),
        "asked": request.GET.urlencode(),
    }
    return render(request, "stations/check_list.html", context)


@require_safe
@requires(Can.ACCREDIT)
def check_plan(request: UserRequest) -> HttpResponse:
    """What this unit owes: each station's yearly look, the nearest on top, with what was found last."""
    at, group = timezone.now(), request.GET.get("group", "")
    owed = _owed(request.user)
    chosen = {
        "soon": lambda: owed.filter(due_at__gte=at, due_at__lt=at + SOON),
        "overdue": lambda: owed.overdue(at),
    }.get(group, lambda: owed)()
    page = Paginator(chosen.order_by("due_at", "pk"), SIZE).get_page(request.GET.get("page"))
    counts = {"": owed.count(), "soon": owed.filter(due_at__gte=at, due_at__lt=at + SOON).count()}
    counts["overdue"] = owed.overdue(at).count()
    checks = StationCheck.objects.visible_to(request.user).made_above()
    context = {
        "page": page,
        "rows": _rows(list(page), request.user),
        "groups": [(slug, words, counts[slug], slug == group) for slug, words in GROUPS.items()],
        "rectify": checks.to_rectify().filter(org=request.user.org_id).count(),
        "recheck": checks.to_recheck().filter(org=request.user.org_id).count(),
        "at": at,
    }
    return render(request, "stations/check_plan.html", context)


def _owed(user: User) -> Any:
    kind = ContentType.objects.get_for_model(Station)
    return Deadline.objects.open().filter(content_type=kind, kind=STATION_CHECK.kind, org=user.org_id)


def _rows(duties: list[Deadline], user: User) -> list[tuple[Deadline, Station, StationCheck | None]]:
    keys = [duty.object_id for duty in duties]
    stations = {row.pk: row for row in Station.objects.visible_to(user).filter(pk__in=keys).select_related("org")}
    last = StationCheck.objects.visible_to(user).filter(station__in=keys).newest_of_each()
    found = {check.station_id: check for check in last}
    return [
        (duty, stations[duty.object_id], found.get(duty.object_id)) for duty in duties if duty.object_id in stations
    ]
