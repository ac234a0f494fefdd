"""Contacts of a petition: a further one, what happened on a visit, and their card on the page of the case."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.actions.contacts import add_contact, note_incident
from cases.forms.contact_form import ContactForm, IncidentForm
from cases.hints import divorce_hint, litigation_hint, skips_level
from cases.models import Channel, Contact, Petition
from cases.secrecy import note_opening
from cases.shown import short
from cases.views.held import opened
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed


@requires(Can.REGISTER)
def contact_add(request: UserRequest, pk: int) -> HttpResponse:
    """She came, wrote or called again."""
    row = get_object_or_404(Petition.objects.visible_to(request.user).select_related("org"), pk=pk)
    asked = request.GET.get("channel", "")
    channel = asked if asked in Channel.values else Channel.VISIT
    at = timezone.now()
    note_opening("contact_add", of=row, by=request.user, at=at)
    form, refusal = ContactForm(request.POST or None, channel=channel, at=at), ""
    if form.is_valid():
        try:
            _add(row, form, request.user)
            row.refresh_from_db()
            messages.success(request, f"已登记，本件共反映 {row.repeat_count} 次。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": row, "form": form, "refusal": refusal}
    return render(request, "cases/contact_add.html", context, status=409 if refusal else 200)


def _add(row: Petition, form: ContactForm, by: User) -> Contact:
    given = form.cleaned_data
    return add_contact(
        row,
        form.taken(),
        channel=given["channel"],
        received_at=given["received_at"],
        head_count=given["head_count"],
        origin_key=f"form:{given['submission']}",
        by=by,
        at=form.at,
    )


@requires(Can.REGISTER)
def contact_incident(request: UserRequest, pk: int) -> HttpResponse:
    """What happened on a visit, by the unit that received it."""
    visible = Petition.objects.visible_to(request.user)
    contacts = Contact.objects.filter(petition__in=visible, channel=Channel.VISIT, org=request.user.org)
    made = get_object_or_404(contacts.select_related("petition"), pk=pk)
    opened(request, made.petition)
    form, refusal = IncidentForm(request.POST or None), ""
    if form.is_valid():
        try:
            note_incident(made, form.cleaned_data["text"], by=request.user, at=timezone.now())
            messages.success(request, "已记录现场情况。")
            return redirect(made.petition)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": made.petition, "contact": made, "form": form, "refusal": refusal}
    return render(request, "cases/contact_incident.html", context, status=409 if refusal else 200)


@dataclass(frozen=True)
class ContactLine:
    """One contact on the page of the case."""

    contact: Contact
    unit: str
    skips_level: bool
    may_note: bool

    @classmethod
    def of(cls, contact: Contact, row: Petition, user: User) -> "ContactLine":
        came = contact.channel == Channel.VISIT
        ours = contact.org_id == user.org_id and user.can(Can.REGISTER)
        return cls(
            contact,
            unit=short(contact.org.name),
            skips_level=came and skips_level(contact.org, row.place),
            may_note=came and ours and not contact.incident,
        )


def contact_card(row: Petition, user: User) -> dict[str, Any]:
    """Every contact, the newest first, and how many came before this portal knew of the matter."""
    contacts = list(row.contacts.select_related("receiver", "org").order_by("-at", "-pk"))
    joined = sum(row.absorbed.holding().values_list("contacts", flat=True))  # they stand with what was joined to it
    return {
        "contacts": [ContactLine.of(contact, row, user) for contact in contacts],
        "unregistered_contacts": max(0, row.repeat_count - len(contacts) - joined),
        "may_add_contact": user.can(Can.REGISTER),
    }


def matter_hints(row: Petition) -> list[str]:
    """What the law has to say about it while it is open."""
    said = (litigation_hint(row.litigation_status), divorce_hint(row.category)) if row.is_open else ()
    return [words for words in said if words]
