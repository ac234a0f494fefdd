"""Complaints about the handling, before the unit one level above; for the handler none of these pages exists."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.actions.complaints import decide_complaint, file_complaint, takes_complaints
from cases.actions.turns import superior
from cases.forms.complaint_forms import ComplaintForm, DecisionForm
from cases.models import HandlingComplaint, Petition
from cases.secrecy import note_reading
from cases.shown import Shown
from cases.views.held import opened
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.accounts.row_scopes import range_of, whole_range
from fedportal.deadlines.models import Deadline
from fedportal.lib.keyset import Order
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of

PAGE = 30
NEWEST = Order("received_at", lambda row: row.received_at)


@requires(Can.REGISTER)
@once
def complaint_new(request: UserRequest, pk: int) -> HttpResponse:
    """Take down what the petitioner complains of."""
    rows = Petition.objects.visible_to(request.user).for_page().select_related("org__parent")
    row, at = opened(request, get_object_or_404(rows, pk=pk)), timezone.now()
    if not takes_complaints(request.user.org, row):
        raise Http404
    form, refusal = ComplaintForm(request.POST or None, at=at), ""
    if form.is_valid():
        try:
            made = file_complaint(row, **form.cleaned_data, by=request.user, at=at)
            messages.success(request, f"已登记，由{made.org.name}核查答复，承办单位看不到。")
            return redirect(made if _may_open(request, made) else row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {
        "petition": row,
        "shown": Shown(row, request.user),
        "target": superior(row.org),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "cases/complaint_new.html", context, status=409 if refusal else 200)


def _may_open(request: UserRequest, made: HandlingComplaint) -> bool:
    with rows_of(range_of(request.user)):
        return HandlingComplaint.objects.visible_to(request.user).filter(pk=made.pk).exists()


@require_safe
@requires(Can.HEAR_COMPLAINTS)
@whole_range
def complaint_list(request: UserRequest) -> HttpResponse:
    """Those that one's unit has to answer, or one below it; the open ones unless `all=1`."""
    everything = request.GET.get("all") == "1"
    mine = HandlingComplaint.objects.visible_to(request.user)
    marks = {name: request.GET.get(name, "") for name in ("after", "before")}
    rows = HandlingComplaint.objects.select_related("petition", "about", "org")
    page = NEWEST.page(mine if everything else mine.open(), rows, size=PAGE, **marks)
    clocks = _clocks([row.pk for row in page.rows])
    for row in page.rows:
        row.clock = clocks.get(row.pk)
    tail = "&all=1" if everything else ""
    context = {
        "complaints": page.rows,
        "everything": everything,
        "open": mine.open().count(),
        "may_take": request.user.can(Can.REGISTER),
        "previous_url": page.before and f"?before={page.before}{tail}",
        "next_url": page.after and f"?after={page.after}{tail}",
        "at": timezone.now(),
    }
    return render(request, "cases/complaint_list.html", context)


def _clocks(pks: list[int]) -> dict[int, Deadline]:
    """The clock of each complaint: it is about the complaint, not about its petition."""
    rows = Deadline.objects.for_model(HandlingComplaint).filter(object_id__in=pks)
    return {row.object_id: row for row in rows}


@requires(Can.HEAR_COMPLAINTS)
@whole_range
def complaint(request: UserRequest, pk: int) -> HttpResponse:
    """One complaint; the unit whose it is answers it here."""
    rows = HandlingComplaint.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("about", "org", "recorded_by", "decided_by"), pk=pk)
    matter, at = Petition.objects.for_page().get(pk=row.petition_id), timezone.now()
    note_reading("complaint.read", row, of=matter, by=request.user, at=at)
    may_decide = row.org_id == request.user.org_id and row.decided_at is None
    form, refusal = DecisionForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            decide_complaint(row, **form.cleaned_data, by=request.user, at=at)
            messages.success(request, "已答复，时限停止。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {
        "complaint": row,
        "petition": matter,
        "seen": Petition.objects.visible_to(request.user).filter(pk=matter.pk).exists(),
        "shown": Shown(matter, request.user),
        "clock": _clocks([row.pk]).get(row.pk),
        "may_decide": may_decide,
        "form": form,
        "refusal": refusal,
        "at": at,
    }
    return render(request, "cases/complaint.html", context, status=409 if refusal else 200)
