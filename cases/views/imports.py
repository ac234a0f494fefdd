"""The pages of imports: past ones with the upload form; one ledger from its mapping to its result; two downloads."""

import datetime as dt
from dataclasses import dataclass
from io import BytesIO

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.forms.import_forms import MappingForm, UploadForm
from cases.imports import batches, headings, progress
from cases.imports.workbooks import rejected_rows, template
from cases.models import ImportBatch
from cases.models.ledger import Ledger
from cases.models.ledger import LedgerStatus as Status
from cases.models.ledger import RowState as State
from cases.progress import Track
from cases.tasks import run_imports
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed

BATCHES_A_PAGE = 20
ROWS_A_PAGE = 50
SLOW = dt.timedelta(seconds=30)  # after which a ledger that nobody has taken up is worth a word


@requires(Can.IMPORT)
def import_list(request: UserRequest) -> HttpResponse:
    """Past imports of one's own unit, and a new one."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        batch = batches.upload(file, name=file.name, defaults=form.defaults(), by=request.user, at=timezone.now())
        transaction.on_commit(run_imports.delay)
        return redirect("cases:import", batch.pk)
    rows = ImportBatch.objects.visible_to(request.user).select_related("by").order_by("-pk")
    return render(request, "cases/import_list.html", {"form": form, "page": _page(request, rows, BATCHES_A_PAGE)})


@requires(Can.IMPORT)
def import_ledger(request: UserRequest, pk: int) -> HttpResponse:
    """One ledger: how far it has come, what was found, what to do next."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("by", "org"), pk=pk)
    at = timezone.now()
    form = MappingForm(request.POST if request.POST.get("do") == "map" else None, batch=batch)
    if request.method == "POST":
        try:
            if _act(request, batch, form, at):
                return redirect("cases:import", batch.pk)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("cases:import", batch.pk)
    if request.htmx and request.htmx.target == bar_of(batch):
        return _progress(request, batch, at)
    return render(request, "cases/import.html", _context(request, batch, form, at))


def _act(request: UserRequest, batch: ImportBatch, form: MappingForm, at: dt.datetime) -> bool:
    """Do what was pressed; False where the form has to be shown again."""
    do = request.POST.get("do", "")
    if do == "map":
        if not form.is_valid():
            return False
        batches.remap(batch, mapping=form.mapping(), defaults=form.defaults(), by=request.user, at=at)
    elif do == "confirm":
        batches.confirm(batch, by=request.user, at=at)
    elif do == "discard":
        batches.discard(batch, by=request.user, at=at)
    transaction.on_commit(run_imports.delay)
    return True


def _progress(request: UserRequest, batch: ImportBatch, at: dt.datetime) -> HttpResponse:
    """The bar alone, once a second; when the work is done the page comes anew."""
    if batch.is_waiting:
        return render(request, "cases/import.html#progress", {"batch": batch, "work": Work.of(batch, at)})
    return HttpResponse(headers={"HX-Refresh": "true"})


def _context(request: UserRequest, batch: ImportBatch, form: MappingForm, at: dt.datetime) -> dict[str, object]:
    shown = shown_rows(request, batch)
    rows = batch.rows.filter(state=shown).order_by("number")
    same = ImportBatch.objects.filter(org=batch.org_id, file_digest=batch.file_digest, status=Status.DONE)
    return {
        "batch": batch,
        "form": form,
        "columns": list(zip(form.columns(), _samples(batch), strict=True)),
        "left_out": [title for title, name in zip(form.headings, batch.mapping, strict=True) if title and not name],
        "caution": headings.caution(batch.mapping),
        "work": Work.of(batch, at),
        "tabs": [Tab(state, getattr(batch, state.value), state == shown) for state in State],
        "shown": shown,
        "page": _page(request, rows, ROWS_A_PAGE),
        "discard": {"do": "discard"},
        "earlier": same.exclude(pk=batch.pk).order_by("-finished_at").first(),
        "at": at,
    }


def shown_rows(request: UserRequest, batch: Ledger) -> State:
    """Which rows were asked for, else the first kind of which there are any."""
    asked = request.GET.get("show", "")
    if asked in State.values:
        return State(asked)
    return next((state for state in State if getattr(batch, state.value)), State.BAD)


def _samples(batch: ImportBatch) -> list[list[str]]:
    """The first cells of each column."""
    rows = batch.layout.get("samples", [])
    columns = range(len(batch.layout.get("headings", [])))
    return [[row[column] for row in rows if column < len(row) and row[column]] for column in columns]


def _page(request: UserRequest, rows: QuerySet, size: int) -> Page:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def bar_of(batch: Ledger) -> str:
    return f"import-{batch.pk}"


@dataclass(frozen=True)
class Tab:
    """One kind of rows about which something is to be said."""

    state: State
    count: int
    current: bool


@dataclass(frozen=True)
class Work:
    """What the worker does with a ledger now."""

    bar: str  # the id of its progress bar
    label: str
    rows: int
    total: int
    words: str

    @classmethod
    def of(cls, batch: Ledger, at: dt.datetime, track: Track = progress.track) -> "Work":
        done = track.read(batch.pk)
        words = ""
        if not done.rows:
            waited = at - batch.uploaded_at
            words = "后台处理程序还没有开始，请稍候；一直不动，请联系系统管理员" if waited > SLOW else "排队中"
        return cls(bar_of(batch), batch.get_status_display(), done.rows, done.total, words)


@requires(Can.IMPORT)
def import_rejects(request: UserRequest, pk: int) -> HttpResponseBase:
    """The bad rows with their reasons, to mend and bring again."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
    if not batch.rows.filter(state=State.BAD).exists():
        messages.error(request, "这份台账没有可以下载的有误行；超过 7 天的已经清除。")
        return redirect("cases:import", batch.pk)
    record("import.rejects", batch, by=request.user, at=timezone.now(), rows=batch.bad)
    stem = batch.file_name.rsplit(".", 1)[0]
    return _workbook(rejected_rows(batch), f"{stem} 有误的行.xlsx")


@requires(Can.IMPORT)
def import_template(request: UserRequest) -> HttpResponseBase:
    """An empty ledger with the headings that are known, and the choices."""
    return _workbook(template(), "信访台账模板.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponseBase:
    return FileResponse(BytesIO(content), as_attachment=True, filename=name)
