"""The pages of imports of stations: past ones with the upload form; one ledger from the check to its result."""

import datetime as dt
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.imports import batches as ledgers
from cases.imports.files import MAX_BYTES, MEGABYTE, Unreadable, recognise, stream_of
from cases.imports.reading import MAX_ROWS
from cases.imports.workbooks import rejected_rows
from cases.models.ledger import Ledger, RowState
from cases.progress import Track
from cases.views.imports import BATCHES_A_PAGE, ROWS_A_PAGE, Tab, Work, bar_of, shown_rows
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from stations.imports.batches import upload
from stations.imports.running import track
from stations.imports.template import template
from stations.models import StationImport
from stations.tasks import run_imports


@dataclass(frozen=True)
class LedgerPage:
    """What the page of one ledger is called where it holds things of this kind, and where it leads."""

    title: str
    room: str
    things_view: str
    see: str
    list: str
    list_view: str
    page_view: str
    rejects_view: str
    counted: str  # behind a number
    unit: str
    track: Track


STATIONS = LedgerPage(
    title="导入站点",
    room="站点",
    things_view="stations:station_list",
    see="查看站点",
    list="批量导入",
    list_view="stations:import_list",
    page_view="stations:import",
    rejects_view="stations:import_rejects",
    counted="个站点",
    unit="个",
    track=track,
)


class UploadForm(forms.Form):
    """A ledger's file, told by its content."""

    use_required_attribute = False

    file = forms.FileField(
        label="台账文件",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt", "class": "form-control"}),
        help_text=f".xlsx 或 .csv，不超过 {MAX_BYTES // MEGABYTE} MB、{MAX_ROWS:,} 行",
        error_messages={"required": "请选择台账文件。", "empty": "文件是空的，请检查后重新选择。"},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        try:
            recognise(stream_of(file), file.size or 0)
        except Unreadable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


@requires(Can.IMPORT)
def import_list(request: UserRequest) -> HttpResponse:
    """Past imports of one's own unit, and a new one."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        batch = upload(file, name=file.name, by=request.user, at=timezone.now())
        transaction.on_commit(run_imports.delay)
        return redirect(batch)
    rows = StationImport.objects.visible_to(request.user).select_related("by").order_by("-pk")
    page = Paginator(rows, BATCHES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "stations/import_list.html", {"form": form, "page": page, "may_import": True})


@requires(Can.IMPORT)
def import_ledger(request: UserRequest, pk: int) -> HttpResponse:
    """One ledger: how far it has come, what was found, what to do next."""
    rows = StationImport.objects.visible_to(request.user).select_related("by", "org")
    batch, at = get_object_or_404(rows, pk=pk), timezone.now()
    return ledger_page(request, batch, at, STATIONS)


def ledger_page(request: UserRequest, batch: Any, at: dt.datetime, about: LedgerPage) -> HttpResponse:
    """A ledger of either kind; the caller has looked whether it may be seen."""
    if request.method == "POST":
        _act(request, batch, at)
        return redirect(batch)
    if request.htmx and request.htmx.target == bar_of(batch):
        return _progress(request, batch, at, about)
    return render(request, "stations/import.html", _context(request, batch, at, about))


def _act(request: UserRequest, batch: Ledger, at: dt.datetime) -> None:
    verbs = {"confirm": ledgers.confirm, "discard": ledgers.discard}
    verb = verbs.get(request.POST.get("do", ""))
    try:
        if verb:
            verb(batch, by=request.user, at=at)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    transaction.on_commit(run_imports.delay)


def _progress(request: UserRequest, batch: Ledger, at: dt.datetime, about: LedgerPage) -> HttpResponse:
    """The bar alone, once a second; when the work is done the page comes anew."""
    if batch.is_waiting:
        shown = {"batch": batch, "work": Work.of(batch, at, about.track), "about": about}
        return render(request, "stations/import.html#progress", shown)
    return HttpResponse(headers={"HX-Refresh": "true"})


def _context(request: UserRequest, batch: Any, at: dt.datetime, about: LedgerPage) -> dict[str, object]:
    shown = shown_rows(request, batch)
    rows = batch.rows.filter(state=shown).order_by("number")
    return {
        "batch": batch,
        "work": Work.of(batch, at, about.track),
        "about": about,
        "tabs": [Tab(state, getattr(batch, state.value), state == shown) for state in RowState],
        "shown": shown,
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "discard": {"do": "discard"},
        "confirm": {"do": "confirm"},
    }


@requires(Can.IMPORT)
def import_rejects(request: UserRequest, pk: int) -> HttpResponseBase:
    """The bad rows with their reasons, to mend and bring again."""
    batch = get_object_or_404(StationImport.objects.visible_to(request.user), pk=pk)
    return rejects_of(request, batch, "station_import.rejects")


def rejects_of(request: UserRequest, batch: Any, verb: str) -> HttpResponseBase:
    """The bad rows of a ledger of either kind, once somebody is written down as having taken them."""
    if not batch.rows.filter(state=RowState.BAD).exists():
        messages.error(request, "这份台账没有可以下载的有误行；超过 7 天的已经清除。")
        return redirect(batch)
    record(verb, batch, by=request.user, at=timezone.now(), rows=batch.bad)
    stem = batch.file_name.rsplit(".", 1)[0]
    return FileResponse(BytesIO(rejected_rows(batch)), as_attachment=True, filename=f"{stem} 有误的行.xlsx")


@requires(Can.IMPORT)
def import_template(request: UserRequest) -> HttpResponseBase:
    """An empty ledger with the headings that are known, and the choices."""
    return FileResponse(BytesIO(template()), as_attachment=True, filename="站点台账模板.xlsx")
