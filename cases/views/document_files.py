"""A paper as a file to print or send, and its wording before it is served."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cases.actions.documents import check_may_reword, freeze, reword
from cases.documents.pdf import NoPdf, has_pdf, to_pdf
from cases.documents.rendering import render as render_docx
from cases.forms.document_form import WordingForm
from cases.models import Document
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
    form, refusal = WordingForm(request.POST or None, document=row), ""
    try:
        check_may_reword(row, by=request.user)
        if form.is_valid():
            reword(row, form.wording(), by=request.user, at=timezone.now())
            messages.success(request, f"{row.number} 已修改。")
            return redirect("cases:document", row.pk)
    except NotAllowed as refused:
        refusal = str(refused)
    context = {"document": row, "petition": petition, "form": form, "refusal": refusal}
    return render(request, "cases/document_edit.html", context, status=409 if refusal else 200)
