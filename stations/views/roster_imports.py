"""The pages of rosters that come as files: past ones with the upload form, one with its lines, the template."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.views.document_files import as_file
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.masking import mask_phone
from fedportal.lib.refusals import NotAllowed
from stations.actions.roster_importing import confirm_roster, discard_roster, upload_roster
from stations.models import RosterImport
from stations.network_facts import RoleKind
from stations.roster import BAD
from stations.roster_template import roster_template
from stations.views.exports import XLSX

SIZE, LINES = 20, 50


class RosterForm(forms.Form):
    """One file."""

    use_required_attribute = False

    file = forms.FileField(
        label="名册文件",
        help_text="Excel（.xlsx）或者 CSV，一次最多 500 行",
        error_messages={"required": "请选择名册文件。", "empty": "文件是空的，请检查后重新选择。"},
    )


@requires(Can.KEEP_NETWORK)
def roster_import_list(request: UserRequest) -> HttpResponse:
    """Past ones of one's own unit, and a new one."""
    form, refusal = RosterForm(request.POST or None, request.FILES or None), ""
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return redirect(upload_roster(file, name=file.name, by=request.user, at=timezone.now()))
        except NotAllowed as refused:
            refusal = str(refused)
    rows = RosterImport.objects.visible_to(request.user).defer("lines").select_related("by").order_by("-pk")
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "refusal": refusal, "page": page}
    return render(request, "stations/roster_import_list.html", context, status=409 if refusal else 200)


@requires(Can.KEEP_NETWORK)
def roster_import(request: UserRequest, pk: int) -> HttpResponse:
    """What was found in its lines, those with mistakes first; take them in, or give them up."""
    row = get_object_or_404(RosterImport.objects.visible_to(request.user).select_related("by"), pk=pk)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "confirm":
                confirm_roster(row, by=request.user, at=timezone.now())
                messages.success(request, f"已导入 {row.good} 人。")
            elif request.POST.get("do") == "discard":
                discard_roster(row, by=request.user, at=timezone.now())
        except NotAllowed as refused:
            messages.error(request, str(refused))
        return redirect(row)
    lines = sorted(row.lines or [], key=lambda line: (line["state"] != BAD, line["number"]))
    page = Paginator(lines, LINES).get_page(request.GET.get("page"))
    kinds, states = dict(RoleKind.choices), {"good": "可以导入", "bad": "有误", "known": "已有"}
    shown = [
        {
            **line["values"],
            "phone": mask_phone(line["values"]["phone"]),
            "kind": kinds.get(line["values"]["kind"], ""),
            "number": line["number"],
            "remarks": "；".join(line["remarks"]),
            "state": states[line["state"]],
        }
        for line in page
    ]
    return render(request, "stations/roster_import.html", {"batch": row, "page": page, "lines": shown})


@require_safe
@requires(Can.KEEP_NETWORK)
def roster_import_template(request: UserRequest) -> HttpResponse:
    return as_file(roster_template(), "维权队伍名册模板.xlsx", XLSX)
