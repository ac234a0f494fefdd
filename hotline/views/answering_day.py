"""The president's answering days: what is planned in one's range, planning one, and what came of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from hotline.actions.redirecting import plan_day, record_day
from hotline.forms.redirect_form import AnsweringDayForm, DayRecordForm
from hotline.models import AnsweringDay

SIZE = 25


def _in_range(request: UserRequest) -> QuerySet[AnsweringDay]:
    org = request.user.org
    rows = AnsweringDay.objects.filter(org_code__gte=org.code, org_code__lt=org.code_end)
    return rows.select_related("org", "president", "line")


@require_safe
@requires(Can.SEE_DASHBOARD)
def answering_day_list(request: UserRequest) -> HttpResponse:
    """The nearest on top, then what was."""
    rows = _in_range(request).order_by("-day", "org_code")
    context = {
        "page": Paginator(rows, SIZE).get_page(request.GET.get("page")),
        "may_plan": request.user.can(Can.RUN_HOTLINE),
        "may_answer": request.user.can(Can.ANSWER_CALLS),
        "today": timezone.localdate(),
    }
    return render(request, "hotline/answering_day_list.html", context)


@requires(Can.RUN_HOTLINE)
def answering_day_new(request: UserRequest) -> HttpResponse:
    """A day of one's own unit."""
    at, refusal = timezone.now(), ""
    form = AnsweringDayForm(request.POST or None, by=request.user, at=at)
    if form.is_valid():
        try:
            row = plan_day(form.cleaned_data["line"], form.plan(), by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{row.day:%Y-%m-%d} 的主席接听日已安排。")
            return redirect("hotline:answering_day_list")
    context = {"form": form, "refusal": refusal, "lines": form.fields["line"].queryset}  # type: ignore[attr-defined]
    return render(request, "hotline/answering_day_form.html", context, status=409 if refusal else 200)


@requires(Can.ANSWER_CALLS)
def answering_day_record(request: UserRequest, pk: int) -> HttpResponse:
    """What came of it, once."""
    row = get_object_or_404(_in_range(request), pk=pk)
    if row.org_id != request.user.org_id:
        raise PermissionDenied("接听日由安排的单位记录。")
    form, refusal = DayRecordForm(request.POST or None), ""
    if form.is_valid():
        try:
            record_day(row, **form.cleaned_data, by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, "接听情况已记录。")
            return redirect("hotline:answering_day_list")
    context = {"form": form, "refusal": refusal, "row": row}
    return render(request, "hotline/answering_day_record.html", context, status=409 if refusal else 200)
