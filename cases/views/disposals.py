"""Disposal by lists: drawing one up, looking it through, confirming it, and what is kept from it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from cases.actions.disposals import cancel, confirm, count_due, draw_up, take_off
from cases.actions.legal_holds import lift_hold, mark_hold
from cases.disposal.kinds import disposables
from cases.forms.personal_forms import CancelForm, ConfirmForm, HoldForm, LiftForm
from cases.models import Petition
from cases.views.held import opened
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed
from fedportal.privacy.models import PETITION, DisposalBatch, DisposalItem

PAGE, LINES = 20, 50


@requires(Can.DISPOSE)
@once
def disposal_list(request: UserRequest) -> HttpResponse:
    """The lists of one's unit, the newest first; a POST draws up a new one, of one kind of records."""
    at, refusal, kinds = timezone.now(), "", disposables()
    if request.method == "POST":
        kind = request.POST.get("kind", PETITION)
        if kind not in kinds:
            raise Http404
        try:
            return redirect(draw_up(kind, by=request.user, at=at))
        except NotAllowed as refused:
            refusal = str(refused)
    rows = DisposalBatch.objects.visible_to(request.user).select_related("drawn_by", "confirmed_by").order_by("-pk")
    rows = rows.annotate(lines=Count("items"), done=Count("items", filter=Q(items__done_at__isnull=False)))
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "due": [(kinds[name], count) for name, count in count_due(by=request.user, at=at).items()],
        "refusal": refusal,
    }
    return render(request, "cases/disposal_list.html", context, status=409 if refusal else 200)


@requires(Can.DISPOSE)
def disposal(request: UserRequest, pk: int) -> HttpResponse:
    """One list to look through, and how far the worker has come; a POST calls it off."""
    batch = _batch(request, pk)
    form, refusal = CancelForm(request.POST or None), ""
    if form.is_valid():
        try:
            cancel(batch, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            messages.success(request, "已取消清单。")
            return redirect("cases:disposal_list")
        except NotAllowed as refused:
            refusal = str(refused)
    lines = batch.items.order_by("pk")
    counts = lines.aggregate(lines=Count("pk"), done=Count("done_at"), passed=Count("pk", filter=~Q(passed_over="")))
    page = Paginator(lines, LINES).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "page": page,
        "rows": [_row(item) for item in page],
        "form": form,
        "refusal": refusal,
        "may_confirm": batch.drawn_by_id != request.user.pk,
        **counts,
    }
    return render(request, "cases/disposal.html", context, status=409 if refusal else 200)


@requires(Can.DISPOSE)
def disposal_confirm(request: UserRequest, pk: int) -> HttpResponse:
    """The second person, on a page of its own: what will happen cannot be undone."""
    batch = _batch(request, pk)
    form, refusal = ConfirmForm(request.POST or None), ""
    if form.is_valid():
        try:
            confirm(batch, by=request.user, at=timezone.now())
            messages.success(request, "已确认，正在后台处置。")
            return redirect(batch)
        except NotAllowed as refused:
            refusal = str(refused)
    labels = [disposables()[kind].label for kind in batch.items.order_by().values_list("kind", flat=True).distinct()]
    context = {"batch": batch, "form": form, "refusal": refusal, "lines": batch.items.count(), "labels": labels}
    return render(request, "cases/disposal_confirm.html", context, status=409 if refusal else 200)


@requires(Can.DISPOSE)
def disposal_item(request: UserRequest, pk: int) -> HttpResponse:
    """This one stays: it leaves the list and is marked."""
    lists = DisposalBatch.objects.visible_to(request.user)
    item = get_object_or_404(DisposalItem.objects.filter(batch__in=lists).select_related("batch"), pk=pk)
    form, refusal = HoldForm(request.POST or None), ""
    if form.is_valid():
        try:
            take_off(item, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            messages.success(request, f"{item.number} 已从清单中取出，并标记保留。")
            return redirect(item.batch)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"item": item, "batch": item.batch, "form": form, "refusal": refusal}
    return render(request, "cases/disposal_item.html", context, status=409 if refusal else 200)


@requires(Can.DISPOSE)
def hold(request: UserRequest, pk: int) -> HttpResponse:
    """Mark a matter as one that is kept whatever its time; where it is marked, lift that."""
    rows = Petition.objects.visible_to(request.user).select_related("org")
    row = opened(request, get_object_or_404(rows, pk=pk))
    standing = row.legal_holds.standing().select_related("by").first()
    form, refusal = (LiftForm if standing else HoldForm)(request.POST or None), ""
    if form.is_valid():
        words, at = form.cleaned_data["reason"], timezone.now()
        try:
            if standing is None:
                mark_hold(row, reason=words, by=request.user, at=at)
            else:
                lift_hold(standing, words=words, by=request.user, at=at)
            messages.success(request, "已解除保留标记。" if standing else "已标记保留，到期不列入处置。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": row, "standing": standing, "form": form, "refusal": refusal}
    return render(request, "cases/hold.html", context, status=409 if refusal else 200)


def _row(item: DisposalItem) -> dict[str, Any]:
    """A line, where its record stands, and how long that is kept."""
    kind = disposables()[item.kind]
    return {"item": item, "url": reverse(kind.page, args=[item.object_id]), "kept": kind.kept(item.retention)}


def _batch(request: UserRequest, pk: int) -> DisposalBatch:
    rows = DisposalBatch.objects.visible_to(request.user).select_related("drawn_by", "confirmed_by", "cancelled_by")
    batch = rows.filter(pk=pk).first()
    if batch is None:
        raise Http404
    return batch
