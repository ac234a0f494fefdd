"""The filter of the list, or the selected petitions, as a ledger: at once, or by the worker where it is long."""

import datetime as dt
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.actions.disclosing import note_export
from cases.exports.asking import KEPT, ask, is_kept, take
from cases.exports.ledger import Mark, exportable, write_ledger
from cases.exports.running import track
from cases.filters import PetitionFilter
from cases.forms.export_form import ExportForm
from cases.models import Export, Petition
from cases.querysets import PetitionQuerySet
from cases.tasks import run_exports
from cases.views.bulk import picked
from cases.views.petition_list import filtered
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record, record_each
from fedportal.lib.refusals import NotAllowed

AT_ONCE = 5_000  # rows; a year of a county, and few seconds of work
MOST = 200_000  # rows; some minutes of the worker, and a file that Excel still opens
SLOW = dt.timedelta(seconds=30)  # after which one that nobody has taken up is worth a word


@dataclass(frozen=True)
class Chosen:
    """What is to leave: the petitions and the labels of the filters that found them."""

    rows: PetitionQuerySet
    filters: list[str]
    conditions: list[str]
    picks: list[str]

    @property
    def leaving(self) -> PetitionQuerySet:
        """Without what never leaves."""
        return self.rows.leaving()


@requires(Can.EXPORT)
def petition_export(request: UserRequest) -> HttpResponseBase:
    """What would leave, and the question why; then the file, or the worker's promise of it."""
    at = timezone.now()
    chosen = _chosen(request, at)
    form = ExportForm(request.POST if "reason" in request.POST else None)
    count = chosen.leaving.order_by()[: MOST + 1].count()
    if form.is_valid() and 0 < count <= MOST:
        return _export(request, chosen, form.cleaned_data["reason"], at)
    context = {
        "form": form,
        "chosen": chosen,
        "count": min(count, MOST),
        "too_many": count > MOST,
        "later": count > AT_ONCE,
        "at_once": AT_ONCE,
        "most": MOST,
        "accusations": chosen.rows.accusations().count(),
        "restricted": chosen.rows.exportable().restricted().count(),
        "exports": Export.objects.visible_to(request.user).filter(asked_at__gt=at - 2 * KEPT).order_by("-pk")[:10],
    }
    return render(request, "cases/petition_export.html", context)


def _chosen(request: UserRequest, at: dt.datetime) -> Chosen:
    if picks := request.POST.getlist("pick"):
        return Chosen(picked(request), ["勾选"], ["在列表中勾选的事项"], picks)
    asked = filtered(request, at)
    return Chosen(asked.qs, _labels(asked), asked.conditions(), [])


def _labels(asked: PetitionFilter) -> list[str]:
    """Labels alone: a value may be a person's."""
    return [str(field.label) for name, field in asked.form.fields.items() if asked.form.data.get(name)]


def _export(request: UserRequest, chosen: Chosen, reason: str, at: dt.datetime) -> HttpResponseBase:
    ids = list(chosen.leaving.order_by("-received_at", "-pk").values_list("pk", flat=True)[:MOST])
    if len(ids) > AT_ONCE:
        row = ask(ids, reason=reason, filters=chosen.filters, by=request.user, at=at)
        transaction.on_commit(run_exports.delay)
        return redirect(row)
    mark = Mark(request.user, at, reason, chosen.filters)
    file = SpooledTemporaryFile(max_size=2**20)  # noqa: SIM115  (the answer reads it and closes it)
    visible = Petition.objects.visible_to(request.user).filter(pk__in=ids)
    with transaction.atomic():
        with write_ledger(exportable(visible, request.user).iterator(chunk_size=500), mark) as written:
            file.writelines(written.file)
        record("petition.export", by=request.user, at=at, rows=written.rows, reason=reason, filters=chosen.filters)
        record_each("petition.take_out", Petition, written.pks, by=request.user, at=at)
        note_export(reason, rows=written.rows, by=request.user, at=at)
    file.seek(0)
    return _as_file(cast(IO[bytes], file), request.user, at)


def _as_file(file: IO[bytes], user: User, at: dt.datetime) -> FileResponse:
    name = f"信访台账 {user.org.region_name} {timezone.localdate(at):%Y-%m-%d}.xlsx"
    answer = FileResponse(file, as_attachment=True, filename=name)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Can.EXPORT)
def export(request: UserRequest, pk: int) -> HttpResponse:
    """How far the worker has come, then the file; only for the person who asked."""
    row = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    at = timezone.now()
    polled = request.htmx and request.htmx.target == f"export-{row.pk}"
    if polled and not row.is_waiting:
        return HttpResponse(headers={"HX-Refresh": "true"})
    done, words = track.read(row.pk), ""
    if not done.rows:
        waits = at - row.asked_at > SLOW
        words = "后台处理程序还没有开始，请稍候；一直不动，请联系系统管理员" if waits else "排队中"
    context = {
        "export": row,
        "bar": f"export-{row.pk}",
        "done": done.rows,
        "words": words,
        "kept": is_kept(row, at),
        "until": row.finished_at + KEPT if row.finished_at else None,
    }
    return render(request, "cases/export.html#progress" if polled else "cases/export.html", context)


@requires(Can.EXPORT)
def export_file(request: UserRequest, pk: int) -> HttpResponseBase:
    """The file itself."""
    row = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    at = timezone.now()
    try:
        take(row, by=request.user, at=at)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(row)
    assert row.finished_at is not None  # what is kept was finished
    return _as_file(default_storage.open(row.file_name), request.user, row.finished_at)
