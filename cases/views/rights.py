"""The rights of whose data it is: requests, their answers, what is handed over, and who else was given it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.actions.rights import decide_request, hand_over, note_basis, take_request
from cases.exports.own_data import own_data
from cases.forms.personal_forms import BasisForm, DecisionForm, RequestForm
from cases.law import RIGHTS_REQUEST
from cases.models import Disclosure, Petition, RightsRequest
from cases.views.held import held_petition, opened
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed
from fedportal.privacy.models import PETITION, DisposalBatch, DisposalItem
from fedportal.privacy.purposes import CONSENT_NOW, CONSENT_TEXTS, Basis

PAGE = 30


def personal_card(row: Petition, user: User) -> dict[str, Any]:
    """The context of templates/cases/personal.html: nothing for others than the unit that holds the matter."""
    own = row.org_id == user.org_id and user.can(Can.REGISTER)
    if not own:
        return {"shows": False}
    basis = row.processing_bases.order_by("-pk").first()
    return {
        "shows": True,
        "basis": basis,
        "basis_words": basis.get_basis_display() if basis else Basis.DUTY.label,
        "untold": basis is not None and basis.basis == Basis.EMERGENCY and basis.told_on is None,
        "requests": (requests := list(row.rights_requests.order_by("-pk"))),
        "restricted": row.disposed_at is None and any(made.restricts for made in requests),
        "disclosures": row.disclosures.count(),
        "hold": row.legal_holds.standing().first(),
        "may_hold": user.can(Can.DISPOSE) and row.disposed_at is None,
        "may_ask": row.disposed_at is None,
    }


@requires(Can.REGISTER)
def rights_request_list(request: UserRequest) -> HttpResponse:
    """The requests that one's unit has to answer, the oldest first; `all=1` shows the answered ones too."""
    mine = RightsRequest.objects.visible_to(request.user)
    everything = request.GET.get("all") == "1"
    rows = mine.order_by("-received_at", "-pk") if everything else mine.open().order_by("received_at", "pk")
    page = Paginator(rows.select_related("petition"), PAGE).get_page(request.GET.get("page"))
    clocks = _clocks(page.object_list)
    context = {
        "page": page,
        "lines": [(made, clocks.get(made.item)) for made in page.object_list],
        "everything": everything,
        "open": mine.open().count(),
        "disposes": request.user.can(Can.DISPOSE),
        "at": timezone.now(),
    }
    return render(request, "cases/rights_request_list.html", context)


@requires(Can.REGISTER)
@once
def rights_request_new(request: UserRequest, pk: int) -> HttpResponse:
    """Take down what somebody asks."""
    row, at = held_petition(request, pk), timezone.now()
    form, refusal = RequestForm(request.POST or None, petition=row, at=at), ""
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = take_request(given["party"], form.asked(), received_at=given["received_at"], by=request.user, at=at)
            messages.success(request, "已登记申请，请在期限内答复。")
            return redirect(made)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": row, "form": form, "refusal": refusal}
    return render(request, "cases/rights_request_new.html", context, status=409 if refusal else 200)


@requires(Can.REGISTER)
def rights_request(request: UserRequest, pk: int) -> HttpResponse:
    """One request with its answer; the head answers it."""
    made = _request(request, pk)
    may_decide = request.user.can(Can.DISPOSE) and made.decided_at is None
    if request.method == "POST" and not request.user.can(Can.DISPOSE):
        raise PermissionDenied(Can.DISPOSE)
    form, refusal = DecisionForm(request.POST or None), ""
    if form.is_valid():
        given, at = form.cleaned_data, timezone.now()
        granted = given["granted"] == "yes"
        try:
            decide_request(made, granted=granted, answer=given["answer"], by=request.user, at=at)
            messages.success(request, "已答复。")
            return redirect(made)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": made.petition, "made": made, "form": form, "refusal": refusal, "may_decide": may_decide}
    context["user_disposes"] = request.user.can(Can.DISPOSE)
    context["clock"] = _clocks([made]).get(made.item)
    context["batch"] = _batch_of(made) if made.restricts else None
    return render(request, "cases/rights_request.html", context, status=409 if refusal else 200)


@require_POST
@requires(Can.REGISTER)
def rights_file(request: UserRequest, pk: int) -> HttpResponseBase:
    """Her own data as a workbook, to be handed to her; each time is written down."""
    made = _request(request, pk)
    try:
        with transaction.atomic():
            hand_over(made, by=request.user, at=timezone.now())
            file = own_data(made)
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return redirect(made)
    answer = FileResponse(file, as_attachment=True, filename=f"本人信息 {made.petition.number}.xlsx")
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Can.DISPOSE)
def disclosure_list(request: UserRequest) -> HttpResponse:
    """What one's unit has given outside, the newest first; of accusations only to their readers."""
    rows = Disclosure.objects.filter(org=request.user.org_id).select_related("petition", "by")
    rows = rows.exclude(petition__in=Petition.objects.hidden_from(request.user)).order_by("-at", "-pk")
    context = {"page": Paginator(rows, PAGE).get_page(request.GET.get("page"))}
    return render(request, "cases/disclosure_list.html", context)


@requires(Can.REGISTER)
def processing_basis(request: UserRequest, pk: int) -> HttpResponse:
    """On which basis the data of this matter is processed."""
    row, at = held_petition(request, pk), timezone.now()
    known = row.processing_bases.select_related("by").order_by("-pk").first()
    form, refusal = BasisForm(request.POST or None, known=known), ""
    if form.is_valid():
        given = form.cleaned_data
        try:
            note_basis(
                row,
                basis=given["basis"],
                consenter=given["consenter"],
                told_on=given["told_on"],
                by=request.user,
                at=at,
            )
            messages.success(request, "已登记处理依据。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": row, "form": form, "refusal": refusal, "basis": known}
    context["consent"] = CONSENT_TEXTS[CONSENT_NOW]
    return render(request, "cases/processing_basis.html", context, status=409 if refusal else 200)


def _clocks(rows: Iterable[RightsRequest]) -> dict[str, Deadline]:
    """The clock of each of these requests, by its name among the duties of its matter."""
    duties = Deadline.objects.for_model(Petition).filter(kind=RIGHTS_REQUEST.kind)
    return {duty.item: duty for duty in duties.filter(object_id__in=[made.petition_id for made in rows])}


def _batch_of(made: RightsRequest) -> DisposalBatch | None:
    """The last list on which the matter stands, or stood until it was disposed of."""
    lines = DisposalItem.objects.filter(kind=PETITION, object_id=made.petition_id, batch__cancelled_at=None)
    line = lines.select_related("batch").order_by("-pk").first()
    return line.batch if line else None


def _request(request: UserRequest, pk: int) -> RightsRequest:
    rows = RightsRequest.objects.visible_to(request.user)
    rows = rows.select_related("petition__org", "party", "org", "recorded_by", "decided_by")
    made = get_object_or_404(rows, pk=pk)
    opened(request, made.petition)
    return made
