"""The list of letters in one's range: first those whose answer is awaited, the nearest limit on top."""

import datetime as dt

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.forms.letter_filter import LetterFilterForm
from cases.models import Letter
from cases.models.letter import LetterQuerySet
from cases.shown import short
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can

PAGE = 50


@require_safe
@requires(Can.SEE_CASES)
def letter_list(request: UserRequest) -> HttpResponse:
    """Letters about petitions that this reader may see; htmx asks for the rows alone."""
    form, at = LetterFilterForm(request.GET), timezone.now()
    rows = form.narrow(Letter.objects.visible_to(request.user))
    if request.GET.get("mine"):
        rows = rows.filter(org=request.user.org)
    rows = _in_state(rows, request.GET.get("state", ""), at)
    page = Paginator(rows.with_due().for_page(), PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.url, row.unit = _address(row, request.user), short(row.org.name)  # type: ignore[attr-defined]
    context = {
        "form": form,
        "page": page,
        "active": any(request.GET.get(name) for name in form.fields),
        "clear_url": reverse("cases:letter_list"),
        "at": at,
    }
    return render(request, "cases/letter_list.html", context)


def _in_state(rows: LetterQuerySet, state: str, at: dt.datetime) -> LetterQuerySet:
    by_limit = F("due_at").asc(nulls_last=True)
    newest = F("sent_at").desc(nulls_first=True)
    if state == "all":
        return rows.with_due().order_by(newest, "-pk")
    if state == "draft":
        return rows.valid().filter(sent_at=None, petition__closed_at=None).order_by("-pk")
    if state == "reply":
        return rows.filter(replied_at__isnull=False, assessment="").order_by("replied_at", "pk")
    waiting = rows.waiting().filter(petition__closed_at=None).with_due()
    return (waiting.overdue(at) if state == "late" else waiting).order_by(by_limit, "pk")


def _address(row: Letter, user: User) -> str:
    """Its page, for who may read it whole."""
    return row.get_absolute_url() if user.org_id in (row.org_id, row.petition.org_id) else ""
