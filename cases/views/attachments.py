"""Files of a petition: adding, downloading, taking out of sight."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cases.actions.attachments import attach_all, remove
from cases.actions.turns import acting_org
from cases.forms.attachment_form import AttachmentForm, RemovalForm
from cases.models import Attachment, Petition
from cases.views.held import opened
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed


@requires(Can.HANDLE)
def attachment_add(request: UserRequest, pk: int) -> HttpResponse:
    """Photos, scans, recordings: each is checked, and either all are kept or none."""
    row = _whole(request, pk)
    form, refusal = AttachmentForm(request.POST or None, request.FILES or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            attach_all(row, form.cleaned_data["uploads"], by=request.user, at=timezone.now())
            messages.success(request, f"已保存 {len(form.cleaned_data['uploads'])} 个附件。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": row, "form": form, "refusal": refusal}
    return render(request, "cases/attachment_add.html", context, status=409 if refusal else 200)


@require_safe
@requires(Can.SEE_CASES)
def attachment(request: UserRequest, pk: int) -> HttpResponse:
    """The file itself, to those who see the whole of the case; never shown as a page."""
    made = _readable(request, pk)
    record("attachment.download", made, by=request.user, at=timezone.now(), digest=made.digest)
    with made.file.open("rb") as file:
        answer = HttpResponse(file.read(), content_type=made.kind.media_type)
    as_file = made.kind.group != "picture"
    answer["Content-Disposition"] = content_disposition_header(as_file, made.name) or "attachment"
    answer["Cache-Control"] = "no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'none'"
    return answer


@requires(Can.HANDLE)
def attachment_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Out of sight, with the reason; asks first."""
    made = _readable(request, pk, among=Attachment.objects.all())  # another one may have been quicker: she is told
    form, refusal = RemovalForm(request.POST or None), ""
    if form.is_valid():
        try:
            remove(made, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            messages.success(request, f"已移除“{made.name}”。")
            return redirect(made.petition)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"attachment": made, "petition": made.petition, "form": form, "refusal": refusal}
    return render(request, "cases/attachment_remove.html", context, status=409 if refusal else 200)


def _whole(request: UserRequest, pk: int) -> Petition:
    """A petition whose file lies before this reader whole: its holder's, or the unit's that decides on it now."""
    row = get_object_or_404(Petition.objects.visible_to(request.user).select_related("org"), pk=pk)
    if request.user.org_id not in {row.org_id, acting_org(row).pk}:
        raise Http404
    return opened(request, row)


def _readable(request: UserRequest, pk: int, *, among: QuerySet | None = None) -> Attachment:
    """A file, to who sees the whole case; one that came with an answer, to the unit that wrote the letter too."""
    rows = Attachment.objects.kept() if among is None else among
    visible = Petition.objects.visible_to(request.user)
    made = get_object_or_404(rows.filter(petition__in=visible).select_related("letter"), pk=pk)
    if made.letter is not None and made.letter.org_id == request.user.org_id:
        made.petition = opened(request, get_object_or_404(visible, pk=made.petition_id))
    else:
        made.petition = _whole(request, made.petition_id)
    return made
