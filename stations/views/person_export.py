"""The filter of the list of people as a file: what would leave, the question why, then the file."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.exports.book import book
from cases.exports.ledger import Mark
from cases.forms.export_form import ExportForm
from cases.views.document_files import as_file
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record, record_each
from stations.models import NetworkPerson
from stations.network_querysets import PersonQuerySet
from stations.person_filters import PersonFilter
from stations.roster_ledger import COLUMNS, KEEPING, LEDGER, MOST
from stations.shown_person import ShownPerson

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Can.EXPORT)
def person_export(request: UserRequest) -> HttpResponse:
    """Without numbers, whoever asks."""
    at, on = timezone.now(), timezone.localdate()
    asked = PersonFilter(request.GET, NetworkPerson.objects.visible_to(request.user).kept(), on=on)
    form, count = ExportForm(request.POST or None), asked.found.order_by()[: MOST + 1].count()
    if form.is_valid() and 0 < count <= MOST:
        return _export(asked.found, Mark(request.user, at, form.cleaned_data["reason"], asked.labels()))
    context = {
        "form": form,
        "count": min(count, MOST),
        "too_many": count > MOST,
        "most": MOST,
        "conditions": asked.labels(),
        "asked": request.GET.urlencode(),
    }
    return render(request, "stations/person_export.html", context)


def _export(rows: PersonQuerySet, mark: Mark) -> HttpResponse:
    by, at, on = mark.by, mark.at, timezone.localdate(mark.at)
    with transaction.atomic():
        shown = (ShownPerson(row, on) for row in rows.for_page(on))
        content, taken = book(LEDGER, COLUMNS, shown, mark, about=KEEPING)
        record("person.export", by=by, at=at, rows=len(taken), reason=mark.reason, filters=list(mark.filters))
        record_each("person.take_out", NetworkPerson, [row.person.pk for row in taken], by=by, at=at)
    answer = as_file(content, f"{LEDGER} {by.org.region_name} {on:%Y-%m-%d}.xlsx", XLSX)
    answer["Cache-Control"] = "no-store"
    return answer
