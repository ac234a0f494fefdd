"""Ratings as staff deals with them: writing one down, making the petitioner's own link."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.actions.ratings import LINK_LASTS, make_link, record_rating, why_not_rated
from cases.forms.rating_form import RecordedRatingForm
from cases.forms.safe_contact_form import ReachForm
from cases.models import Petition
from cases.views.held import held_petition, opened
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed


@requires(Can.HANDLE)
def rating(request: UserRequest, pk: int) -> HttpResponse:
    """What she said on the telephone, at her door, on paper."""
    rows = Petition.objects.visible_to(request.user).select_related("org", "registered_org")
    row, at = opened(request, get_object_or_404(rows, pk=pk)), timezone.now()
    form, refusal = RecordedRatingForm(request.POST or None, petition=row), why_not_rated(row)
    if not refusal and form.is_valid():
        try:
            record_rating(row, form.verdict(), how=form.cleaned_data["how"], by=request.user, at=at)
            messages.success(request, "已登记评价。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": row, "form": form, "refusal": refusal}
    return render(request, "cases/rating.html", context, status=409 if refusal else 200)


@require_POST
@requires(Can.HANDLE)
def rating_link(request: UserRequest, pk: int) -> HttpResponse:
    """A new link with its code, on the screen this once."""
    row, at = held_petition(request, pk), timezone.now()
    form = ReachForm(request.POST)
    try:
        if not form.is_valid():
            raise NotAllowed("请选择怎样把链接交给信访人。")
        link = make_link(row, way=form.cleaned_data["way"], by=request.user, at=at)
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return redirect(row)
    address = request.build_absolute_uri(reverse("public:rate", args=[link.token]))
    context = {"petition": row, "address": address, "code": link.code, "expires_at": at + LINK_LASTS}
    answer = render(request, "cases/rating_link.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
