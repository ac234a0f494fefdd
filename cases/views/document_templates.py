"""The templates of papers: which is in use, trying another, putting it to use, going back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.actions.templates import use_template, withdraw_template
from cases.documents.fields import FIELDS
from cases.documents.layout import built_in
from cases.forms.document_form import TemplateForm
from cases.models import DocumentKind, DocumentTemplate
from cases.views.document_files import DOCX, as_file
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed


@require_safe
@requires(Can.EDIT_TEMPLATES)
def template_list(request: UserRequest) -> HttpResponse:
    """Every kind of paper, and whose template makes it here."""
    org, at = request.user.org, timezone.now()
    used = DocumentTemplate.objects.at(at).filter(org__code__lte=org.code, org__code_end__gt=org.code)
    nearest = {row.kind: row for row in used.select_related("org").order_by("org__level")}
    rows = [{"kind": kind, "template": nearest.get(kind.value)} for kind in DocumentKind]
    return render(request, "cases/template_list.html", {"rows": rows, "org": org})


@requires(Can.EDIT_TEMPLATES)
def template(request: UserRequest, kind: str) -> HttpResponse:
    """One kind: the fields it may use, an upload that is tried first, and the way back."""
    chosen, at = _kind(kind), timezone.now()
    form = TemplateForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        if request.POST.get("do") == "preview":
            return as_file(form.sample, f"试看-{chosen.label}.docx", DOCX)
        name = form.cleaned_data["file"].name
        use_template(kind, form.content, file_name=name, by=request.user, at=at)
        messages.success(request, f"“{chosen.label}”的新模板已启用，此后的公文按新模板生成。")
        return redirect("cases:template", kind)
    context = {
        "kind": chosen,
        "form": form,
        "fields": FIELDS,
        "current": DocumentTemplate.objects.in_force(kind, request.user.org, at),
        "org": request.user.org,
    }
    return render(request, "cases/template.html", context)


@require_safe
@requires(Can.EDIT_TEMPLATES)
def template_file(request: UserRequest, kind: str) -> HttpResponse:
    """The template in use here, or the built-in one, to start from."""
    chosen = _kind(kind)
    row = DocumentTemplate.objects.in_force(kind, request.user.org, None)
    return as_file(row.content() if row else built_in(), f"模板-{chosen.label}.docx", DOCX)


@require_POST
@requires(Can.EDIT_TEMPLATES)
def template_withdraw(request: UserRequest, kind: str) -> HttpResponse:
    """Back to the superior's template, or the built-in one."""
    chosen = _kind(kind)
    try:
        withdraw_template(kind, by=request.user, at=timezone.now())
        messages.success(request, f"已停用本单位的“{chosen.label}”模板。")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("cases:template", kind)


def _kind(kind: str) -> DocumentKind:
    if kind not in DocumentKind.values:
        raise Http404
    return DocumentKind(kind)
