"""How she may be reached: her wishes, the gate before reaching her, the envelope, and the unit's neutral name."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.actions.holding_back import reach_out
from cases.actions.safe_contacts import set_safe_contact, set_sender
from cases.forms.safe_contact_form import ReachForm, SafeContactForm, SenderForm
from cases.models import Party, Petition, SafeContact
from cases.neutral_wording import message_to_her, opening_words, sender_of
from cases.safe_contact import Terms, ask, judge, known_of, terms_of
from cases.views.held import held_petition
from cases.workflow.contacting import Way
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed

HISTORY = 20


def contact_terms(row: Petition, *, whole: bool) -> dict[str, Any]:
    """The context of templates/cases/safe_contact.html: for others than the holder only that there is something."""
    known = known_of(row)
    terms = terms_of(row, known)
    held = row.held_contacts.open().select_related("by").order_by("at") if whole else []
    return {
        "known": known if whole else None,
        "terms": terms if whole else None,
        "shows": known is not None or row.needs_care,
        "whole": whole,
        "asked": known is not None,
        "tasks": list(held),
    }


@requires(Can.REGISTER)
def safe_contact(request: UserRequest, pk: int) -> HttpResponse:
    """What one person has said about reaching her, with what she had said before."""
    party = get_object_or_404(Party.objects.kept(), pk=pk)
    row = held_petition(request, party.petition_id)
    known = SafeContact.objects.current().filter(party=party).select_related("by").first()
    form, refusal = SafeContactForm(request.POST or None, known=known), ""
    if form.is_valid():
        try:
            set_safe_contact(party, form.wish(), by=request.user, at=timezone.now())
            messages.success(request, "已登记安全联系要求。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    earlier = party.safe_contacts.exclude(replaced_at=None).select_related("by").prefetch_related("windows")
    context = {"petition": row, "party": party, "form": form, "refusal": refusal, "known": known}
    context["earlier"] = [(each, terms_of(row, each)) for each in earlier.order_by("-at")[:HISTORY]]
    return render(request, "cases/safe_contact_edit.html", context, status=409 if refusal else 200)


@requires(Can.REGISTER)
def reach(request: UserRequest, pk: int) -> HttpResponse:
    """Before she is telephoned or written to: what may be done now, and with which words."""
    row, at = held_petition(request, pk), timezone.now()
    form, refusal, way = ReachForm(request.POST or None), "", ""
    if form.is_valid():
        try:
            way = Way(form.cleaned_data["way"])
            reach_out(row, way=way, by=request.user, at=at)
        except NotAllowed as refused:
            refusal, way = str(refused), ""
    known = known_of(row)
    terms, sender = terms_of(row, known), sender_of(request.user.org)
    context = {"petition": row, "form": form, "refusal": refusal, "way": way, "known": known, "terms": terms}
    context |= {"answers": _answers(terms, at), "message": message_to_her(sender), "opening": opening_words(sender)}
    context["phone"] = _petitioner(row).phone
    answer = render(request, "cases/reach.html", context, status=409 if refusal else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _answers(terms: Terms, at: dt.datetime) -> list[tuple[Way, Any]]:
    """Each way with what the gate says to it now."""
    return [(way, judge(terms, way, at)) for way in Way if way != Way.FAX]


def _petitioner(row: Petition) -> Party:
    return row.parties.kept().get(role=Party.Role.PETITIONER)


@require_safe
@requires(Can.HANDLE)
def envelope(request: UserRequest, pk: int) -> HttpResponse:
    """The envelope to the petitioner, under the neutral name; where no letter may go to her, why."""
    row, at = held_petition(request, pk), timezone.now()
    answer, known = ask(row, Way.LETTER, at=at), known_of(row)
    record("petition.envelope", row, by=request.user, at=at, may_go=answer.may_go)
    context = {"petition": row, "answer": answer, "known": known, "terms": terms_of(row, known)}
    if answer.may_go:
        context |= {"party": _petitioner(row), "sender": sender_of(request.user.org)}
    page = render(request, "cases/envelope.html", context, status=200 if answer.may_go else 409)
    page["Cache-Control"] = "no-store"
    return page


@requires(Can.EDIT_TEMPLATES)
def neutral_sender(request: UserRequest) -> HttpResponse:
    """Under which name one's unit shows itself outside."""
    sender, refusal = sender_of(request.user.org), ""
    form = SenderForm(request.POST or None, initial=vars(sender))
    if form.is_valid():
        try:
            set_sender(form.sender(), by=request.user, at=timezone.now())
            messages.success(request, "已保存对外署名。")
            return redirect("cases:neutral_sender")
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"form": form, "refusal": refusal, "message": message_to_her(sender)}
    return render(request, "cases/neutral_sender.html", context, status=409 if refusal else 200)
