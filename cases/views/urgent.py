"""The reports of an urgent matter: writing, sending, acknowledging."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.actions.urgent import (
    Sending,
    acknowledge_report,
    check_may_write,
    record_receipt,
    send_report,
    write_report,
)
from cases.actions.urgent_chain import next_stages, open_duty
from cases.drafts import draft_saved
from cases.forms.urgent_form import ReceiptForm, ReportForm, SendForm
from cases.models import Document, Petition, Receiver
from cases.secrecy import note_reading
from cases.shown import Shown
from cases.urgent_wording import names_in
from cases.views.documents import not_before, readable
from cases.views.held import opened
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers


@requires(Can.HANDLE)
def urgent_report(request: UserRequest, pk: int) -> HttpResponse:
    """Write the report that is owed next."""
    row = opened(request, get_object_or_404(Petition.objects.visible_to(request.user).for_page(), pk=pk))
    form, refusal = ReportForm(request.POST or None, petition=row, stages=next_stages(row)), ""
    draft = f"urgent-{pk}"
    try:
        check_may_write(row, by=request.user)
        if form.is_valid():
            stage, said = form.cleaned_data["stage"], form.said()
            made = write_report(row, stage=stage, said=said, by=request.user, at=timezone.now())
            messages.success(request, f"{made.document.number} 已拟好，请核对后报送。")
            draft_saved(request, draft)
            return redirect("cases:document", made.document_id)
    except NotAllowed as refused:
        refusal = str(refused)
    context = {
        "petition": row,
        "shown": Shown(row, request.user),
        "form": form,
        "duty": open_duty(row),
        "refusal": refusal,
        "draft": draft,
        "at": timezone.now(),
    }
    return render(request, "cases/urgent_report.html", context, status=409 if refusal else 200)


@requires(Can.HANDLE)
def urgent_send(request: UserRequest, pk: int) -> HttpResponse:
    """It went out: to whom, how, when. The clock stops; nothing of it can be changed afterwards."""
    (row, petition), at = readable(request, pk), timezone.now()
    report = getattr(row, "urgent_report", None)
    if report is None or petition is None:
        raise Http404
    opened(request, petition)
    duty = open_duty(petition)
    form, refusal = SendForm(request.POST or None, at=at, late=duty is not None and duty.due_at < at), ""
    if form.is_valid():
        given = form.cleaned_data
        sent_at = not_before(row.made_at, given["sent_at"])
        sending = Sending(given["how"], sent_at, given["receipt"], given.get("why", ""))
        try:
            send_report(report, sending, by=request.user, at=at)
            messages.success(request, f"{row.number} 已登记报送。")
            return redirect(petition)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"document": row, "petition": petition, "form": form, "refusal": refusal, "duty": duty, "at": at}
    context["receivers"] = names_in(f"{row.main_to}、{row.copy_to}")
    return render(request, "cases/urgent_send.html", context, status=409 if refusal else 200)


@require_safe
@requires(Can.ACKNOWLEDGE)
@beyond_readers("a superior signs for a report without seeing the matter")
def urgent_paper(request: UserRequest, pk: int) -> HttpResponse:
    """The report as it was sent to this reader's unit, and nothing else of the matter."""
    rows = Receiver.objects.told(request.user).select_related("document__org", "document__petition")
    receiver = get_object_or_404(rows, pk=pk)
    paper = receiver.document
    assert paper.petition is not None  # a report is about a matter
    note_reading("document.read", paper, of=paper.petition, by=request.user, at=timezone.now())
    context = {"receiver": receiver, "document": paper, "petition": _seen(request, paper)}
    return render(request, "cases/urgent_paper.html", context)


def _seen(request: UserRequest, paper: Document) -> Petition | None:
    """The matter of the report, if this reader sees it."""
    return Petition.objects.visible_to(request.user).filter(documents=paper).first()


@require_POST
@requires(Can.ACKNOWLEDGE)
@beyond_readers("a superior signs for a report without seeing the matter")
def urgent_acknowledge(request: UserRequest, pk: int) -> HttpResponse:
    """A superior federation has seen the report."""
    told = Receiver.objects.told(request.user).select_related("document").filter(pk=pk).first()
    receiver, back = (told, told) if told else _of_report(request, pk)
    try:
        acknowledge_report(receiver, by=request.user, at=timezone.now())
        messages.success(request, f"已签收 {receiver.document.number}。")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(_seen(request, receiver.document) or back)


@requires(Can.HANDLE)
def urgent_receipt(request: UserRequest, pk: int) -> HttpResponse:
    """Who signed for the report outside this portal, and when."""
    (receiver, petition), at = _of_report(request, pk), timezone.now()
    form, refusal = ReceiptForm(request.POST or None, at=at), ""
    if form.is_valid():
        given = form.cleaned_data
        try:
            record_receipt(receiver, name=given["name"], seen_at=given["seen_at"], by=request.user, at=at)
            messages.success(request, f"已登记{receiver.name}签收。")
            return redirect(petition)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"receiver": receiver, "petition": petition, "form": form, "refusal": refusal}
    return render(request, "cases/urgent_receipt.html", context, status=409 if refusal else 200)


def _of_report(request: UserRequest, pk: int) -> tuple[Receiver, Petition]:
    """A receiver of a report about a petition that this reader sees; the others are not there."""
    visible = Petition.objects.visible_to(request.user)
    reports = Receiver.objects.filter(document__urgent_report__isnull=False, document__petition__in=visible)
    receiver = get_object_or_404(reports.select_related("document"), pk=pk)
    petition = get_object_or_404(visible, pk=receiver.document.petition_id)
    return receiver, opened(request, petition)
