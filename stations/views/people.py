"""The people of one's range, one of them, and the form by which her unit keeps her."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.drafts import draft_saved
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record_reading
from fedportal.deadlines.receipts import in_words
from fedportal.deadlines.unanswered import unanswered
from fedportal.lib.refusals import NotAllowed
from stations.actions.people import change_person, enter_person, why_not_keep
from stations.actions.roles import appoint
from stations.forms.person_form import PersonForm
from stations.models import NetworkPerson
from stations.person_filters import PersonFilter
from stations.shown_person import ShownPerson, caseload
from stations.titles import PERSON

SIZE = 25


@require_safe
@requires(Can.KEEP_NETWORK)
def person_list(request: UserRequest) -> HttpResponse:
    """By unit, then by name; no numbers stand here."""
    on = timezone.localdate()
    asked = PersonFilter(request.GET, NetworkPerson.objects.visible_to(request.user).kept(), on=on)
    page = Paginator(asked.found.for_page(on), SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": asked,
        "active": any(request.GET.get(name) for name in asked.filters),
        "page": page,
        "rows": [ShownPerson(row, on) for row in page],
        "may_export": request.user.can(Can.EXPORT),
        "asked": request.GET.urlencode(),
    }
    return render(request, "stations/person_list.html", context)


@require_safe
@requires(Can.KEEP_NETWORK)
def person(request: UserRequest, pk: int) -> HttpResponse:
    """Everything about her but her numbers; that it was read is written down."""
    row, on, at = visible_person(request, pk), timezone.localdate(), timezone.now()
    record_reading("person.read", row, by=request.user, at=at)
    hours = row.services.confirmed()
    load = caseload(row, request.user)
    context = {
        "person": row,
        "shown": ShownPerson(row, on),
        "roles": row.roles.order_by("ended_on", "-begins"),
        "credentials": row.credentials.order_by("-ended_on", "expires_on").defer("number"),
        "trainings": row.trainings.select_related("course").order_by("-course__ends"),
        "services": row.services.order_by("-served_on")[:10],
        "minutes": sum(hours.values_list("minutes", flat=True)),
        "load": None if load is None else load.count(),
        "clocks": [(duty, in_words(duty.derivation)) for duty in row.deadlines.open().order_by("due_at")],
        "events": [_told(event) for event in row.events.select_related("actor", "org").order_by("-pk")],
        "may_edit": row.left_on is None and not why_not_keep(row.org, by=request.user),
        "unanswered": unanswered(row, request.user),
        "on": on,
        "at": at,
    }
    return render(request, "stations/person.html", context)


def _told(event: Any) -> dict[str, Any]:
    """A line of components/timeline.html."""
    who = f"{event.actor.name}（{event.org.name}）"
    return {"at": event.at, "title": PERSON[event.verb], "who": who, "text": event.note}


@requires(Can.KEEP_NETWORK)
def person_new(request: UserRequest) -> HttpResponse:
    """Somebody of one's own unit, or of a village below it, in her first role."""
    at = timezone.now()
    form, refusal = PersonForm(request.POST or None, by=request.user, at=at), ""
    if form.is_valid():
        try:
            with transaction.atomic():
                row = enter_person(form.cleaned_data["org"], form.facts(), by=request.user, at=at)
                appoint(row, form.appointment(), by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{row} 已登记。")
            draft_saved(request, "person-new")
            return redirect(row)
    context = {"form": form, "refusal": refusal, "draft": "person-new", "person": None}
    return render(request, "stations/person_form.html", context, status=409 if refusal else 200)


@requires(Can.KEEP_NETWORK)
def person_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Of one's own unit, or of a village below it. Her numbers do not stand in the form: left empty, they stay."""
    row, at = own_person(request, pk), timezone.now()
    row = NetworkPerson.objects.select_related("org", "account").get(pk=row.pk)
    form, refusal, draft = PersonForm(request.POST or None, by=request.user, at=at, person=row), "", f"person-{pk}"
    if form.is_valid():
        try:
            change_person(row, form.facts(), by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{row} 已更新。")
            draft_saved(request, draft)
            return redirect(row)
    context = {"form": form, "refusal": refusal, "draft": draft, "person": row}
    return render(request, "stations/person_form.html", context, status=409 if refusal else 200)


def visible_person(request: UserRequest, pk: int) -> NetworkPerson:
    """With what its page shows, her numbers unopened."""
    rows = NetworkPerson.objects.visible_to(request.user).for_page(timezone.localdate())
    return get_object_or_404(rows.select_related("org", "account"), pk=pk)


def own_person(request: UserRequest, pk: int) -> NetworkPerson:
    """One whom she may keep; 403 for others of her range."""
    row = visible_person(request, pk)
    if refusal := why_not_keep(row.org, by=request.user):
        raise PermissionDenied(refusal)
    return row
