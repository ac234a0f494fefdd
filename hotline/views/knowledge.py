"""The knowledge base: the list, one entry with its versions, writing one, and what others make of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.drafts import draft_saved
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from hotline.actions.knowledge import (
    draft_entry,
    keep_entry,
    newest,
    publish_entry,
    retire_entry,
    return_entry,
    revise_entry,
    why_not_judge,
    why_not_write,
)
from hotline.forms.knowledge_form import JudgeForm, KnowledgeForm
from hotline.knowledge_diff import differences
from hotline.knowledge_facts import EntryState
from hotline.knowledge_filters import KnowledgeFilter
from hotline.models import KnowledgeEntry, KnowledgeReview, KnowledgeVersion

SIZE = 25
DONE = {
    "publish": "已发布，接线员现在能查到。",
    "return": "已退回修改。",
    "keep": "已复核，继续使用一年。",
    "retire": "已停用。",
}


@require_safe
@requires(Can.SEE_DASHBOARD)
def knowledge_list(request: UserRequest) -> HttpResponse:
    """What has changed last on top."""
    visible = KnowledgeEntry.objects.visible_to(request.user)
    asked = KnowledgeFilter(request.GET, visible)
    rows = asked.qs.for_page().order_by("-pending", "-changed_at", "-pk")
    context = {
        "filter": asked,
        "active": any(request.GET.get(name) for name in asked.filters),
        "page": Paginator(rows, SIZE).get_page(request.GET.get("page")),
        "may_write": not why_not_write(request.user.org_id, by=request.user),
        "at": timezone.now(),
    }
    return render(request, "hotline/knowledge_list.html", context)


@require_safe
@requires(Can.SEE_DASHBOARD)
def knowledge(request: UserRequest, pk: int) -> HttpResponse:
    """What it says now, the version that waits with its differences, and everything before."""
    row, user = _visible(request, pk), request.user
    versions = list(row.versions.select_related("by", "by__org").order_by("-number"))
    clocks: list[Any] = row.open_deadlines  # type: ignore[attr-defined]
    context = {
        "entry": row,
        "newest": versions[0],
        "waits": row.pending and row.state != EntryState.RETIRED,
        "differences": differences(row.current, versions[0]) if row.pending else [],
        "history": _history(versions),
        "uses": versions[0].uses.model.objects.filter(version__entry=row).count(),
        "clock": clocks[0] if clocks else None,
        "at": timezone.now(),
        "form": JudgeForm(initial={"number": versions[0].number}),
        "may_write": row.state != EntryState.RETIRED and not why_not_write(row.org_id, by=user),
        "may_judge": not why_not_judge(row, by=user),
        "own": versions[0].by_id == user.pk,
    }
    return render(request, "hotline/knowledge.html", context)


def _history(versions: list[KnowledgeVersion]) -> list[dict[str, Any]]:
    """Lines of components/timeline.html, the newest first: each version, and each look at one."""
    lines = [
        {"at": row.at, "title": f"编写{row}", "who": f"{row.by.name}（{row.by.org.name}）", "text": row.reason}
        for row in versions
    ]
    looks = KnowledgeReview.objects.filter(version__in=versions).select_related("by__org", "version")
    lines += [
        {
            "at": look.at,
            "title": f"{look.get_verdict_display()}（{look.version}）",
            "who": f"{look.by.name}（{look.by.org.name}）",
            "text": look.note,
        }
        for look in looks
    ]
    return sorted(lines, key=lambda line: line["at"], reverse=True)


@requires(Can.ANSWER_CALLS)
def knowledge_new(request: UserRequest) -> HttpResponse:
    """A draft of one's own unit."""
    form = KnowledgeForm(request.POST or None)
    if form.is_valid():
        row = draft_entry(form.cleaned_data["category"], form.said(), by=request.user, at=timezone.now())
        messages.success(request, "已保存为草稿，由他人审核后发布。")
        draft_saved(request, "knowledge-new")
        return redirect(row)
    context = {"form": form, "refusal": "", "draft": "knowledge-new", "entry": None}
    return render(request, "hotline/knowledge_form.html", context)


@requires(Can.ANSWER_CALLS)
def knowledge_edit(request: UserRequest, pk: int) -> HttpResponse:
    """The next version."""
    row, draft, refusal = _visible(request, pk), f"knowledge-{pk}", ""
    if reason := why_not_write(row.org_id, by=request.user):
        raise PermissionDenied(reason)
    form = KnowledgeForm(request.POST or None, version=newest(row))
    if form.is_valid():
        try:
            made = revise_entry(row, form.said(), by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"已保存为{made}，由他人审核后发布；发布以前仍按原版答复。")
            draft_saved(request, draft)
            return redirect(row)
    context = {"form": form, "refusal": refusal, "draft": draft, "entry": row}
    return render(request, "hotline/knowledge_form.html", context, status=409 if refusal else 200)


@require_POST
@requires(Can.RUN_HOTLINE)
def knowledge_judge(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """Publish, return, keep for another year, or retire."""
    row, form = _visible(request, pk), JudgeForm(request.POST)
    if name not in DONE:
        raise Http404
    if not form.is_valid():
        messages.error(request, "意见不超过 200 字。")
        return redirect(row)
    try:
        _judged(name, row, form, request.user)
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, DONE[name])
    return redirect(row)


def _judged(name: str, row: KnowledgeEntry, form: JudgeForm, by: User) -> KnowledgeEntry:
    note, at, number = form.cleaned_data["note"], timezone.now(), form.cleaned_data["number"] or 0
    verbs: dict[str, Callable[[], KnowledgeEntry]] = {
        "publish": lambda: publish_entry(row, number, by=by, at=at, note=note),
        "return": lambda: return_entry(row, number, by=by, at=at, note=note),
        "keep": lambda: keep_entry(row, by=by, at=at, note=note),
        "retire": lambda: retire_entry(row, by=by, at=at, note=note),
    }
    return verbs[name]()


def _visible(request: UserRequest, pk: int) -> KnowledgeEntry:
    return get_object_or_404(KnowledgeEntry.objects.visible_to(request.user).for_page(), pk=pk)
