"""The people of a petition: naming, correcting, removing."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.actions.parties import add_party, correct_party, remove_party
from cases.forms.party_form import CorrectionForm, PartyForm, PartyRemovalForm
from cases.law import GROUP_SKIPS_FROM
from cases.merging import Clash, Seen, plain
from cases.models import Party, Petition
from cases.querysets import PetitionQuerySet
from cases.secrecy import note_opening
from cases.views.clashes import Theirs, laid_over
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed


def may_change_people(row: Petition, user: User) -> bool:
    return row.org_id == user.org_id and row.status != Status.ARCHIVED and user.can(Can.HANDLE)


@requires(Can.HANDLE)
@once
def party_add(request: UserRequest, pk: int) -> HttpResponse:
    """One more person; a group's representatives are asked for first."""
    row = get_object_or_404(_held(request), pk=pk)
    at = timezone.now()
    note_opening("party_add", of=row, by=request.user, at=at)
    form, refusal = PartyForm(request.POST or None, petition=row, at=at), ""
    if row.head_count >= GROUP_SKIPS_FROM:
        form.fields["role"].initial = Party.Role.REPRESENTATIVE
    if form.is_valid():
        try:
            made = add_party(row, Party(**form.answers()), by=request.user, at=at)
            messages.success(request, f"已登记{made.get_role_display()}。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": row, "form": form, "refusal": refusal}
    return render(request, "cases/party_add.html", context, status=409 if refusal else 200)


@requires(Can.HANDLE)
def party_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct what is known of a person; how it was stays."""
    made = _kept(request, pk)
    at = timezone.now()
    note_opening("party_edit", of=made.petition, by=request.user, at=at)
    form, refusal, theirs = CorrectionForm(request.POST or None, petition=made.petition, party=made, at=at), "", {}
    if form.is_valid():
        seen = Seen.opened(form.cleaned_data["seen"], made)
        try:
            correct_party(made, form.answers(), reason=form.cleaned_data["reason"], by=request.user, at=at, seen=seen)
            messages.success(request, f"已更正{made.get_role_display()}的信息。")
            return redirect(made.petition)
        except Clash as clash:
            refusal, theirs = str(clash), _theirs(made, clash.names, seen.event)
            form = _over_what_stands(request, made, clash, at)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": made.petition, "party": made, "form": form, "refusal": refusal, "theirs": theirs}
    return render(request, "cases/party_edit.html", context, status=409 if refusal else 200)


def _over_what_stands(request: UserRequest, made: Party, clash: Clash, at: dt.datetime) -> CorrectionForm:
    """Her words in the inputs; what only the other one changed has come in already."""
    now = CorrectionForm(petition=made.petition, party=Party.objects.get(pk=made.pk), at=at)
    kept = [*clash.kept, "age"] if "birth_year" in clash.kept else clash.kept
    values = {name: plain(now.initial.get(name, "")) for name in (*kept, "seen")}
    return CorrectionForm(laid_over(request.POST, values), petition=made.petition, party=made, at=at)


def _theirs(made: Party, names: list[str], since: int) -> dict[str, Theirs]:
    """What the other one wrote, with who and when."""
    stands = Party.objects.get(pk=made.pk)
    events = made.petition.events.filter(pk__gt=since, verb="party.correct").select_related("actor")
    last = events.order_by("-pk").first()
    labels = {field.name: str(field.verbose_name) for field in Party._meta.concrete_fields}
    words = {name: "已更正" if name == "id_number" else _said(stands, name) for name in names}
    return {name: Theirs(name, labels[name], words[name], f"id_{name}", last, personal=True) for name in names}


def _said(party: Party, name: str) -> str:
    shown = getattr(party, f"get_{name}_display", None)
    return (shown() if shown else plain(getattr(party, name))) or "（空）"


@requires(Can.HANDLE)
def party_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take someone out, with the reason; asks first."""
    made = _kept(request, pk)
    note_opening("party_remove", of=made.petition, by=request.user, at=timezone.now())
    form, refusal = PartyRemovalForm(request.POST or None), ""
    if form.is_valid():
        try:
            remove_party(made, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            messages.success(request, f"已移除{made.get_role_display()}。")
            return redirect(made.petition)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": made.petition, "party": made, "form": form, "refusal": refusal}
    return render(request, "cases/party_remove.html", context, status=409 if refusal else 200)


def _held(request: UserRequest) -> PetitionQuerySet:
    """Matters of the reader's own unit: nobody else names people, or reads their forms."""
    return Petition.objects.visible_to(request.user).filter(org=request.user.org)


def _kept(request: UserRequest, pk: int) -> Party:
    rows = Party.objects.kept().filter(petition__in=_held(request))
    return get_object_or_404(rows.select_related("petition"), pk=pk)
