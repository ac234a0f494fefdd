"""Partner bases: the list, one with what was referred to it, the form, and its closing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.models import Letter
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from stations.actions.bases import change_base, close_base, open_base, why_not_keep_base
from stations.forms.base_form import BaseForm
from stations.forms.person_acts_form import EndForm
from stations.models import PartnerBase
from stations.panels import panels_of
from stations.post_filters import BaseFilter
from stations.views.acts import act_page

SIZE, SHOWN = 25, 20


@require_safe
@requires(Can.SEE_CASES)
def base_list(request: UserRequest) -> HttpResponse:
    """Those of one's range and of the units above: these one may refer to."""
    asked = BaseFilter(request.GET, PartnerBase.objects.visible_to(request.user))
    rows = asked.found.select_related("agency", "org").order_by("org_code", "agency__name", "pk")
    context = {
        "filter": asked,
        "active": any(request.GET.get(name) for name in asked.filters),
        "page": Paginator(rows, SIZE).get_page(request.GET.get("page")),
        "may_enter": request.user.can(Can.KEEP_STATIONS),
        "may_export": request.user.can(Can.EXPORT),
        "asked": request.GET.urlencode(),
    }
    return render(request, "stations/base_list.html", context)


@require_safe
@requires(Can.SEE_CASES)
def base(request: UserRequest, pk: int) -> HttpResponse:
    """What it takes, and what was referred to it, as far as this reader sees the matters."""
    row, user, at = _visible(request, pk), request.user, timezone.now()
    letters = Letter.objects.visible_to(user).filter(agency=row.agency_id, sent_at__isnull=False)
    newest = letters.select_related("document", "org", "petition").order_by("-sent_at", "-pk")[:SHOWN]
    lines = [(letter, user.org_id in (letter.org_id, letter.petition.org_id)) for letter in newest]
    context = {
        "base": row,
        "letters": lines,
        "sent": letters.count(),
        "answered": letters.exclude(replied_at=None).count(),
        "panels": panels_of(row, user, at),
        "may_edit": row.closed_on is None and not why_not_keep_base(row.org_id, by=user),
        "at": at,
    }
    return render(request, "stations/base.html", context)


@requires(Can.KEEP_STATIONS)
def base_new(request: UserRequest) -> HttpResponse:
    """Say of an agency of one's own place that it is one."""
    at = timezone.now()
    form, refusal = BaseForm(request.POST or None, by=request.user, at=at), ""
    if form.is_valid():
        try:
            row = open_base(form.cleaned_data["agency"], form.facts(), by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{row} 已登记为维权阵地。")
            return redirect(row)
    context = {"form": form, "refusal": refusal, "base": None}
    return render(request, "stations/base_form.html", context, status=409 if refusal else 200)


@requires(Can.KEEP_STATIONS)
def base_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Of one's own unit."""
    row, at = _own(request, pk), timezone.now()
    form, refusal = BaseForm(request.POST or None, by=request.user, at=at, base=row), ""
    if form.is_valid():
        try:
            change_base(row, form.facts(), by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{row} 已更新。")
            return redirect(row)
    context = {"form": form, "refusal": refusal, "base": row}
    return render(request, "stations/base_form.html", context, status=409 if refusal else 200)


@requires(Can.KEEP_STATIONS)
def base_close(request: UserRequest, pk: int) -> HttpResponse:
    row, at = _own(request, pk), timezone.now()
    return act_page(
        request,
        EndForm(request.POST or None),
        lambda given: close_base(row, on=given["on"], by=request.user, at=at),
        back=row,
        title="停办维权阵地",
        button="确认停办",
        about="不再显示为维权阵地；单位本身还在协作单位名录中，需要停用的在名录中办理。",
    )


def _visible(request: UserRequest, pk: int) -> PartnerBase:
    rows = PartnerBase.objects.visible_to(request.user).select_related("agency__place", "org")
    return get_object_or_404(rows, pk=pk)


def _own(request: UserRequest, pk: int) -> PartnerBase:
    row = _visible(request, pk)
    if refusal := why_not_keep_base(row.org_id, by=request.user):
        raise PermissionDenied(refusal)
    return row
