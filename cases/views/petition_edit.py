"""Correcting a registered petition; when two do it at once, each is told what the other changed."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.actions.amending import Amended, amend, check_may_amend
from cases.corrections import FIELDS, inputs_of, said, typed_as
from cases.drafts import draft_saved
from cases.forms.accused_form import AccusedForm
from cases.forms.edit_form import EditForm
from cases.merging import Clash, Seen
from cases.models import Petition
from cases.secrecy import note_opening
from cases.shown import Shown
from cases.views.clashes import Theirs, laid_over, still_clashing
from cases.views.held import back_to
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed


@requires(Can.REGISTER)
def petition_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Every value in its input; what others changed meanwhile beside it, to be taken or not."""
    page = _Page(request, pk, timezone.now())
    note_opening("petition_edit", of=page.row, by=request.user, at=page.at)
    try:
        check_may_amend(page.row, by=request.user)
        if page.take in FIELDS:
            return page.draw_with_theirs()
        if page.form.is_valid():
            return _saved(request, page.save())
    except Clash as clash:
        return page.draw_clash(clash)
    except NotAllowed as refused:
        return page.draw(refusal=str(refused))
    return page.draw()


def may_amend(row: Petition, user: User) -> bool:
    """Whether the page of the case offers it."""
    try:
        check_may_amend(row, by=user)
    except NotAllowed:
        return False
    return True


def _saved(request: UserRequest, done: Amended) -> HttpResponse:
    row = done.petition
    draft_saved(request, f"petition-{row.pk}-edit")
    beside = f"他人同时更正的{_labels(done.kept)}已一并保留。" if done.kept else ""
    messages.success(request, f"{row.number} 已更正。{beside}" if done.changed else f"没有需要保存的改动。{beside}")
    if row.org_id == request.user.org_id:
        return back_to(request, row)
    messages.success(request, f"{row.number} 已直接报送{row.org.name}承办，本单位不能再查看。")
    return redirect("cases:petition_list")


def _theirs(name: str, value: object, row: Petition, since: int) -> Theirs:
    """The value with the latest correction of it after the line `since` of the timeline."""
    events = row.events.filter(pk__gt=since, verb="petition.amend").select_related("actor").order_by("-pk")
    touched = (e for e in events if name in e.data.get("changed", ()) or name in e.data.get("personal", ()))
    field, anchor = FIELDS[name], f"id_{inputs_of(name)[0]}"
    return Theirs(name, field.label, said(name, value), anchor, next(touched, None), field.personal)


def _labels(names: Iterable[str]) -> str:
    return "、".join(FIELDS[name].label for name in names)


class _Page:
    """One request for the page: the petition as it stands, what was sent, and what had been shown."""

    def __init__(self, request: UserRequest, pk: int, at: dt.datetime) -> None:
        self.request, self.pk, self.at = request, pk, at
        self.take = request.POST.get("take", "")
        self._read(request.POST if request.method == "POST" else None)

    def _read(self, sent: QueryDict | None) -> None:
        visible = Petition.objects.visible_to(self.request.user).for_page()
        self.row = get_object_or_404(visible, pk=self.pk)
        self.shown = Shown(self.row, self.request.user)
        self.sent = sent
        self.form = EditForm(sent, petition=self.row, party=self.shown.party, by=self.request.user, at=self.at)

    @property
    def seen(self) -> Seen:
        return Seen.opened(self.request.POST.get("seen", ""), self.row)

    def save(self) -> Amended:
        form, by = self.form, self.request.user
        facts = {"note": form.cleaned_data["note"], "accused": form.accused()}
        return amend(self.row, form.mine, seen=self.seen, by=by, at=self.at, **facts)

    def draw_clash(self, clash: Clash) -> HttpResponse:
        """Her values in the inputs, theirs beside; what only others changed has come in already."""
        self._read(self.request.POST)
        standing = self.form.standing
        values = {name: standing[name] for name in clash.kept}
        self._read(laid_over(self.request.POST, typed_as(values) | {"seen": self.form.now_seen}))
        return self.draw(clash=str(clash), names=clash.names, since=self.seen.event, kept=clash.kept)

    def draw_with_theirs(self) -> HttpResponse:
        """She takes what somebody else wrote into one value; nothing is saved yet."""
        self._read(laid_over(self.request.POST, typed_as({self.take: self.form.standing[self.take]})))
        names, since = still_clashing(self.request.POST, self.take)
        taken = FIELDS[self.take].label
        return self.draw(names=[name for name in names if name in FIELDS], since=since, taken=taken)

    def draw(
        self,
        *,
        clash: str = "",
        names: Sequence[str] = (),
        since: int = 0,
        kept: Iterable[str] = (),
        taken: str = "",
        refusal: str = "",
    ) -> HttpResponse:
        context = {
            "petition": self.row,
            "shown": self.shown,
            "form": self.form,
            "draft": f"petition-{self.pk}-edit",
            "clash": clash,
            "theirs": {name: _theirs(name, self.form.standing[name], self.row, since) for name in names},
            "since": since,
            "kept": _labels(kept),
            "taken": taken,
            "refusal": refusal,
            "readers": AccusedForm(self.sent, by=self.request.user, at=self.at).preview(),
        }
        return render(self.request, "cases/petition_edit.html", context, status=409 if clash or refusal else 200)
