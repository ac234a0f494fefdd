"""Tasks for volunteers and who has signed up; the hours they gave, logged on a telephone, confirmed by another."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from stations.actions.volunteering import (
    call_off_task,
    decide_service,
    log_service,
    publish_task,
    sign_up,
    why_not_decide,
    withdraw,
)
from stations.forms.volunteer_form import ReasonForm, ServiceForm, SignUpForm, TaskForm
from stations.models import NetworkPerson, TaskSignUp, VolunteerService, VolunteerTask
from stations.views.acts import act_page

SIZE = 25
_STANDING = Q(sign_ups__withdrawn_at=None)


@require_safe
@requires(Can.LOG_SERVICES)
def task_list(request: UserRequest) -> HttpResponse:
    """Those to come first, then those that were."""
    at, past = timezone.now(), request.GET.get("past") == "1"
    rows = VolunteerTask.objects.visible_to(request.user).select_related("org")
    rows = rows.annotate(signed=Count("sign_ups", filter=_STANDING & Q(sign_ups__isnull=False)))
    if past:
        rows = rows.filter(ends_at__lt=at).order_by("-begins_at", "-pk")
    else:
        rows = rows.filter(ends_at__gte=at).order_by("begins_at", "pk")
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    return render(request, "stations/task_list.html", {"page": page, "past": past, "may_keep": _may_keep(request)})


def _may_keep(request: UserRequest) -> bool:
    """Whether the tabs of the network are hers."""
    return request.user.can(Can.KEEP_NETWORK)


@requires(Can.LOG_SERVICES)
def task_new(request: UserRequest) -> HttpResponse:
    """A task of one's own unit."""
    form, refusal = TaskForm(request.POST or None, initial={"day": timezone.localdate()}), ""
    if form.is_valid():
        try:
            row = publish_task(form.plan(), by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"“{row}”已发布。")
            return redirect(row)
    return render(
        request, "stations/task_form.html", {"form": form, "refusal": refusal}, status=409 if refusal else 200
    )


@requires(Can.LOG_SERVICES)
def task(request: UserRequest, pk: int) -> HttpResponse:
    """Who comes; sign somebody up."""
    row, at = _task(request, pk), timezone.now()
    form = SignUpForm(request.POST or None, by=request.user, on=timezone.localdate(row.begins_at))
    refusal, own = "", row.org_id == request.user.org_id and row.called_off_at is None
    if form.is_valid():
        try:
            sign_up(row, form.cleaned_data["person"], by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{form.cleaned_data['person']} 已报名。")
            return redirect(row)
    signed = row.sign_ups.filter(withdrawn_at=None).select_related("person__org").order_by("at")
    context = {"task": row, "signed": signed.defer(*_NUMBERS), "form": form, "refusal": refusal, "at": at}
    context |= {"may_sign_up": own and row.ends_at > at, "may_call_off": own and row.begins_at > at, "own": own}
    return render(request, "stations/task.html", context, status=409 if refusal else 200)


_NUMBERS = ("person__phone", "person__id_number")  # nobody reads them here


@require_POST
@requires(Can.LOG_SERVICES)
def task_withdraw(request: UserRequest, pk: int, signed: int) -> HttpResponse:
    """She will not come after all."""
    row = _task(request, pk)
    try:
        withdraw(get_object_or_404(TaskSignUp, task=row, pk=signed), by=request.user, at=timezone.now())
        messages.success(request, "已退出。")
    except NotAllowed as refused:
        messages.error(request, str(refused))
    return redirect(row)


@requires(Can.LOG_SERVICES)
def task_call_off(request: UserRequest, pk: int) -> HttpResponse:
    """It does not take place."""
    row, at = _task(request, pk), timezone.now()
    return act_page(
        request,
        ReasonForm(request.POST or None),
        lambda given: call_off_task(row, reason=given["reason"], by=request.user, at=at),
        back=row,
        title="取消任务",
        button="确认取消",
        about="请另行通知已经报名的志愿者。",
    )


@requires(Can.LOG_SERVICES)
def service_new(request: UserRequest) -> HttpResponse:
    """One thumb, four taps; then the form stands ready for the next."""
    on, of = timezone.localdate(), request.GET.get("task", "")
    of_task = _task(request, int(of)) if of.isdecimal() and len(of) < 15 else None
    form, refusal = ServiceForm(request.POST or None, by=request.user, on=on, task=of_task), ""
    if form.is_valid():
        try:
            made = log_service(form.cleaned_data["person"], form.service(), by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{made.person} {made.hours}，已登记，由他人确认后计入。")
            return redirect(request.get_full_path())
    context = {"form": form, "refusal": refusal, "task": of_task, "may_keep": _may_keep(request)}
    return render(request, "stations/service_form.html", context, status=409 if refusal else 200)


@require_safe
@requires(Can.LOG_SERVICES)
def service_list(request: UserRequest) -> HttpResponse:
    """What waits to be confirmed; or what has been."""
    done = request.GET.get("done") == "1"
    rows = VolunteerService.objects.visible_to(request.user).select_related("person__org", "logged_by", "decided_by")
    rows = (
        rows.exclude(decided_at=None).order_by("-decided_at") if done else rows.waiting().order_by("served_on", "pk")
    )
    page = Paginator(rows.defer(*_NUMBERS), SIZE).get_page(request.GET.get("page"))
    lines = [(row, not done and not why_not_decide(row, by=request.user)) for row in page]
    context = {"page": page, "lines": lines, "done": done, "may_keep": _may_keep(request)}
    return render(request, "stations/service_list.html", context)


@require_POST
@requires(Can.KEEP_NETWORK)
def service_confirm(request: UserRequest) -> HttpResponse:
    """All that are ticked; each by itself, so that one that may not be confirmed holds up no other."""
    picked = [int(key) for key in request.POST.getlist("pick") if key.isdecimal() and len(key) < 15]
    count = 0
    for row in VolunteerService.objects.visible_to(request.user).filter(pk__in=picked).order_by("pk"):
        try:
            decide_service(row, by=request.user, at=timezone.now())
            count += 1
        except NotAllowed as refused:
            messages.error(request, str(refused))
    if count:
        messages.success(request, f"已确认 {count} 条。")
    elif not picked:
        messages.error(request, "请先勾选要确认的时长。")
    return redirect("stations:service_list")


@requires(Can.KEEP_NETWORK)
def service_refuse(request: UserRequest, pk: int) -> HttpResponse:
    """These hours do not count, for a reason."""
    rows = VolunteerService.objects.visible_to(request.user).select_related("person__org")
    row, at = get_object_or_404(rows, pk=pk), timezone.now()
    person = NetworkPerson.objects.get(pk=row.person_id)
    return act_page(
        request,
        ReasonForm(request.POST or None),
        lambda given: decide_service(row, by=request.user, at=at, refused=given["reason"]),
        back=person,
        title=f"不予确认：{row.served_on} {row.hours}",
        button="不予确认",
    )


def _task(request: UserRequest, pk: int) -> VolunteerTask:
    rows = VolunteerTask.objects.visible_to(request.user).select_related("org")
    return get_object_or_404(rows, pk=pk)
