"""Quality: the calls that were drawn, judging one, the criteria, and the figures of agents."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record_reading
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from hotline.actions.quality import draw_calls, is_recorded, open_recording, review_call, set_criteria
from hotline.agent_figures import figures_of
from hotline.forms.quality_form import CriteriaForm, DrawForm, FoundForm
from hotline.models import QualityForm, QualityReview
from hotline.shown_call import ShownCall
from hotline.views.call import visible_call

SIZE = 25


@require_safe
@requires(Can.ANSWER_CALLS)
def quality_list(request: UserRequest) -> HttpResponse:
    """What waits to be judged, before who leads; before an agent what was found in her calls."""
    rows = QualityReview.objects.visible_to(request.user)
    leads, today = request.user.can(Can.RUN_HOTLINE), timezone.localdate()
    context = {
        "page": Paginator(rows.for_list(), SIZE).get_page(request.GET.get("page")),
        "leads": leads,
        "waiting": rows.waiting().count() if leads else 0,
        "draw": DrawForm(initial={"week": today - dt.timedelta(days=7)}),
        "form": QualityForm.objects.binding(request.user).first(),
    }
    return render(request, "hotline/quality_list.html", context)


@require_POST
@requires(Can.RUN_HOTLINE)
def quality_draw(request: UserRequest) -> HttpResponse:
    """By chance."""
    form = DrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("hotline:quality_list")
    try:
        made = draw_calls(form.monday, form.cleaned_data["each"], by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        none = "这一周没有可以再抽的来电：已经抽够，或者没有已登记完的通话。"
        messages.success(request, f"已抽取 {len(made)} 通来电。" if made else none)
    return redirect("hotline:quality_list")


@requires(Can.ANSWER_CALLS)
def quality_review(request: UserRequest, pk: int) -> HttpResponse:
    """Judging one; when it is done, what was found."""
    row = get_object_or_404(QualityReview.objects.visible_to(request.user).for_page(), pk=pk)
    criteria = row.form or QualityForm.objects.binding(request.user).first()
    if criteria is None:
        messages.info(request, "还没有质检表，请先制定。")
        return redirect("hotline:quality_criteria")
    record_reading("quality.read", row, by=request.user, at=timezone.now())
    form = None if row.at else FoundForm(request.POST or None, form=criteria)
    refusal = ""
    if form is not None and form.is_valid():
        try:
            review_call(
                row,
                criteria,
                form.points(),
                announced=form.cleaned_data["announced"],
                remarks=form.cleaned_data["remarks"],
                by=request.user,
                at=database_now(),
            )
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, "质检已保存，接线员本人可以看到。")
            return redirect(row)
    context = {
        "row": row,
        "criteria": criteria,
        "form": form,
        "refusal": refusal,
        "found": _found(row),
        "shown": ShownCall(row.call, request.user),
        "recorded": request.user.can(Can.HEAR_RECORDINGS) and is_recorded(row.call),
        "uses": row.call.knowledge_uses.select_related("version").order_by("at", "pk"),
    }
    return render(request, "hotline/quality_review.html", context, status=409 if refusal else 200)


def _found(row: QualityReview) -> list[tuple[str, int, int]]:
    """Criterion, points, of how many."""
    if row.form is None:
        return []
    pairs = zip(row.form.criteria, row.points, strict=True)
    return [(criterion["label"], points, criterion["points"]) for criterion, points in pairs]


@requires(Can.RUN_HOTLINE)
def quality_criteria(request: UserRequest) -> HttpResponse:
    """The next version of one's own unit."""
    standing, refusal = QualityForm.objects.binding(request.user).first(), ""
    form = CriteriaForm(request.POST or None, standing=standing)
    if form.is_valid():
        try:
            row = set_criteria(form.cleaned_data["criteria"], by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{row}已制定，以后的质检按此评分。")
            return redirect("hotline:quality_list")
    context = {"form": form, "refusal": refusal, "standing": standing}
    return render(request, "hotline/quality_criteria.html", context, status=409 if refusal else 200)


@require_safe
@requires(Can.ANSWER_CALLS)
def agent_figures(request: UserRequest) -> HttpResponse:
    """Of a month: an agent's own, or everybody's before who leads the unit."""
    start = _month(request.GET.get("month", ""))
    after = (start + dt.timedelta(days=32)).replace(day=1)
    since, until = (timezone.make_aware(dt.datetime.combine(day, dt.time.min)) for day in (start, after))
    context: dict[str, Any] = {
        "rows": figures_of(request.user, since, until),
        "start": start,
        "before": (start - dt.timedelta(days=1)).replace(day=1),
        "after": after if after <= timezone.localdate() else None,
        "leads": request.user.can(Can.RUN_HOTLINE),
    }
    return render(request, "hotline/agent_figures.html", context)


def _month(text: str) -> dt.date:
    try:
        day = parse_date(f"{text}-01")
    except ValueError:
        day = None
    today = timezone.localdate().replace(day=1)
    return day if day and dt.date(2000, 1, 1) <= day <= today else today


@require_POST
@requires(Can.HEAR_RECORDINGS)
def recording_open(request: UserRequest, pk: int) -> HttpResponse:
    """Its reference, on a page of its own that is made anew each time."""
    row = visible_call(request, pk)
    try:
        reference = open_recording(row, by=request.user, at=database_now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return redirect(row)
    return render(request, "hotline/recording.html", {"call": row, "reference": reference})
