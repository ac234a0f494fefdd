"""Rights posts: the list, one with its reviews and nominations, the form, and the single acts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.drafts import draft_saved
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.deadlines.unanswered import unanswered
from fedportal.lib.refusals import NotAllowed
from stations.actions.posts import (
    change_post,
    close_post,
    decide_award,
    nominate_post,
    open_post,
    review_post,
    why_not_decide_award,
    why_not_keep_post,
)
from stations.forms.person_acts_form import EndForm
from stations.forms.post_form import AwardForm, NominateForm, PostForm, ReviewForm
from stations.models import PostAward, RightsPost
from stations.post_facts import AwardState, Verdict
from stations.post_filters import PostFilter
from stations.titles import POST
from stations.views.acts import act_page

SIZE = 25


@require_safe
@requires(Can.SEE_CASES)
def post_list(request: UserRequest) -> HttpResponse:
    """By code of the unit: one's own on top, those below it after it."""
    asked = PostFilter(request.GET, RightsPost.objects.visible_to(request.user))
    rows = asked.found.select_related("org", "agency").order_by("org_code", "name", "pk")
    context = {
        "filter": asked,
        "active": any(request.GET.get(name) for name in asked.filters),
        "page": Paginator(rows, SIZE).get_page(request.GET.get("page")),
        "may_enter": request.user.can(Can.KEEP_STATIONS),
        "may_export": request.user.can(Can.EXPORT),
        "asked": request.GET.urlencode(),
    }
    return render(request, "stations/post_list.html", context)


@require_safe
@requires(Can.SEE_CASES)
def post(request: UserRequest, pk: int) -> HttpResponse:
    """What it is, how it was reviewed, what it was nominated for, what was changed when by whom."""
    row, user = _visible(request, pk), request.user
    events = row.events.select_related("actor", "org").order_by("-pk")
    awards = list(row.awards.select_related("post", "nominated_by", "decided_by").order_by("-year", "level"))
    waiting = [award for award in awards if award.state == AwardState.NOMINATED]
    context = {
        "post": row,
        "reviews": row.reviews.select_related("by").order_by("-at"),
        "awards": awards,
        "decides": {award.pk for award in waiting if not why_not_decide_award(award, by=user)},
        "clock": row.deadlines.open().order_by("due_at").first(),
        "events": [_told(event) for event in events],
        "may_edit": row.closed_on is None and not why_not_keep_post(row.org_id, by=user),
        "unanswered": unanswered(row, user),
        "at": timezone.now(),
    }
    return render(request, "stations/post.html", context)


def _told(event: Any) -> dict[str, Any]:
    """A line of components/timeline.html."""
    changes = [f"{label}：{before or '未填'} → {after or '未填'}" for label, before, after in event.changes]
    who = f"{event.actor.name}（{event.org.name}）"
    return {"at": event.at, "title": POST[event.verb], "who": who, "text": "\n".join(changes)}


@requires(Can.KEEP_STATIONS)
def post_new(request: UserRequest) -> HttpResponse:
    """A post of one's own unit."""
    return _form(request, None, "post-new")


@requires(Can.KEEP_STATIONS)
def post_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Of one's own unit."""
    return _form(request, _own(request, pk), f"post-{pk}")


def _form(request: UserRequest, row: RightsPost | None, draft: str) -> HttpResponse:
    at = timezone.now()
    form, refusal = PostForm(request.POST or None, by=request.user, at=at, post=row), ""
    if form.is_valid():
        try:
            facts = form.facts()
            saved = (
                change_post(row, facts, by=request.user, at=at) if row else open_post(facts, by=request.user, at=at)
            )
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{saved} 已保存。")
            draft_saved(request, draft)
            return redirect(saved)
    context = {"form": form, "refusal": refusal, "draft": draft, "post": row}
    return render(request, "stations/post_form.html", context, status=409 if refusal else 200)


@requires(Can.KEEP_STATIONS)
def post_review(request: UserRequest, pk: int) -> HttpResponse:
    row, at = _own(request, pk), timezone.now()
    return act_page(
        request,
        ReviewForm(request.POST or None),
        lambda given: review_post(row, Verdict(given["verdict"]), remarks=given["remarks"], by=request.user, at=at),
        back=row,
        title="年度复核",
        button="保存",
        about="复核后一年内再次复核。",
    )


@requires(Can.KEEP_STATIONS)
def post_nominate(request: UserRequest, pk: int) -> HttpResponse:
    row, at = _own(request, pk), timezone.now()
    form = NominateForm(request.POST or None, initial={"year": timezone.localdate().year})
    return act_page(
        request,
        form,
        lambda given: nominate_post(
            row, level=int(given["level"]), year=given["year"], deeds=given["deeds"], by=request.user, at=at
        ),
        back=row,
        title="推荐优秀妇女维权岗",
        button="推荐",
    )


@requires(Can.ACCREDIT)
def post_award(request: UserRequest, pk: int, award: int) -> HttpResponse:
    row, at = _visible(request, pk), timezone.now()
    of = get_object_or_404(PostAward.objects.select_related("post"), post=row, pk=award)
    if refusal := why_not_decide_award(of, by=request.user):
        raise PermissionDenied(refusal)
    return act_page(
        request,
        AwardForm(request.POST or None),
        lambda given: decide_award(of, AwardState(given["state"]), note=given["note"], by=request.user, at=at),
        back=row,
        title=f"认定 {of.year} 年{of.get_level_display()}优秀妇女维权岗",
        button="保存",
        about=f"主要事迹：{of.deeds}",
    )


@requires(Can.KEEP_STATIONS)
def post_close(request: UserRequest, pk: int) -> HttpResponse:
    row, at = _own(request, pk), timezone.now()
    return act_page(
        request,
        EndForm(request.POST or None),
        lambda given: close_post(row, on=given["on"], by=request.user, at=at),
        back=row,
        title="撤销维权岗",
        button="确认撤销",
        about="撤销后不再复核；登记过的复核和推荐保留，不能恢复。",
    )


def _visible(request: UserRequest, pk: int) -> RightsPost:
    return get_object_or_404(RightsPost.objects.visible_to(request.user).for_page(), pk=pk)


def _own(request: UserRequest, pk: int) -> RightsPost:
    row = _visible(request, pk)
    if refusal := why_not_keep_post(row.org_id, by=request.user):
        raise PermissionDenied(refusal)
    return row
