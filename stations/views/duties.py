"""What lies late in this unit or has climbed to it, and its acknowledgement."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.deadlines.actions import acknowledge
from fedportal.lib.refusals import NotAllowed
from stations.duties import duties_before, lines

SIZE = 25
TABS = {"": "上报待签收", "late": "本单位逾期和督办"}


@require_safe
@requires(Can.SEE_DASHBOARD)
def duty_list(request: UserRequest) -> HttpResponse:
    """What waits to be acknowledged; under `tab=late` all that the badge beside the navigation counts."""
    user, at, tab = request.user, timezone.now(), request.GET.get("tab", "")
    visible = duties_before(user).waiting_for(user.org, at)
    waiting = visible.on_desk_of(user.org).unacknowledged()
    rows = visible if tab == "late" else waiting
    page = Paginator(rows.select_related("org"), SIZE).get_page(request.GET.get("page"))
    counts = {"": waiting.order_by().count(), "late": visible.order_by().count()}
    context = {
        "tabs": [(slug, words, counts[slug], slug == (tab if tab in TABS else "")) for slug, words in TABS.items()],
        "page": page,
        "rows": lines(list(page), user),
        "may_acknowledge": user.can(Can.ACKNOWLEDGE),
        "may_check": user.can(Can.ACCREDIT),
        "at": at,
    }
    return render(request, "stations/duty_list.html", context)


@require_POST
@requires(Can.ACKNOWLEDGE)
def duty_acknowledge(request: UserRequest, pk: int) -> HttpResponse:
    """The desk to which it climbed has seen it; from the list one goes on with the list."""
    duty = get_object_or_404(duties_before(request.user), pk=pk)
    line = lines([duty], request.user)[0]
    try:
        acknowledge(duty, by=request.user, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已签收 {line.name} 的逾期上报，请督促{duty.org.region_name}妇联办理。")
    return redirect("stations:duty_list") if "list" in request.POST else redirect(line.subject)
