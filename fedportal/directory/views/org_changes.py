"""Pages on which regions come, move, change their names and merge."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.directory.actions import orgs as actions
from fedportal.directory.forms.orgs import ChangeForm, MergeForm, NewOrgForm, SucceedForm
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization


@requires(Can.MANAGE_ORGS)
def org_new(request: UserRequest) -> HttpResponse:
    """Open the federation of a new region."""
    form = NewOrgForm(request.POST or None, by=request.user, initial={"parent": request.user.org.pk})

    def change() -> Organization:
        return actions.open_organization(by=request.user, at=timezone.now(), **form.cleaned_data)

    return _done(request, form, change, "新单位已建立。") or render(request, "orgs/org_new.html", {"form": form})


@requires(Can.MANAGE_ORGS)
def org_succeed(request: UserRequest, code: int) -> HttpResponse:
    """Give a region another code, name or superior."""
    unit = _living(request, code)
    initial = {"code": unit.code, "name": unit.region_name, "parent": unit.parent_id}
    form = SucceedForm(request.POST or None, by=request.user, initial=initial)

    def change() -> Organization:
        return actions.succeed(unit, by=request.user, at=timezone.now(), **form.cleaned_data)

    answer = _done(request, form, change, "变更已办理，人员和下级单位已转入新单位。")
    return answer or render(request, "orgs/org_succeed.html", {"form": form, "org": unit})


@requires(Can.MANAGE_ORGS)
def org_merge(request: UserRequest, code: int) -> HttpResponse:
    """Join a region to another one."""
    unit = _living(request, code)
    form = MergeForm(request.POST or None, by=request.user)

    def change() -> Organization:
        return actions.merge(unit, by=request.user, at=timezone.now(), **form.cleaned_data)

    answer = _done(request, form, change, "撤并已办理，人员已转入并入单位。")
    return answer or render(request, "orgs/org_merge.html", {"form": form, "org": unit})


def _living(request: UserRequest, code: int) -> Organization:
    return get_object_or_404(Organization.objects.visible_to(request.user), code=code, valid_to=None)


def _done(
    request: UserRequest, form: ChangeForm, change: Callable[[], Organization], words: str
) -> HttpResponse | None:
    """Make the change and lead to the unit; a refusal stands on top of the form."""
    if not form.is_valid():
        return None
    try:
        unit = change()
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, words)
    return redirect("orgs:org", unit.code)
