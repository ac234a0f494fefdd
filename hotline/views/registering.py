"""A petition from what came in otherwise, a call or a work order: what both pages of registration do."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from cases.drafts import draft_saved
from cases.forms.petition_form import PetitionForm
from cases.models import Petition
from cases.views.petition_alike import alike_context, chosen, unseen
from cases.views.petition_new import page_of
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from hotline.models import Call, ExternalTicket

Came = TypeVar("Came", Call, ExternalTicket)


@dataclass(frozen=True)
class Registering(Generic[Came]):
    """What each of them does in its own way. `name` stands in addresses, templates and the audit trail; `join` adds it
    to a matter that the unit has in hand, and may refuse; the words are said afterwards, of it and the matter."""

    name: str
    carried_over: Callable[[Came], dict[str, Any]]
    register: Callable[..., Petition]
    registered: str
    join: Callable[[Came, Petition, PetitionForm, User, dt.datetime], object]
    joined: str
    needs_contact: bool = False

    def answer(self, request: UserRequest, row: Came, at: dt.datetime) -> HttpResponse:
        """As cases' own page, which asks what nobody has asked yet, with everything that is known filled in."""
        if "again" in request.POST:
            return self._again(request, row)
        form = PetitionForm(request.POST or None, by=request.user, at=at)
        if not request.POST:
            record(f"{self.name}.unmask", row, by=request.user, at=at, page="register")  # her telephone stands there
            for field, value in self.carried_over(row).items():
                form.fields[field].initial = value
        looked = alike_context(request, at)
        if form.is_valid():
            earlier = chosen(request, at)
            unread = None if earlier else unseen(request, at)
            if not unread:
                return self._registered(request, row, form, earlier)
            looked = unread | {"ask": True}
        around = {self.name: row, "draft": self._draft(row), "post_to": request.path}
        return page_of(request, form, at, looked, template=f"hotline/{self.name}_register.html", **around)

    def _registered(
        self, request: UserRequest, row: Came, form: PetitionForm, earlier: Petition | None
    ) -> HttpResponse:
        given = {"same_as": earlier, "opener": form.opener, "fast": form.on_fast_ladder}
        try:
            matter = self.register(row, form.intake(), by=request.user, at=form.at, **given)
        except NotAllowed as refused:
            messages.error(request, str(refused))
            return redirect(row)
        draft_saved(request, self._draft(row))
        messages.success(request, self.registered.format(row=row, matter=matter.number))
        return redirect(row)

    def _again(self, request: UserRequest, row: Came) -> HttpResponse:
        """What she came about is a matter that this unit has in hand: one contact more."""
        known = request.POST["again"] if request.POST["again"].isdecimal() else 0
        petition, at = get_object_or_404(Petition.objects.in_hand_of(request.user), pk=known), timezone.now()
        form = PetitionForm(request.POST, by=request.user, at=at)
        if not form.is_contact() and self.needs_contact:
            messages.error(request, "请填写接收时间、信访形式，并宣读核对记录。")
            return redirect(request.path)
        try:
            self.join(row, petition, form, request.user, at)
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, self.joined.format(row=row, matter=petition.number))
        return redirect(row)

    def _draft(self, row: Came) -> str:
        return f"{self.name}-{row.pk}-register"
