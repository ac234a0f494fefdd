"""Showing one masked field of one person, asking for it, and the requests that wait for a second person."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from cases.actions.unmasking import ask, decide, granted, key_of, may_decide, show
from cases.forms.unmask_form import GrantForm, UnmaskForm
from cases.models import AccessGrant, Party, Petition
from cases.unmasking import Field, Key, Purpose
from cases.views.held import opened
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers

PAGE = 25


@never_cache
@requires(Can.SEE_CASES)
def party_unmask(request: UserRequest, pk: int, field: str) -> HttpResponse:
    """Why she needs it; then the value, once, on a page that nothing keeps. Or the request for it."""
    party, of = _party(request, pk), _field(field)
    at, form, refusal = timezone.now(), UnmaskForm(request.POST or None), ""
    key, grant = key_of(party, of, by=request.user, at=at), granted(party, of, by=request.user, at=at)
    context = {"petition": party.petition, "party": party, "field": of, "key": key, "grant": grant}
    context["asks"] = key is not Key.AT_ONCE and grant is None
    if form.is_valid():
        why = {"purpose": Purpose(form.cleaned_data["purpose"]), "reason": form.cleaned_data["reason"]}
        try:
            if context["asks"]:
                made = ask(party, of, **why, by=request.user, at=at)
                messages.success(request, "已提出申请，有人处理后，在“我的申请”中可以看到结果。")
                return redirect(made)
            value = show(party, of, **why, by=request.user, at=at)
            return render(request, "cases/unmasked.html", context | {"value": value, "at": at})
        except NotAllowed as refused:
            refusal = str(refused)
    context |= {"form": form, "refusal": refusal}
    return render(request, "cases/party_unmask.html", context, status=409 if refusal else 200)


def _party(request: UserRequest, pk: int) -> Party:
    """A person of a petition of which this reader sees something."""
    party = get_object_or_404(Party.objects.kept(), pk=pk)
    visible = Petition.objects.visible_to(request.user).select_related("org")
    party.petition = opened(request, get_object_or_404(visible, pk=party.petition_id))
    return party


def _field(name: str) -> Field:
    if name not in Field.values:
        raise Http404
    return Field(name)


@dataclass(frozen=True)
class Line:
    """One request in a list."""

    grant: AccessGrant
    mine: bool
    may_decide: bool
    is_in_force: bool


@requires(Can.SEE_CASES)
@beyond_readers("of what she asked for she is shown the number, also of a matter that has gone on")
def grant_list(request: UserRequest) -> HttpResponse:
    """What waits for this reader's decision, and what she has asked for."""
    at, user = timezone.now(), request.user
    rows = AccessGrant.objects.select_related("petition__org", "party", "asked_by", "decided_by")
    waiting = rows.waiting().about_units_of(user).exclude(asked_by=user).order_by("asked_at")
    mine = Paginator(rows.asked_by(user).order_by("-asked_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": [each for each in waiting[:PAGE] if may_decide(each, user)],
        "mine": [Line(each, mine=True, may_decide=False, is_in_force=each.is_in_force(at)) for each in mine],
        "page": mine,
    }
    return render(request, "cases/grant_list.html", context)


@requires(Can.SEE_CASES)
@beyond_readers("the head above decides about a matter that she need not see")
def grant(request: UserRequest, pk: int) -> HttpResponse:
    """One request: who asks for what, and the decision. For the asker, and for who may decide."""
    # Whoever asks or decides has the matter in her range; of another county's the database is asked no more.
    rows = AccessGrant.objects.in_range_of(request.user.org)
    rows = rows.select_related("petition__org", "party", "asked_by__org", "decided_by")
    row, at = get_object_or_404(rows, pk=pk), timezone.now()
    decides = row.decided_at is None and may_decide(row, request.user)
    seen = Petition.objects.visible_to(request.user).filter(pk=row.petition_id).exists()
    if not decides and not (seen and request.user.pk in {row.asked_by_id, row.decided_by_id}):
        raise Http404
    if seen:
        opened(request, row.petition)
    form, refusal = GrantForm(request.POST or None), ""
    if form.is_valid():
        try:
            made = decide(row, **form.cleaned_data, by=request.user, at=at)
            messages.success(request, "已同意，申请人可以查看。" if made.approved else "已退回申请。")
            return redirect("cases:grant_list")
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"grant": row, "petition": row.petition, "form": form, "refusal": refusal, "seen": seen}
    context |= {"decides": decides, "in_force": row.is_in_force(at), "at": at}
    context |= {"key": Key[row.kind.upper()], "hours": settings.ACCESS_GRANT_HOURS}
    return render(request, "cases/grant.html", context, status=409 if refusal else 200)
