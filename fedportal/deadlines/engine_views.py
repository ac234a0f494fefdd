"""Pages of the engine for the system administrator: its runs, and what it had to set aside. No case is shown."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.calendar.working_days import CalendarEnds
from fedportal.deadlines import actions
from fedportal.deadlines.models import Deadline, SweepRun

RUNS = 60  # rows: the last hour, or the last sixty runs that climbed something


@require_safe
@requires(Can.SEE_SYSTEM)
def sweep_list(request: UserRequest) -> HttpResponse:
    """When the engine ran, how much it climbed, how late it was; and the deadlines it could not climb."""
    busy = request.GET.get("busy") == "1"
    runs = SweepRun.objects.order_by("-started_at")
    if busy:
        runs = runs.exclude(climbed=0, quarantined=0, error="")
    quarantined = Deadline.objects.visible_to(request.user).quarantined().select_related("org", "rule")
    context = {"runs": runs[:RUNS], "busy": busy, "quarantined": quarantined.order_by("quarantined_at")[:RUNS]}
    return render(request, "deadlines/sweep_list.html", context)


@require_POST
@requires(Can.SEE_SYSTEM)
def release(request: UserRequest, pk: int) -> HttpResponse:
    """Take one deadline back in; the next sweep climbs it, or sets it aside again with its reason."""
    deadline = get_object_or_404(Deadline.objects.visible_to(request.user).quarantined(), pk=pk)
    try:
        actions.release(deadline, by=request.user, at=timezone.now())
    except CalendarEnds as reason:
        messages.error(request, f"{reason}，请先补录工作日历。")
    else:
        messages.success(request, "已放回，下一次升级清扫时继续。")
    return redirect("engine:sweep_list")
