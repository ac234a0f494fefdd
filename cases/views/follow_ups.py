"""Return visits: planning one, writing down how it went, calling it off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cases.actions.follow_up import cancel_visit, plan_visit, record_visit
from cases.forms.visit_forms import CancelForm, PlanForm, VisitForm
from cases.models import FollowUp, Petition
from cases.views.held import held_petition, held_visit
from cases.views.safe_contacts import contact_terms
from cases.workflow.aftercare import VisitOutcome
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed

ADVICE = {
    VisitOutcome.NEW_FACTS: "有新情况的，请重新评定危险程度；正在受到侵害的，立即协助报警。",
    VisitOutcome.NOT_REACHED: "没有联系上的，请通过她指定的安全联系人或者村（社区）妇联了解情况，不要留言说明来意。",
}


@requires(Can.HANDLE)
def visit_plan(request: UserRequest, pk: int) -> HttpResponse:
    """Name the day of the next visit."""
    row, at = held_petition(request, pk), timezone.now()
    form, refusal = PlanForm(request.POST or None, at=at), ""
    if form.is_valid():
        try:
            made = plan_visit(row, planned_on=form.cleaned_data["planned_on"], by=request.user, at=at)
            messages.success(request, f"已安排 {made.planned_on} 回访。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": row, "form": form, "refusal": refusal, "contact": contact_terms(row, whole=True)}
    return render(request, "cases/visit_plan.html", context, status=409 if refusal else 200)


@requires(Can.HANDLE)
@once
def visit_add(request: UserRequest, pk: int) -> HttpResponse:
    """Write down a visit that nobody had planned."""
    return _record(request, held_petition(request, pk), None)


@requires(Can.HANDLE)
def visit_record(request: UserRequest, pk: int) -> HttpResponse:
    """Write down how a planned visit went."""
    planned = held_visit(request, pk)
    return _record(request, planned.petition, planned)


def _record(request: UserRequest, row: Petition, planned: FollowUp | None) -> HttpResponse:
    at = timezone.now()
    form, refusal = VisitForm(request.POST or None, petition=row, at=at), ""
    if form.is_valid():
        try:
            made = record_visit(row, form.visit(), planned=planned, by=request.user, at=at)
            messages.success(request, f"已登记回访：{made.get_outcome_display()}。")
            if advice := ADVICE.get(VisitOutcome(made.outcome)) if row.needs_care else None:
                messages.warning(request, advice)
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": row, "planned": planned, "form": form, "refusal": refusal}
    contact = contact_terms(row, whole=True)
    return render(request, "cases/visit_record.html", {**context, "contact": contact}, status=409 if refusal else 200)


@requires(Can.HANDLE)
def visit_cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Call a planned visit off, with the reason."""
    planned = held_visit(request, pk)
    form, refusal = CancelForm(request.POST or None), ""
    if form.is_valid():
        try:
            cancel_visit(planned, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            messages.success(request, f"已取消 {planned.planned_on} 的回访。")
            return redirect(planned.petition)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": planned.petition, "planned": planned, "form": form, "refusal": refusal}
    return render(request, "cases/visit_cancel.html", context, status=409 if refusal else 200)
