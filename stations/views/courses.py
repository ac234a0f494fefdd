"""Courses: the list, one with who attended, a new one for many people at once, more people for one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from stations.actions.training import add_attended, enter_course
from stations.forms.course_form import AttendedForm, CourseForm
from stations.models import NetworkPerson, TrainingCourse
from stations.network_facts import RoleKind

SIZE = 25


@require_safe
@requires(Can.KEEP_NETWORK)
def course_list(request: UserRequest) -> HttpResponse:
    """The newest first, with how many of the reader's range attended each."""
    code, end = request.user.org.code, request.user.org.code_end
    ours = Q(records__person__org_code__gte=code, records__person__org_code__lt=end)
    rows = TrainingCourse.objects.visible_to(request.user).select_related("org")
    rows = rows.annotate(attended=Count("records", filter=ours)).order_by("-ends", "-pk")
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    return render(request, "stations/course_list.html", {"page": page})


@requires(Can.KEEP_NETWORK)
def course(request: UserRequest, pk: int) -> HttpResponse:
    """Who of the reader's range attended it; more may be added."""
    row = get_object_or_404(TrainingCourse.objects.visible_to(request.user).select_related("org", "entered_by"), pk=pk)
    kind, on = request.GET.get("kind", ""), timezone.localdate()
    form, refusal = AttendedForm(request.POST or None, by=request.user, on=on, kind=kind), ""
    if form.is_valid():
        try:
            count = add_attended(row, form.chosen, by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"已补充 {count} 人。")
            return redirect(row)
    people = NetworkPerson.objects.visible_to(request.user).filter(trainings__course=row)
    attended = people.select_related("org").unopened().order_by("org_code", "name")
    context = {"course": row, "attended": attended, "form": form, "refusal": refusal, "kind": kind}
    return render(request, "stations/course.html", context | _kinds(), status=409 if refusal else 200)


@requires(Can.KEEP_NETWORK)
def course_new(request: UserRequest) -> HttpResponse:
    """One course for many people; petition cadres are offered first."""
    kind, on = request.GET.get("kind", RoleKind.CADRE), timezone.localdate()
    form, refusal = CourseForm(request.POST or None, by=request.user, on=on, kind=kind), ""
    if form.is_valid():
        try:
            row = enter_course(form.facts(), form.chosen, by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"“{row}”已登记，{len(form.chosen)} 人参训。")
            return redirect(row)
    context = {"form": form, "refusal": refusal, "kind": kind}
    return render(request, "stations/course_form.html", context | _kinds(), status=409 if refusal else 200)


def _kinds() -> dict[str, Any]:
    """The roles by which the people of the form are narrowed."""
    return {"kinds": [*RoleKind.choices, ("all", "全部人员")]}
