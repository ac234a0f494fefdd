"""Suggestions and proposals: making one from a case, their pages, what came of them, and their list."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.actions.advising import (
    answer_suggestion,
    check_may_advise,
    check_may_answer,
    check_may_record,
    propose,
    record_outcome,
    suggest,
)
from cases.advice_wording import conference_of
from cases.drafts import draft_saved
from cases.forms.advice_forms import AnswerForm, OutcomeForm, ProposalForm, SuggestionForm
from cases.models import Petition, Proposal, Suggestion
from cases.shown import Shown
from cases.views.held import opened
from cases.views.order_section import reasons_to_propose
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record_reading
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed

SIZE = 25


@requires(Can.SUPERVISE)
@once
def suggestion_new(request: UserRequest, pk: int) -> HttpResponse:
    """One of the three suggestions, to a unit below or a named organ."""
    petition, at = _petition(request, pk), timezone.now()
    form = SuggestionForm(request.POST or None, petition=petition, by=request.user, at=at)

    def make() -> Suggestion:
        return suggest(petition, form.advice(), by=request.user, at=at)

    words = {
        "heading": "提出建议",
        "consequence": "生成建议书并编号；妇联单位的即时送达，其他机关的请打印送达后登记。"
        "对方应当书面反馈采纳情况（条例第四十条）。",
        "draft": f"petition-{pk}-suggest",
    }
    return _new(request, petition, form, make, words)


@requires(Can.SUPERVISE)
@once
def proposal_new(request: UserRequest, pk: int) -> HttpResponse:
    """A measure that only the joint conference may order."""
    petition, at = _petition(request, pk), timezone.now()
    form = ProposalForm(request.POST or None, initial=reasons_to_propose(petition, request.user, at))

    def make() -> Proposal:
        return propose(petition, **form.cleaned_data, by=request.user, at=at)

    words = {
        "heading": "提请联席会议建议",
        "consequence": f"生成给{conference_of(request.user.org)}的建议，请打印送达后登记。"
        "约谈、通报、挂牌督办、责令限期整改由联席会议决定（条例第三十九条），妇联只能提出建议。",
        "draft": f"petition-{pk}-propose",
    }
    return _new(request, petition, form, make, words)


def _new(
    request: UserRequest, petition: Petition, form: forms.Form, make: Callable[[], Any], words: dict[str, str]
) -> HttpResponse:
    refusal = ""
    try:
        check_may_advise(petition, by=request.user)
        if form.is_valid():
            made = make()
            messages.success(request, f"{made} 已生成。")
            draft_saved(request, words["draft"])
            return redirect(made)
    except NotAllowed as refused:
        refusal = str(refused)
    shown = Shown(petition, request.user)
    context = {"petition": petition, "shown": shown, "form": form, "refusal": refusal, **words}
    return render(request, "cases/advice_new.html", context, status=409 if refusal else 200)


@requires(Can.SEE_CASES)
def suggestion(request: UserRequest, pk: int) -> HttpResponse:
    """One suggestion, and its written answer, recorded here by whose business that is."""
    rows = Suggestion.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("org", "receiver", "document", "by", "recorded_by"), pk=pk)
    at = timezone.now()
    form = AnswerForm(request.POST if request.method == "POST" else None, at=at)

    def keep() -> None:
        answer_suggestion(row, **form.cleaned_data, by=request.user, at=at)
        messages.success(request, f"{row} 的书面反馈已登记。")

    _need(request, Can.HANDLE if row.receiver_id else Can.SUPERVISE)
    return _page(request, "suggestion", row, form, keep, may=lambda: check_may_answer(row, by=request.user), at=at)


@requires(Can.SEE_CASES)
def proposal(request: UserRequest, pk: int) -> HttpResponse:
    """One proposal, and what came of it."""
    rows = Proposal.objects.visible_to(request.user).select_related("org", "document", "by", "recorded_by")
    row, at = get_object_or_404(rows, pk=pk), timezone.now()
    form = OutcomeForm(request.POST if request.method == "POST" else None, at=at)

    def keep() -> None:
        record_outcome(row, **form.cleaned_data, by=request.user, at=at)
        messages.success(request, f"{row} 的结果已登记。")

    _need(request, Can.SUPERVISE)
    return _page(request, "proposal", row, form, keep, may=lambda: check_may_record(row, by=request.user), at=at)


def _need(request: UserRequest, right: Can) -> None:
    """Whoever sends the form needs this right; reading asks for none."""
    if request.method == "POST" and not request.user.can(right):
        raise PermissionDenied(right)


def _page(
    request: UserRequest,
    name: str,
    row: Any,
    form: forms.Form,
    keep: Callable[[], None],
    *,
    may: Callable[[], None],
    at: dt.datetime,
) -> HttpResponse:
    """The page with its form where this reader may fill it in; a refusal keeps what was typed."""
    petition, refusal, open_form = _petition(request, row.petition_id), "", True
    record_reading(f"{name}.read", row, by=request.user, at=at)
    try:
        may()
        if form.is_valid():
            keep()
            return redirect(row)
    except NotAllowed as refused:
        refusal, open_form = str(refused) if form.is_bound else "", form.is_bound
    context = {
        name: row,
        "row": row,
        "petition": petition,
        "shown": Shown(petition, request.user),
        "form": form if open_form else None,
        "refusal": refusal,
        "at": at,
    }
    return render(request, f"cases/{name}.html", context, status=409 if refusal else 200)


@require_safe
@requires(Can.SEE_CASES)
def suggestion_list(request: UserRequest) -> HttpResponse:
    """The suggestions that this reader may see, the unanswered first."""
    visible, at = Suggestion.objects.visible_to(request.user), timezone.now()
    rows = visible.select_related("org", "receiver", "document", "petition")
    answered = models.Case(models.When(recorded_at=None, then=models.Value(0)), default=models.Value(1))
    page = Paginator(rows.order_by(answered, "due_at", "-pk"), SIZE).get_page(request.GET.get("page"))
    figures = {
        "made": visible.count(),
        "answered": visible.exclude(recorded_at=None).count(),
        "adopted": visible.filter(adoption__in=["adopted", "partly"]).count(),
        "late": visible.overdue(at).count(),
    }
    return render(request, "cases/suggestion_list.html", {"page": page, "figures": figures, "at": at})


@require_safe
@requires(Can.SEE_CASES)
def proposal_list(request: UserRequest) -> HttpResponse:
    """The proposals that this reader may see, those without an outcome first."""
    rows = Proposal.objects.visible_to(request.user).select_related("org", "document", "petition")
    known = models.Case(models.When(recorded_at=None, then=models.Value(0)), default=models.Value(1))
    page = Paginator(rows.order_by(known, "-pk"), SIZE).get_page(request.GET.get("page"))
    return render(request, "cases/proposal_list.html", {"page": page})


def _petition(request: UserRequest, pk: int) -> Petition:
    row = get_object_or_404(Petition.objects.visible_to(request.user).for_page(), pk=pk)
    return opened(request, row)
