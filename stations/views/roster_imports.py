"""The pages of rosters that come as files: past ones with the upload form; one from the check to its result."""

from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.views.imports import BATCHES_A_PAGE
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from stations.imports.roster_batches import upload
from stations.imports.roster_template import roster_template
from stations.imports.running import roster_track
from stations.models import RosterImport
from stations.tasks import run_imports
from stations.views.imports import LedgerPage, UploadForm, ledger_page, rejects_of

ROSTERS = LedgerPage(
    title="导入名册",
    room="维权队伍",
    things_view="stations:person_list",
    see="查看人员",
    list="导入名册",
    list_view="stations:roster_import_list",
    page_view="stations:roster_import",
    rejects_view="stations:roster_rejects",
    counted="人",
    unit="人",
    track=roster_track,
)


class RosterForm(UploadForm):
    """A roster's file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "名册文件"
        self.fields["file"].error_messages["required"] = "请选择名册文件。"


@requires(Can.KEEP_NETWORK)
def roster_import_list(request: UserRequest) -> HttpResponse:
    """Past ones of one's own unit, and a new one."""
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        batch = upload(file, name=file.name, by=request.user, at=timezone.now())
        transaction.on_commit(run_imports.delay)
        return redirect(batch)
    rows = RosterImport.objects.visible_to(request.user).select_related("by").order_by("-pk")
    page = Paginator(rows, BATCHES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "stations/roster_import_list.html", {"form": form, "page": page})


@requires(Can.KEEP_NETWORK)
def roster_import(request: UserRequest, pk: int) -> HttpResponse:
    """One roster: how far it has come, what was found, what to do next."""
    rows = RosterImport.objects.visible_to(request.user).select_related("by", "org")
    return ledger_page(request, get_object_or_404(rows, pk=pk), timezone.now(), ROSTERS)


@requires(Can.KEEP_NETWORK)
def roster_rejects(request: UserRequest, pk: int) -> HttpResponseBase:
    """The bad rows with their reasons, to mend and bring again."""
    batch = get_object_or_404(RosterImport.objects.visible_to(request.user), pk=pk)
    return rejects_of(request, batch, "roster.rejects")


@requires(Can.KEEP_NETWORK)
def roster_import_template(request: UserRequest) -> HttpResponseBase:
    """An empty roster with the headings that are known, and the choices."""
    return FileResponse(BytesIO(roster_template()), as_attachment=True, filename="维权队伍名册模板.xlsx")
