"""Taking a complaint down at a unit above that does not see the matter, and the receipt of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.actions.complaints_by_proof import TOO_MANY, Proof, file_proven_complaint, tries_too_often
from cases.forms.complaint_forms import ProvenComplaintForm
from cases.models import HandlingComplaint
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers


@requires(Can.REGISTER)
@once
def complaint_take(request: UserRequest) -> HttpResponse:
    """By the number that she tells and what she said of herself then. Every mismatch reads alike, each try counts."""
    at, refusal = timezone.now(), ""
    form = ProvenComplaintForm(request.POST or None, at=at)
    if form.is_valid():
        given = dict(form.cleaned_data)
        proof = Proof(given.pop("number"), given.pop("name"), given.pop("reach"))
        try:
            if tries_too_often(request.user, at):
                raise NotAllowed(TOO_MANY)
            made = file_proven_complaint(proof, **given, by=request.user, at=at)
            messages.success(request, "已登记，承办单位看不到。")
            return redirect("cases:complaint_receipt", made.pk)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"form": form, "refusal": refusal}
    return render(request, "cases/complaint_take.html", context, status=409 if refusal else 200)


@require_safe
@requires(Can.REGISTER)
def complaint_receipt(request: UserRequest, pk: int) -> HttpResponse:
    """What whoever took it down gives the petitioner: who answers it by when, and nothing of the matter."""
    opens = HandlingComplaint.objects.visible_to(request.user).filter(pk=pk).exists()
    with beyond_readers("of what she took down herself she is shown its number, its units and its limit"):
        mine = HandlingComplaint.objects.in_range_of(request.user.org).filter(recorded_by=request.user)
        row = get_object_or_404(mine.select_related("petition", "about", "org"), pk=pk)
        clock = Deadline.objects.for_model(HandlingComplaint).filter(object_id=pk).order_by("-pk").first()
        context = {"complaint": row, "number": row.petition.number, "clock": clock, "opens": opens}
        return render(request, "cases/complaint_receipt.html", context)
