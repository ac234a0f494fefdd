"""The phrases that agents do not use."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from hotline.actions.knowledge_using import allow_phrase, forbid_phrase, why_not_forbid
from hotline.forms.knowledge_form import PhraseForm
from hotline.models import ForbiddenPhrase


@requires(Can.ANSWER_CALLS)
def phrase_list(request: UserRequest) -> HttpResponse:
    """Those that bind the reader, and the form by which the head adds one."""
    form, refusal = PhraseForm(request.POST or None), ""
    if form.is_valid():
        try:
            forbid_phrase(**form.cleaned_data, by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        except IntegrityError:
            refusal = "本单位已有这一条禁语。"
        else:
            messages.success(request, "已登记，接线员输入时会得到提醒。")
            return redirect("hotline:phrase_list")
    rows = ForbiddenPhrase.objects.binding(request.user).select_related("org").order_by("org__level", "pk")
    context = {"rows": rows, "form": form, "refusal": refusal, "may_forbid": not why_not_forbid(by=request.user)}
    return render(request, "hotline/phrase_list.html", context, status=409 if refusal else 200)


@require_POST
@requires(Can.RUN_HOTLINE)
def phrase_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Nobody is warned of it any more."""
    row = get_object_or_404(ForbiddenPhrase.objects.filter(org=request.user.org_id), pk=pk)
    try:
        allow_phrase(row, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"“{row}”已取消。")
    return redirect("hotline:phrase_list")
