"""Papers of a petition: the list on its page, one paper as it reads and prints, and recording that it was served."""

import datetime as dt
from functools import reduce
from operator import or_

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from cases.actions.documents import serve_document
from cases.actions.turns import acting_org
from cases.documents.pdf import has_pdf
from cases.forms.serve_form import ServeForm
from cases.models import (
    Briefing,
    Document,
    DocumentKind,
    HandlingComplaint,
    Petition,
    Proposal,
    Receiver,
    Suggestion,
    SupervisionOrder,
)
from cases.models.letter import LetterState
from cases.safe_contact import FREE, TO_PETITIONER, known_of, terms_of
from cases.secrecy import note_opening, note_reading
from cases.shown import Shown
from cases.views.safe_contacts import contact_terms
from cases.workflow.papers import BRIEFINGS
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.accounts.row_scopes import range_of
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of


def papers(petition: Petition, user: User) -> list[Document]:
    """The papers of a petition, the newest first, each with `url` where this reader may read it. Letters to
    authorities stand in a section of their own."""
    rows = list(petition.documents.filter(letter=None).select_related("org", "letter").order_by("-made_at", "-pk"))
    turn = acting_org(petition)
    received = set(_sent_to(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    for row in rows:
        may = user.org_id in (petition.org_id, turn.pk, row.org_id) or row.pk in received
        row.url = reverse("cases:document", args=[row.pk]) if may else ""  # type: ignore[attr-defined]
    return rows


def _sent_to(user: User) -> QuerySet[Document]:
    """Papers that were sent to this reader's unit, whoever holds the matter: urgent reports, supervision orders."""
    orders = SupervisionOrder.objects.filter(receiver=user.org_id, issued_at__isnull=False).values("document")
    reports = Receiver.objects.filter(org=user.org_id).values("document")
    return Document.objects.filter(Q(pk__in=reports) | Q(pk__in=orders))


def may_serve(paper: Document, user: User) -> bool:
    """Whether this reader may record that the paper was served."""
    letter = getattr(paper, "letter", None)
    ready = letter is None or letter.state == LetterState.SIGNED
    return paper.served_at is None and paper.org_id == user.org_id and user.can(Can.HANDLE) and ready


def may_edit(paper: Document, user: User) -> bool:
    """Whether this reader may still re-word the paper: a letter to an authority until it is signed."""
    letter = getattr(paper, "letter", None)
    ready = letter is None or letter.state == LetterState.DRAFT
    return paper.served_at is None and paper.org_id == user.org_id and user.can(Can.HANDLE) and ready


def serving(paper: Document) -> tuple[str, str]:
    """Where it is recorded that this paper reached its addressee, and what the button says."""
    if paper.kind == DocumentKind.URGENT_REPORT:
        return reverse("cases:urgent_send", args=[paper.pk]), "登记报送"
    return reverse("cases:document_serve", args=[paper.pk]), "登记送达"


def readable(request: UserRequest, pk: int) -> tuple[Document, Petition | None]:
    """A paper names the petitioner and tells her story: the holder, whoever must decide on it, who wrote it, and the
    unit to which it was sent. A briefing is about no single petition and lies open to its own unit alone; the reply
    to a complaint to those who read the complaint.
    """
    with rows_of(range_of(request.user)):
        return _readable(request, pk)


def _readable(request: UserRequest, pk: int) -> tuple[Document, Petition | None]:
    rows = Document.objects.select_related("org", "made_by", "served_by", "letter")
    row = get_object_or_404(rows.filter(_about_visible(request.user)), pk=pk)
    if row.kind in BRIEFINGS:
        get_object_or_404(Briefing.objects.visible_to(request.user), document=row)
        return row, None
    if row.kind == DocumentKind.COMPLAINT_REPLY:
        complaints = HandlingComplaint.objects.visible_to(request.user).select_related("petition__org")
        return row, get_object_or_404(complaints, document=row).petition
    visible = Petition.objects.visible_to(request.user).select_related("org")
    if row.petition_id is None:
        return row, get_object_or_404(visible, pk=_advised(row, request.user))
    petition = get_object_or_404(visible, pk=row.petition_id)
    own = request.user.org_id in {row.org_id, petition.org_id, acting_org(petition).pk}
    if not own and not _sent_to(request.user).filter(pk=row.pk).exists():
        raise Http404
    return row, petition


def _about_visible(user: User) -> Q:
    """Papers about what this reader sees: for all others one question, and the answer of a paper that never was."""
    of_petition = Q(petition__in=Petition.objects.visible_to(user)) & ~Q(kind=DocumentKind.COMPLAINT_REPLY)
    others = (Briefing, HandlingComplaint, Suggestion, Proposal)
    return reduce(or_, (Q(pk__in=kind.objects.visible_to(user).values("document")) for kind in others), of_petition)


def _advised(row: Document, user: User) -> int | None:
    """The petition of a suggestion or proposal whose paper hangs on none, for those who may see that."""
    suggested = Suggestion.objects.visible_to(user).filter(document=row).values_list("petition", flat=True)
    proposed = Proposal.objects.visible_to(user).filter(document=row).values_list("petition", flat=True)
    return suggested.first() or proposed.first()


@requires(Can.SEE_CASES)
def document(request: UserRequest, pk: int) -> HttpResponse:
    """One paper, as it reads and prints."""
    row, petition = readable(request, pk)
    if petition is None:
        return redirect(Briefing.objects.get(document=row))
    note_reading("document.read", row, of=petition, by=request.user, at=timezone.now())
    context = {"document": row, "petition": petition, "has_pdf": has_pdf()}
    context |= {"may_serve": may_serve(row, request.user), "may_edit": may_edit(row, request.user)}
    context["serving"] = serving(row)
    return render(request, "cases/document.html", context)


@requires(Can.HANDLE)
def document_serve(request: UserRequest, pk: int) -> HttpResponse:
    """It reached its addressee: how, when, and what proves it. The clocks that wait for it stop."""
    (row, petition), at = readable(request, pk), timezone.now()
    if petition is None:
        return redirect(Briefing.objects.get(document=row))
    note_opening("document_serve", of=petition, by=request.user, at=at)
    hers = row.kind in TO_PETITIONER
    limited = hers and terms_of(petition, known_of(petition)) != FREE
    form, refusal = ServeForm(request.POST or None, at=at, limited=limited), ""
    if form.is_valid():
        given = form.cleaned_data
        try:
            letter = getattr(row, "letter", None)
            ready_at = letter.signed_at if letter and letter.signed_at else row.made_at
            served_at = not_before(ready_at, given["served_at"])
            words = {name: given.get(name, "") for name in ("how", "receipt", "despite")}
            serve_document(row, served_at=served_at, by=request.user, at=at, **words)
            messages.success(request, f"{row.number} 已登记送达。")
            return redirect(letter or petition)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"document": row, "petition": petition, "form": form, "refusal": refusal}
    if hers and Shown(petition, request.user, turn=acting_org(petition)).whole:
        context["contact"] = contact_terms(petition, whole=True)
    return render(request, "cases/document_serve.html", context, status=409 if refusal else 200)


def not_before(made: dt.datetime, typed: dt.datetime) -> dt.datetime:
    """The page knows minutes: what is served in the minute in which it was written was not served before it."""
    return made if typed == made.replace(second=0, microsecond=0) else typed
