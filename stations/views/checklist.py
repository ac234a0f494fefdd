"""The checklists in force where one stands, their earlier versions, and what one's own region asks beside."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from stations.actions.checklists import add_items, why_not_add
from stations.check_facts import ListKind
from stations.forms.checklist_form import ChecklistForm
from stations.models import Checklist


@require_safe
@requires(Can.SEE_DASHBOARD)
def checklist_list(request: UserRequest) -> HttpResponse:
    """Of each kind what binds today, and every version on the line from the nation down."""
    on, org = timezone.localdate(), request.user.org
    kinds = []
    for kind in ListKind:
        binding = list(Checklist.objects.binding(kind, org, on).prefetch_related("items"))
        versions = Checklist.objects.on_line_of(org).filter(kind=kind).select_related("org", "by")
        kinds.append((kind, binding, versions.order_by("-valid_from", "-number").prefetch_related("items")))
    context = {
        "kinds": kinds,
        "may_add": not why_not_add(by=request.user),
        "may_check": request.user.can(Can.ACCREDIT),
        "on": on,
    }
    return render(request, "stations/checklist_list.html", context)


@requires(Can.EDIT_RULES)
def checklist_add(request: UserRequest) -> HttpResponse:
    """The next version of what one's own region asks beside; `kind` is the list's, that of stations without it."""
    kind = request.GET.get("kind", ListKind.STATION)
    if kind not in ListKind:
        raise Http404
    if reason := why_not_add(by=request.user):
        raise PermissionDenied(reason)
    standing = Checklist.objects.filter(org=request.user.org, kind=kind).order_by("-number").first()
    form, refusal = ChecklistForm(request.POST or None, standing=standing), ""
    if form.is_valid():
        given = form.cleaned_data
        try:
            row = add_items(
                ListKind(kind),
                given["items"],
                reason=given["reason"],
                valid_from=given["valid_from"],
                by=request.user,
                at=timezone.now(),
            )
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{row}已制定；已经完成的检查按原版保留。")
            return redirect("stations:checklist_list")
    context = {"form": form, "refusal": refusal, "standing": standing, "kind": ListKind(kind)}
    return render(request, "stations/checklist_add.html", context, status=409 if refusal else 200)
