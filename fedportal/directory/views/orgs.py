"""Pages of organizations: find one, see what it publishes, change that, pick a place."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fedportal.accounts.permissions import UserRequest
from fedportal.accounts.roles import Can
from fedportal.directory.actions import orgs as actions
from fedportal.directory.forms.orgs import OrgFilterForm, PublicFactsForm
from fedportal.orgs.codes import full_code
from fedportal.orgs.models import Organization
from fedportal.orgs.querysets import OrganizationQuerySet

PAGE = 50
PICKED = 20


@require_safe
def org_list(request: UserRequest) -> HttpResponse:
    """The units right under a place, or those below it that match a search."""
    under = _place(request, request.GET.get("under", ""))
    form = OrgFilterForm(request.GET)
    rows = _listed(form, under).living(timezone.localdate()).with_line()
    context = {
        "form": form,
        "under": under,
        "crumbs": _crumbs(request, under, "orgs:org_list"),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_manage": request.user.can(Can.MANAGE_ORGS),
        "may_see_agencies": request.user.can(Can.SEE_CASES),
        "active": bool(request.GET.get("q") or request.GET.get("level")),
        "clear_url": f"{reverse('orgs:org_list')}?under={under.code}",
    }
    return render(request, "orgs/org_list.html", context)


def org(request: UserRequest, code: int) -> HttpResponse:
    """One unit: its line, what it publishes, and the form to change that for those who may."""
    unit = _organization(request, code)
    may_edit = request.user.can(Can.EDIT_ORG) and unit.valid_to is None
    if request.method == "POST" and not may_edit:
        raise PermissionDenied(Can.EDIT_ORG)
    facts = {name: getattr(unit, name) for name in PublicFactsForm.base_fields}
    form = PublicFactsForm(request.POST or None, initial=facts)
    if request.method == "POST" and form.is_valid():
        actions.publish(unit, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "公开信息已保存。")
        return redirect("orgs:org", unit.code)
    context = {
        "org": unit,
        "crumbs": _crumbs(request, unit, "orgs:org"),
        "form": form if may_edit else None,
        "may_manage": request.user.can(Can.MANAGE_ORGS) and unit.valid_to is None,
        "children": _children(unit).count(),
        "predecessors": Organization.objects.filter(successor=unit),
    }
    return render(request, "orgs/org.html", context)


@require_safe
def org_search(request: UserRequest) -> JsonResponse:
    """The place picker: up to twenty living units in one's range (`anywhere`: province), higher levels first."""
    words = request.GET.get("q", "").strip()
    if request.GET.get("anywhere"):
        under = request.user.org.line[0]
        found = Organization.objects.in_range_of(under).living(timezone.localdate())
    else:
        under = _place(request, request.GET.get("under", ""))
        found = Organization.objects.visible_to(request.user).in_range_of(under).living(timezone.localdate())
    rows = found.matching(words) if words else found.filter(parent=under)
    picked = rows.with_line().order_by("level", "code")[:PICKED]
    results = [{"id": org.pk, "code": str(org.code), "name": org.name, "path": org.place} for org in picked]
    return JsonResponse({"results": results})


def _listed(form: OrgFilterForm, under: Organization) -> OrganizationQuerySet:
    """What the filters ask for; without any, the units right under the place."""
    words, level = (form.cleaned_data["q"], form.cleaned_data["level"]) if form.is_valid() else ("", None)
    if not words and level is None:
        return _children(under)
    rows = Organization.objects.in_range_of(under).exclude(pk=under.pk)
    rows = rows.matching(words) if words else rows
    return rows.filter(level=level) if level is not None else rows


def _children(unit: Organization) -> OrganizationQuerySet:
    return Organization.objects.filter(parent=unit).living(timezone.localdate())


def _place(request: UserRequest, code: str) -> Organization:
    """The place that the address names, one's own without one; 404 outside one's range."""
    if not code:
        return request.user.org
    try:
        return _organization(request, full_code(code))
    except ValueError as error:
        raise Http404("no such code") from error


def _organization(request: UserRequest, code: int) -> Organization:
    """The living unit of a code, or the last one that had it."""
    units = Organization.objects.visible_to(request.user).filter(code=code).with_line()
    unit = units.order_by(F("valid_to").desc(nulls_first=True)).first()
    if unit is None:
        raise Http404("no such organization in range")
    return unit


def _crumbs(request: UserRequest, unit: Organization, view: str) -> list[dict[str, str]]:
    """The line from the province down to the unit; links only within the reader's own range, and none on itself."""
    crumbs = []
    for step in unit.line:
        linked = step != unit and request.user.org.covers(step.code)
        crumbs.append({"label": step.region_name, "url": _address(view, step) if linked else ""})
    return crumbs


def _address(view: str, unit: Organization) -> str:
    """A page of the same kind as the one that asks."""
    return reverse(view, args=[unit.code]) if view == "orgs:org" else f"{reverse(view)}?under={unit.code}"
