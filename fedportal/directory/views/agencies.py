"""Pages of agencies: the directory, the picker for letters, entering, correcting and retiring one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.directory.actions import agencies as actions
from fedportal.directory.forms.agencies import AgencyFilterForm, AgencyForm
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Agency
from fedportal.orgs.querysets import AgencyQuerySet

PAGE = 50
PICKED = 20


@require_safe
@requires(Can.SEE_CASES)
def agency_list(request: UserRequest) -> HttpResponse:
    """Whom one may write to: the agencies of one's own place first, then those above and below."""
    form = AgencyFilterForm(request.GET)
    rows = _listed(form, Agency.objects.visible_to(request.user)).select_related("place")
    context = {
        "form": form,
        "page": Paginator(rows.nearest_first(request.user.org), PAGE).get_page(request.GET.get("page")),
        "may_edit": request.user.can(Can.HANDLE),
        "active": any(request.GET.get(name) for name in form.fields),
        "clear_url": reverse("orgs:agency_list"),
    }
    return render(request, "orgs/agency_list.html", context)


@require_safe
@requires(Can.SEE_CASES)
def agency_search(request: UserRequest) -> JsonResponse:
    """The picker of letters: up to twenty agencies in use; `kind` (repeated) narrows to what that letter may go to."""
    found = Agency.objects.visible_to(request.user).living(timezone.localdate())
    if kinds := request.GET.getlist("kind"):
        found = found.filter(kind__in=kinds)
    if words := request.GET.get("q", "").strip():
        found = found.matching(words)
    # `base`: what the stations room knows more of an agency, found by relation alone
    picked = found.select_related("place", "base").nearest_first(request.user.org)[:PICKED]
    results = [{"id": row.pk, "name": row.name, "note": _note(row)} for row in picked]
    return JsonResponse({"results": results})


def _note(row: Agency) -> str:
    """滨城区; of a partner base 家庭暴力投诉站：家庭暴力报警、告诫 · 滨城区."""
    base, place = getattr(row, "base", None), row.place.region_name
    if base is None or base.closed_on:
        return place
    return f"{base.get_kind_display()}：{'、'.join(base.takes)} · {place}"


@requires(Can.HANDLE)
def agency_new(request: UserRequest) -> HttpResponse:
    """Enter an agency of one's own place."""
    form = AgencyForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.add_agency(by=request.user, at=timezone.now(), **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"已添加“{made.name}”。")
            return redirect("orgs:agency_list")
    return render(request, "orgs/agency_new.html", {"form": form})


@requires(Can.HANDLE)
def agency(request: UserRequest, pk: int) -> HttpResponse:
    """Correct what is written about one; those of other places belong to their own units."""
    row = _own(request, pk)
    facts = {name: getattr(row, name) for name in AgencyForm.base_fields}
    form = AgencyForm(request.POST or None, initial=facts)
    if form.is_valid():
        try:
            actions.correct_agency(row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"“{form.cleaned_data['name']}”已保存。")
            return redirect("orgs:agency_list")
    return render(request, "orgs/agency.html", {"form": form, "agency": row})


@require_POST
@requires(Can.HANDLE)
def agency_retire(request: UserRequest, pk: int) -> HttpResponse:
    """Take one out of use."""
    row = _own(request, pk)
    try:
        actions.retire_agency(row, by=request.user, at=timezone.now())
        messages.success(request, f"“{row.name}”已停用，已发出的函件不受影响。")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("orgs:agency_list")


def _own(request: UserRequest, pk: int) -> Agency:
    return get_object_or_404(Agency.objects.filter(place=request.user.org), pk=pk)


def _listed(form: AgencyFilterForm, rows: AgencyQuerySet) -> AgencyQuerySet:
    given = form.cleaned_data if form.is_valid() else {}
    today = timezone.localdate()
    rows = rows.filter(valid_to__lte=today) if given.get("retired") else rows.living(today)
    rows = rows.filter(kind=given["kind"]) if given.get("kind") else rows
    return rows.matching(given["q"]) if given.get("q") else rows
