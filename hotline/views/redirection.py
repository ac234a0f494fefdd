"""Where a line of one's unit leads outside its hours."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from hotline.actions.lines import why_not_edit
from hotline.actions.redirecting import end_redirection, redirect_line
from hotline.forms.redirect_form import RedirectForm
from hotline.models import HotlineLine


@requires(Can.RUN_HOTLINE)
def line_redirect(request: UserRequest, pk: int) -> HttpResponse:
    """As it stands, another one, or none from today on."""
    row = get_object_or_404(HotlineLine.objects.visible_to(request.user).for_page(), pk=pk)
    if reason := why_not_edit(row.org, by=request.user):
        raise PermissionDenied(reason)
    ends = "end" in request.POST
    now, refusal = row.redirections.filter(ended_on=None).select_related("target").first(), ""
    form = RedirectForm(None if ends else request.POST or None, line=row, now=now)
    if ends or form.is_valid():
        try:
            if ends:
                end_redirection(row, by=request.user, at=timezone.now())
            else:
                redirect_line(row, form.leads(), by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, "已取消转接。" if ends else "转接已登记；话务系统的转接由话务系统设置。")
            return redirect(row)
    context = {"line": row, "form": form, "refusal": refusal, "now": now}
    return render(request, "hotline/line_redirect.html", context, status=409 if refusal else 200)
