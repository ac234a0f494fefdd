"""The checklists of a case: how far they are answered, and the page to answer one."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.actions.checks import check, check_may
from cases.checklists import CHECKLISTS, Checklist, Finding, checklists_for
from cases.forms.check_form import CheckForm
from cases.models import Check, Petition
from cases.secrecy import note_opening
from cases.shown import Shown
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed


@dataclass(frozen=True)
class Progress:
    """How far one list is answered, and what it has shown."""

    checklist: Checklist
    answered: int
    wrong: list[str]  # items that are not as the law wants them

    @property
    def total(self) -> int:
        return len(self.checklist.items)


def progress(petition: Petition) -> list[Progress]:
    """The lists that this matter is looked at by; no question to the database where there is none."""
    lists = checklists_for(petition.category, trafficking=petition.trafficking)
    if not lists:
        return []
    known = {(row.checklist, row.item): row.finding for row in petition.checks.all()}
    return [_progress(checklist, known) for checklist in lists]


def _progress(checklist: Checklist, known: dict[tuple[str, str], str]) -> Progress:
    found = [(item, known.get((checklist.code, item.code), "")) for item in checklist.items]
    wrong = [item.words for item, finding in found if item.good and finding not in ("", Finding.UNKNOWN, item.good)]
    return Progress(checklist, sum(1 for _, finding in found if finding), wrong)


@requires(Can.HANDLE)
def petition_check(request: UserRequest, pk: int, code: str) -> HttpResponse:
    """One list: answered bit by bit, as things are found out."""
    petition = get_object_or_404(Petition.objects.visible_to(request.user).for_page(), pk=pk)
    checklist = CHECKLISTS.get(code)
    if checklist is None:
        raise Http404
    note_opening("petition_check", of=petition, by=request.user, at=timezone.now())
    known = list(Check.objects.filter(petition=petition, checklist=code))
    form, refusal = CheckForm(request.POST or None, checklist=checklist, known=known), ""
    try:
        check_may(petition, checklist, by=request.user)
        if form.is_valid():
            changed = check(petition, checklist, form.found(), by=request.user, at=timezone.now())
            messages.success(request, f"核查表已保存，更新 {len(changed)} 项。" if changed else "核查表没有变化。")
            return redirect(petition)
    except NotAllowed as refused:
        refusal = str(refused)
    context = {
        "petition": petition,
        "shown": Shown(petition, request.user),
        "checklist": checklist,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "cases/petition_check.html", context, status=409 if refusal else 200)
