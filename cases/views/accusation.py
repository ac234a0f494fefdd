"""An accusation on its page: against whom it is, who reads it; naming readers, and writing down the accused."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.actions import accusations
from cases.forms.accused_form import AccusedForm
from cases.forms.reader_form import ReaderForm
from cases.models import Accused, NamedReader, Petition
from cases.secrecy import note_opening
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can, Role
from fedportal.lib.refusals import NotAllowed


@dataclass(frozen=True)
class Card:
    """What the page of an accusation shows beside the case."""

    accused: list[Accused]
    may_accuse: bool
    heads: list[User]  # who read it by their office
    readers: list[NamedReader]
    ended: list[NamedReader]
    may_name: bool


def readers_card(row: Petition, user: User) -> Card | None:
    """The readers of a guarded matter, and the accused of an accusation, too; none where all who read cases see it."""
    if not (row.is_accusation or row.is_guarded):
        return None
    named = list(row.readers.select_related("user__org", "named_by", "ended_by").order_by("pk"))
    people = accusations.readers(row).exclude(pk__in=[reader.user_id for reader in named if reader.ended_at is None])
    if row.is_accusation:
        people = people.filter(roles__contains=[Role.UNIT_HEAD], org__in=accusations.offices(row))
    return Card(
        accused=list(row.accused.select_related("org").order_by("pk")),
        may_accuse=_allowed(accusations.check_may_accuse, row, user),
        heads=list(people.select_related("org").order_by("org__level", "name")),
        readers=[reader for reader in named if reader.ended_at is None],
        ended=[reader for reader in named if reader.ended_at is not None],
        may_name=_allowed(accusations.check_may_name, row, user),
    )


def _allowed(check: object, row: Petition, user: User) -> bool:
    try:
        check(row, by=user)  # type: ignore[operator]
    except NotAllowed:
        return False
    return True


@requires(Can.NAME_READERS)
def reader_name(request: UserRequest, pk: int) -> HttpResponse:
    """Let one more person read it, with the reason."""
    row = _accusation(request, pk, "reader_name")
    form, refusal = ReaderForm(request.POST or None, petition=row, by=request.user), ""
    try:
        accusations.check_may_name(row, by=request.user)
        if form.is_valid():
            named = accusations.name_reader(row, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, f"已指定{named.user.name}为阅读人。")
            return redirect(row)
    except NotAllowed as refused:
        refusal = str(refused)
    context = {"petition": row, "form": form, "refusal": refusal}
    return render(request, "cases/reader_name.html", context, status=409 if refusal else 200)


@requires(Can.NAME_READERS)
def reader_end(request: UserRequest, pk: int, reader: int) -> HttpResponse:
    """This person reads it no more; asks first."""
    row = _accusation(request, pk, "reader_end")
    named = get_object_or_404(row.readers.select_related("user"), pk=reader)
    refusal = ""
    try:
        accusations.check_may_name(row, by=request.user)
        if request.method == "POST":
            accusations.end_reading(named, by=request.user, at=timezone.now())
            messages.success(request, f"{named.user.name}不能再查看本件。")
            return redirect(row)
    except NotAllowed as refused:
        refusal = str(refused)
    context = {"petition": row, "reader": named, "refusal": refusal}
    return render(request, "cases/reader_end.html", context, status=409 if refusal else 200)


@requires(Can.REGISTER)
def accused(request: UserRequest, pk: int, who: int | None = None) -> HttpResponse:
    """One more accused, or another wording of one; where it is the holder's own unit, the matter goes above."""
    row, at = _accusation(request, pk, "accused"), timezone.now()
    known = get_object_or_404(row.accused.select_related("org"), pk=who) if who else None
    form, refusal = AccusedForm(request.POST or None, by=request.user, at=at, row=known), ""
    try:
        accusations.check_may_accuse(row, by=request.user)
        if form.is_valid():
            moved = accusations.accuse(row, form.accused(), by=request.user, at=at)
            return _after(request, moved)
    except NotAllowed as refused:
        refusal = str(refused)
    context = {"petition": row, "form": form, "refusal": refusal, "readers": form.preview(), "known": known}
    return render(request, "cases/accused.html", context, status=409 if refusal else 200)


def _after(request: UserRequest, row: Petition) -> HttpResponse:
    if row.org_id == request.user.org_id:
        messages.success(request, "已保存被检举控告人。")
        return redirect(row)
    messages.success(request, f"已保存。{row.number} 已直接报送{row.org.name}承办，本单位不能再查看。")
    return redirect("cases:petition_list")


def _accusation(request: UserRequest, pk: int, page: str) -> Petition:
    row = get_object_or_404(Petition.objects.visible_to(request.user).select_related("org"), pk=pk)
    note_opening(page, of=row, by=request.user, at=timezone.now())
    return row
