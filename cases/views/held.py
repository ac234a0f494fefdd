"""Fetching what only the unit that holds a matter works on, and noting whoever opens an accusation by any page."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from cases.models import FollowUp, Petition
from cases.secrecy import note_opening
from fedportal.accounts.permissions import UserRequest


def opened(request: UserRequest, row: Petition) -> Petition:
    """The same, written down where it is an accusation: every single opening of any of its pages is."""
    page = request.resolver_match.url_name or "" if request.resolver_match else ""
    note_opening(page, of=row, by=request.user, at=timezone.now())
    return row


def back_to(request: UserRequest, row: Petition) -> HttpResponse:
    """The page of the case; the list, with a word, where what was just done took it out of this reader's sight."""
    if Petition.objects.visible_to(request.user).filter(pk=row.pk).exists():
        return redirect(row)
    why = "已限定知悉范围或者应当回避" if row.org_id == request.user.org_id else f"现由{row.org.name}承办"
    messages.success(request, f"{row.number} {why}，您不再能够查看。")
    return redirect("cases:petition_list")


def held_petition(request: UserRequest, pk: int) -> Petition:
    """A petition that the reader's unit holds; for all others there is none here."""
    row = get_object_or_404(Petition.objects.visible_to(request.user).select_related("org"), pk=pk)
    if row.org_id != request.user.org_id:
        raise Http404
    return opened(request, row)


def held_visit(request: UserRequest, pk: int) -> FollowUp:
    """A return visit to a petition that the reader's unit holds."""
    visit = get_object_or_404(FollowUp.objects.filter(petition__in=Petition.objects.visible_to(request.user)), pk=pk)
    visit.petition = held_petition(request, visit.petition_id)
    return visit
