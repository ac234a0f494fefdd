"""Letters to authorities: what the case's page shows of them, writing one, its own page."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.actions.letter_guards import is_silent, why_no_letter, why_not_after
from cases.actions.letters import write_letter
from cases.actions.replies import ANSWERABLE
from cases.actions.reply_links import standing_link
from cases.actions.turns import acting_org
from cases.clocks import clock_words
from cases.drafts import draft_saved
from cases.forms.letter_form import LetterForm
from cases.models import Letter, Petition
from cases.models.letter import LetterState
from cases.secrecy import note_reading
from cases.shown import Shown
from cases.views.held import opened
from cases.workflow import DocumentKind, Status
from cases.workflow.letters import PLANS, SOONER, LetterPlan, Relief, Taken, Urgency, limit_of
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.calendar.working_days import CalendarEnds
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.lib.refusals import NotAllowed


@dataclass(frozen=True)
class Choice:
    """A kind of letter, the law's words about it, and why it may not be written now."""

    plan: LetterPlan
    refusal: str


@dataclass(frozen=True)
class Section:
    """What the page of a case says of its letters."""

    petition: Petition
    letters: list[Letter]
    choices: list[Choice]

    def __bool__(self) -> bool:
        return bool(self.letters or self.choices)


def letter_section(petition: Petition, user: User, at: dt.datetime) -> Section:
    """The letters with their limits, and what may be written next by this reader."""
    rows = list(petition.letters.with_due().select_related("agency", "document", "org").order_by("-pk"))
    turn = acting_org(petition)
    for row in rows:
        row.url = row.get_absolute_url() if user.org_id in (petition.org_id, turn.pk, row.org_id) else ""  # type: ignore[attr-defined]
    may = user.can(Can.HANDLE) and user.org_id == petition.org_id
    choices = [Choice(plan, why_no_letter(petition, plan.kind, by=user, at=at)) for plan in PLANS.values()]
    return Section(petition, rows, choices if may and petition.is_open else [])


@requires(Can.HANDLE)
def letter_new(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Write a letter of that kind; a refusal keeps what was typed."""
    plan = PLANS.get(kind)  # type: ignore[call-overload]  # a kind is its value
    if plan is None:
        raise Http404
    row, at = _held(request, pk), timezone.now()
    earlier = request.GET.get("follows", "")
    form = LetterForm(request.POST or None, petition=row, plan=plan, by=request.user, at=at, earlier=earlier)
    draft = f"letter-{pk}-{kind}"
    refusal = why_no_letter(row, plan.kind, by=request.user, at=at)
    if not refusal and form.is_valid():
        try:
            made = write_letter(row, form.draft(), by=request.user, at=at)
            messages.success(request, f"已拟好{made.label} {made.document.number}，签发后送达。")
            draft_saved(request, draft)
            return redirect(made)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {
        "petition": row,
        "shown": Shown(row, request.user),
        "plan": plan,
        "form": form,
        "draft": draft,
        "refusal": refusal,
        "starts": _starts(row, plan, request.user, at),
    }
    return render(request, "cases/letter_new.html", context, status=409 if refusal else 200)


def _held(request: UserRequest, pk: int) -> Petition:
    """A petition that this reader's unit holds."""
    row = get_object_or_404(Petition.objects.visible_to(request.user).for_page(), pk=pk)
    if row.org_id != request.user.org_id:
        raise Http404
    return opened(request, row)


def _starts(row: Petition, plan: LetterPlan, user: User, at: dt.datetime) -> list[str]:
    """The clock that serving it today would start, in words; legal aid has its own."""
    limits = {"今天送达的，": limit_of(plan.kind, "", "")}
    if plan.kind == DocumentKind.REFERRAL:
        limits["转介法律援助的，"] = limit_of(plan.kind, Relief.LEGAL_AID, "")
        limits |= {f"{Urgency(urgency).label}的，": limit for urgency, limit in SOONER.items()}
    try:
        opener = DeadlineOpener.load(timezone.localdate(at))
        clocks = {when: opener.build(row, limit.code, org=user.org, start=at, at=at) for when, limit in limits.items()}
    except CalendarEnds as error:
        return [f"{error}。"]
    return [f"{when}{clock_words(clock)}" for when, clock in clocks.items()]


def readable_letter(request: UserRequest, pk: int) -> Letter:
    """A letter may name the petitioner and tells her story: who holds the matter, decides on it, or wrote it."""
    rows = Letter.objects.visible_to(request.user).for_page()
    row = get_object_or_404(
        rows.select_related("signed_by", "recorded_by", "assessed_by", "withdrawn_by", "petition__org"), pk=pk
    )
    if request.user.org_id not in {row.org_id, row.petition.org_id, acting_org(row.petition).pk}:
        raise Http404
    return row


def own_letter(request: UserRequest, pk: int) -> Letter:
    """A letter of this reader's own unit, for what only that unit does with it."""
    row = readable_letter(request, pk)
    if row.org_id != request.user.org_id:
        raise Http404
    opened(request, row.petition)
    return row


@requires(Can.SEE_CASES)
def letter(request: UserRequest, pk: int) -> HttpResponse:
    """One letter: what it says, where it stands, the answer, what may be done next."""
    row, at = readable_letter(request, pk), timezone.now()
    note_reading("letter.read", row, of=row.petition, by=request.user, at=at)
    context = {
        "letter": row,
        "petition": row.petition,
        "document": row.document,
        "duty": row.duty(),
        "clocks": row.petition.deadlines.filter(item=row.item).open().order_by("due_at"),
        "files": row.files.kept(),
        "followers": row.followed_by.select_related("document", "petition").order_by("pk"),
        "link": standing_link(row),
        "steps": _steps(row, request.user, at),
        "nexts": _nexts(row, request.user, at),
        "at": at,
    }
    return render(request, "cases/letter.html", context)


def _steps(row: Letter, user: User, at: dt.datetime) -> dict[str, bool]:
    """What this reader may do with it now."""
    state = row.state
    mine = row.org_id == user.org_id and row.petition.status != Status.ARCHIVED
    handles, signs = mine and user.can(Can.HANDLE), mine and user.can(Can.SIGN_LETTERS)
    answerable = state in ANSWERABLE
    draft, signed = state == LetterState.DRAFT, state == LetterState.SIGNED
    return {
        "sign": signs and draft,
        "edit": handles and draft,
        "withdraw": (handles and draft) or (signs and signed),
        "serve": handles and signed,
        "reply": handles and answerable,
        "link": handles and answerable,
        "assess": handles and (state == LetterState.REPLIED or is_silent(row, at)),
        "assignment": handles and row.relief == Relief.LEGAL_AID and row.taken == Taken.TAKEN and not row.assigned_at,
    }


def _nexts(row: Letter, user: User, at: dt.datetime) -> list[Choice]:
    """The letters that may follow this one, each with the reason why not yet."""
    if row.petition.org_id != user.org_id or not user.can(Can.HANDLE) or row.withdrawn_at or not row.signed_at:
        return []
    followers = [plan for plan in PLANS.values() if plan.after == row.kind]
    return [
        Choice(
            plan,
            why_no_letter(row.petition, DocumentKind(plan.kind), by=user, at=at) or why_not_after(row, plan.kind, at),
        )
        for plan in followers
    ]
