"""A paper as a file to print or send, and its wording before it is served."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cases.actions.documents import REWORDED, check_may_reword, freeze, reword
from cases.documents.pdf import NoPdf, has_pdf, to_pdf
from cases.documents.rendering import render as render_docx
from cases.drafts import draft_saved
from cases.forms.document_form import WordingForm
from cases.merging import Clash, Seen
from cases.models import Briefing, Document, Event
from cases.secrecy import note_opening
from cases.views.clashes import Theirs, laid_over, still_clashing
from cases.views.documents import readable
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@require_safe
@requires(Can.SEE_CASES)
def document_file(request: UserRequest, pk: int, form: str) -> HttpResponse:
    """The paper as .docx or .pdf; a served one is frozen at its first download."""
    row, _ = readable(request, pk)
    if form == "pdf" and not has_pdf():
        raise Http404
    content = _content(row)
    try:
        content = to_pdf(content) if form == "pdf" else content
    except NoPdf as reason:
        messages.error(request, str(reason))
        return redirect("cases:document", row.pk)
    record("document.download", row, by=request.user, at=timezone.now(), form=form)
    return as_file(content, f"{row.number}.{form}", PDF if form == "pdf" else DOCX)


def _content(row: Document) -> bytes:
    if row.file:
        with row.file.open("rb") as file:
            return bytes(file.read())
    content = render_docx(row)
    kept = freeze(row, content) if row.served_at else row
    return _content(kept) if kept.file else content


def as_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """An answer that a browser saves under that name and never shows as a page."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Can.HANDLE)
def document_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Other words for a paper that has not been served."""
    row, petition = readable(request, pk)
    if petition is None:
        return redirect(Briefing.objects.get(document=row))
    note_opening("document_edit", of=petition, by=request.user, at=timezone.now())
    form, refusal, more = WordingForm(request.POST or None, document=row), "", {}
    take = request.POST.get("take", "")
    try:
        check_may_reword(row, by=request.user)
        if take in REWORDED:
            form = WordingForm(laid_over(request.POST, {take: form.standing[take]}), document=row)
            more = _theirs(form, *still_clashing(request.POST, take)) | {"taken": form.fields[take].label}
        elif form.is_valid():
            seen = Seen.opened(request.POST.get("seen", ""), row)
            reword(row, form.wording(), by=request.user, at=timezone.now(), seen=seen)
            messages.success(request, f"{row.number} 已修改。")
            draft_saved(request, f"document-{row.pk}")
            return redirect("cases:document", row.pk)
    except Clash as clash:
        form = _over_what_stands(request, clash, row)
        more = _theirs(form, clash.names, Seen.opened(request.POST.get("seen", ""), row).event) | {"clash": str(clash)}
    except NotAllowed as refused:
        refusal = str(refused)
    context = {"document": row, "petition": petition, "form": form, "refusal": refusal, **more}
    status = 409 if refusal or "clash" in more else 200
    return render(request, "cases/document_edit.html", context, status=status)


def _over_what_stands(request: UserRequest, clash: Clash, row: Document) -> WordingForm:
    """Her words in the inputs; what only the other one changed has come in already."""
    row.refresh_from_db()
    now = WordingForm(document=row)
    values = {name: now.standing[name] for name in clash.kept} | {"seen": now.now_seen}
    return WordingForm(laid_over(request.POST, values), document=row)


def _theirs(form: WordingForm, names: list[str], since: int) -> dict[str, object]:
    """What the other one wrote, beside hers."""
    row = form.document
    events = Event.objects.filter(petition=row.petition_id, pk__gt=since, verb="document.reword").order_by("-pk")
    last = events.filter(data__document=row.number).select_related("actor").first()
    theirs = {
        name: Theirs(name, str(form.fields[name].label), form.standing[name], f"id_{name}", last)
        for name in names
        if name in REWORDED
    }
    return {"theirs": theirs, "since": since}
