"""Urgent access by exact number, and the review of what was opened that way."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.actions.break_glass import TOO_MANY, judge, may_judge, tries_too_often
from cases.actions.break_glass import break_glass as open_urgently
from cases.forms.break_glass_form import BreakGlassForm, JudgeForm
from cases.models import BreakGlass, Petition
from cases.models.break_glass import BreakGlassQuerySet, Emergency
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can, Role
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers

PAGE = 25


@requires(Can.SEE_CASES)
def break_glass(request: UserRequest) -> HttpResponse:
    """A number and a reason. Every refusal reads alike, and each try counts."""
    form, refusal, at = BreakGlassForm(request.POST or None), "", timezone.now()
    if form.is_valid():
        given = form.cleaned_data
        why = {"emergency": Emergency(given["emergency"]), "reason": given["reason"]}
        try:
            if tries_too_often(request.user, at):
                raise NotAllowed(TOO_MANY)
            row, made = open_urgently(given["number"], **why, by=request.user, at=at)
            if made is not None:
                until = timezone.localtime(made.expires_at)
                messages.success(request, f"已打开，可以查看到 {until:%H:%M}。已通知承办单位和审计管理员。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"form": form, "refusal": refusal}
    return render(request, "cases/break_glass.html", context, status=409 if refusal else 200)


@requires(Can.JUDGE_ACCESS)
@beyond_readers("an auditor is shown who opened what, and nothing of the matter")
def urgent_access_list(request: UserRequest) -> HttpResponse:
    """What waits for a judgement, or `all=1` everything: by number, person and reason, and nothing of the matter."""
    everything = request.GET.get("all") == "1"
    rows = _before(request.user).select_related("petition__org", "user__org", "judged_by")
    asked = rows if everything else rows.unjudged()
    page = Paginator(asked.order_by("-at", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": page.object_list, "everything": everything, "at": timezone.now()}
    return render(request, "cases/urgent_access_list.html", context)


@requires(Can.JUDGE_ACCESS)
@beyond_readers("an auditor is shown who opened what, and nothing of the matter")
def urgent_access(request: UserRequest, pk: int) -> HttpResponse:
    """One access, and its judgement."""
    rows = _before(request.user).select_related("petition__org", "user__org", "judged_by")
    row, at = get_object_or_404(rows, pk=pk), timezone.now()
    form, refusal = JudgeForm(request.POST or None), ""
    if form.is_valid():
        try:
            judge(row, **form.cleaned_data, by=request.user, at=at)
            messages.success(request, "已评定。")
            return redirect("cases:urgent_access_list")
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"access": row, "petition": row.petition, "form": form, "refusal": refusal, "lasts": row.lasts(at)}
    context["judges"] = row.judged_at is None and may_judge(row, request.user)
    context["seen"] = Petition.objects.visible_to(request.user).filter(pk=row.petition_id).exists()
    return render(request, "cases/urgent_access.html", context, status=409 if refusal else 200)


def _before(user: User) -> BreakGlassQuerySet:
    """To auditors those of their range, to a head those of the matters that her unit holds."""
    rows = BreakGlass.objects.all()
    return rows.in_line_of(user) if Role.AUDIT_ADMIN in user.roles else rows.held_by(user.org)
