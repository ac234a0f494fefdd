"""Fetching what only the unit that holds a matter works on."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from cases.models import FollowUp, Petition
from fedportal.accounts.permissions import UserRequest


def held_petition(request: UserRequest, pk: int) -> Petition:
    """A petition that the reader's unit holds; for all others there is none here."""
    row = get_object_or_404(Petition.objects.visible_to(request.user).select_related("org"), pk=pk)
    if row.org_id != request.user.org_id:
        raise Http404
    return row


def held_visit(request: UserRequest, pk: int) -> FollowUp:
    """A return visit to a petition that the reader's unit holds."""
    visit = get_object_or_404(FollowUp, pk=pk)
    visit.petition = held_petition(request, visit.petition_id)
    return visit
