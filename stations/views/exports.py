"""The filter of a list of the network as a file: what would leave, the question why, then the file."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cases.exports.book import book
from cases.exports.ledger import Mark
from cases.forms.export_form import ExportForm
from cases.views.document_files import as_file
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record, record_each
from stations.accreditation_filters import AccreditationFilter
from stations.accreditation_ledger import NAMES
from stations.models import Accreditation, NetworkPerson, PartnerBase, RightsPost
from stations.network_ledgers import BASES, MOST, PEOPLE, POSTS, Ledger
from stations.person_filters import PersonFilter
from stations.post_filters import BaseFilter, PostFilter
from stations.shown_person import ShownPerson

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Can.EXPORT)
def person_export(request: UserRequest) -> HttpResponse:
    """Without numbers, whoever asks."""
    on = timezone.localdate()
    asked = PersonFilter(request.GET, NetworkPerson.objects.visible_to(request.user).kept(), on=on)
    return _page(
        request,
        PEOPLE,
        asked,
        lambda rows: (ShownPerson(row, on) for row in rows.for_page(on)),  # type: ignore[attr-defined]
    )


@requires(Can.EXPORT)
def post_export(request: UserRequest) -> HttpResponse:
    asked = PostFilter(request.GET, RightsPost.objects.visible_to(request.user).order_by("org_code", "name", "pk"))
    return _page(request, POSTS, asked, lambda rows: rows.select_related("org", "agency"))


@requires(Can.EXPORT)
def base_export(request: UserRequest) -> HttpResponse:
    asked = BaseFilter(request.GET, PartnerBase.objects.visible_to(request.user).order_by("org_code", "pk"))
    return _page(request, BASES, asked, lambda rows: rows.select_related("org", "agency"))


@requires(Can.EXPORT)
def accreditation_export(request: UserRequest) -> HttpResponse:
    visible = Accreditation.objects.visible_to(request.user)
    asked = AccreditationFilter(request.GET, visible, user=request.user, on=timezone.localdate())
    return _page(request, NAMES, asked, lambda rows: rows.for_list())  # type: ignore[attr-defined]


def _page(
    request: UserRequest, ledger: Ledger, asked: Any, lines: Callable[[QuerySet[Any]], Iterable[Any]]
) -> HttpResponse:
    """`lines` makes what the columns ask of the rows that were found."""
    at, form = timezone.now(), ExportForm(request.POST or None)
    count = asked.found.order_by()[: MOST + 1].count()
    if form.is_valid() and 0 < count <= MOST:
        mark = Mark(request.user, at, form.cleaned_data["reason"], asked.labels())
        return _export(ledger, asked.found, lines(asked.found), mark)
    context = {
        "form": form,
        "ledger": ledger,
        "back": reverse(ledger.back),
        "count": min(count, MOST),
        "too_many": count > MOST,
        "most": MOST,
        "conditions": asked.labels(),
        "asked": request.GET.urlencode(),
    }
    return render(request, "stations/export.html", context)


def _export(ledger: Ledger, rows: QuerySet[Any], lines: Iterable[Any], mark: Mark) -> HttpResponse:
    by, at = mark.by, mark.at
    with transaction.atomic():
        content, taken = book(ledger.name, ledger.columns, lines, mark, about=ledger.about)
        filters = list(mark.filters)
        record(f"{ledger.verb}.export", by=by, at=at, rows=len(taken), reason=mark.reason, filters=filters)
        keys = [getattr(line, "person", line).pk for line in taken]
        record_each(f"{ledger.verb}.take_out", rows.model, keys, by=by, at=at)
    name = f"{ledger.name} {by.org.region_name} {timezone.localdate(at):%Y-%m-%d}.xlsx"
    answer = as_file(content, name, XLSX)
    answer["Cache-Control"] = "no-store"
    return answer
