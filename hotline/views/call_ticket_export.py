"""The filter of the list of work orders as a ledger: what would leave, the question why, then the file."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.exports.ledger import Mark
from cases.forms.export_form import ExportForm
from cases.views.document_files import as_file
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record, record_each
from hotline.call_ticket_filters import CallTicketFilter
from hotline.call_ticket_ledger import LEDGER, MOST, ledger_file
from hotline.call_ticket_querysets import CallTicketQuerySet
from hotline.models import CallTicket
from hotline.shown_call_ticket import ShownCallTicket

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Can.EXPORT)
def call_ticket_export(request: UserRequest) -> HttpResponse:
    """Reports stay (art. 30 of the regulation), and what no longer says anything."""
    at = timezone.now()
    visible = CallTicket.objects.visible_to(request.user)
    asked = CallTicketFilter(request.GET, visible, user=request.user, at=at)
    rows = asked.ordered.leaving()
    form = ExportForm(request.POST or None)
    count = rows.order_by()[: MOST + 1].count()
    if form.is_valid() and 0 < count <= MOST:
        return _export(request, rows, Mark(request.user, at, form.cleaned_data["reason"], asked.labels()))
    context = {
        "form": form,
        "count": min(count, MOST),
        "too_many": count > MOST,
        "most": MOST,
        "conditions": asked.labels(),
        "reports": asked.qs.count() - asked.qs.leaving().count(),
        "asked": request.GET.urlencode(),
    }
    return render(request, "hotline/call_ticket_export.html", context)


def _export(request: UserRequest, rows: CallTicketQuerySet, mark: Mark) -> HttpResponse:
    by, at = mark.by, mark.at
    with transaction.atomic():
        content, taken = ledger_file((ShownCallTicket(row, by) for row in rows.for_page()), mark)
        record("call_ticket.export", by=by, at=at, rows=len(taken), reason=mark.reason, filters=list(mark.filters))
        record_each("call_ticket.take_out", CallTicket, taken, by=by, at=at)
    answer = as_file(content, f"{LEDGER} {by.org.region_name} {timezone.localdate(at):%Y-%m-%d}.xlsx", XLSX)
    answer["Cache-Control"] = "no-store"
    return answer
