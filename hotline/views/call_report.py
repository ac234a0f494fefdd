"""Writing down that the police were told of a minor, or of who lacks capacity, as the law commands."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record_reading
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_reporting import report_call, why_not_report
from hotline.forms.call_report_form import CallReportForm
from hotline.views.call import visible_call


@requires(Can.ANSWER_CALLS)
def call_report(request: UserRequest, pk: int) -> HttpResponse:
    """While she is on the line or at any time after it; back to the call."""
    row, at = visible_call(request, pk), database_now()
    refusal = why_not_report(row, by=request.user)
    form = CallReportForm(request.POST or None, call=row, by=request.user, at=at)
    if not refusal and form.is_valid():
        try:
            report_call(row, form.cleaned_data["report_for"], form.telling(), by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, "已登记强制报告。")
            return redirect(row)
    record_reading("call.read", row, by=request.user, at=at)
    context = {"call": row, "form": form, "refusal": refusal}
    return render(request, "hotline/call_report.html", context, status=409 if refusal else 200)
