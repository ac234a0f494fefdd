"""Notes of work: the quick form of the case page, and its own page where something was missing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cases.actions.handling_steps import record_step
from cases.forms.step_form import StepForm
from cases.views.held import held_petition
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed


@requires(Can.HANDLE)
@once
def step_add(request: UserRequest, pk: int) -> HttpResponse:
    """Write down one talk, call, inquiry or the like."""
    row, at = held_petition(request, pk), timezone.now()
    form, refusal = StepForm(request.POST or None, at=at), ""
    if form.is_valid():
        try:
            record_step(row, **form.cleaned_data, by=request.user, at=at)
            messages.success(request, "已登记办理记录。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": row, "form": form, "refusal": refusal}
    return render(request, "cases/step_add.html", context, status=409 if refusal else 200)
