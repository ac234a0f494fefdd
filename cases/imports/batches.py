"""The verbs of a ledger: upload, remap, confirm, discard by people; check and load by the worker."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.files import File
from django.db import DatabaseError, transaction

from cases.imports import headings
from cases.imports.cells import text_of
from cases.imports.checked import Checked, Defaults
from cases.imports.clocks import Clocks
from cases.imports.files import recognise, stream_of
from cases.imports.loading import lock_numbers, write
from cases.imports.queue import forget_file
from cases.imports.reading import LONGEST_SAMPLE, find_layout
from cases.imports.reviewing import HIDDEN, Progress, Report, review
from cases.models import ImportBatch
from cases.models.ledger import Ledger
from cases.models.ledger import LedgerStatus as Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed

Batch = TypeVar("Batch", bound=Ledger)  # a ledger of any kind


@transaction.atomic
def upload(file: File, *, name: str, defaults: Defaults, by: User, at: dt.datetime) -> ImportBatch:
    """Take in a file; the worker reads it. Raises Unreadable where its content is no ledger's."""
    _may(by)
    recognise(stream_of(file), file.size)
    batch = ImportBatch(org=by.org, by=by, uploaded_at=at, file_name=name[-255:], file_size=file.size)
    batch.file_digest = digest_of(file)
    _set_defaults(batch, defaults)
    batch.file.save("ledger", file, save=False)
    batch.save(force_insert=True)
    record("import.upload", batch, by=by, at=at, bytes=file.size)
    return batch


@transaction.atomic
def remap(batch: ImportBatch, *, mapping: Sequence[str], defaults: Defaults, by: User, at: dt.datetime) -> ImportBatch:
    """Correct which column means what, and the defaults; the worker checks again."""
    row = _lock(batch, by)
    _must_be(row, Status.CHECKED)
    row.mapping, row.problem = list(mapping), headings.problem(mapping)
    _set_defaults(row, defaults)
    if not row.problem:
        row.status, row.attempts = Status.UPLOADED, 0
    row.save()
    record("import.remap", row, by=by, at=at)
    return row


@transaction.atomic
def confirm(batch: Batch, *, by: User, at: dt.datetime) -> Batch:
    """Let the good rows in. Pressed twice, or by two people, it is one import."""
    row = _lock(batch, by)
    if row.status in {Status.CONFIRMED, Status.DONE}:
        return row
    _must_be(row, Status.CHECKED)
    if row.problem or not row.good:
        raise NotAllowed("没有可以导入的行，请先改正有误的行或列的对应。")
    row.status, row.attempts, row.by = Status.CONFIRMED, 0, by
    row.save(update_fields=["status", "attempts", "by"])
    record("import.confirm", row, by=by, at=at, rows=row.good)
    return row


@transaction.atomic
def discard(batch: Batch, *, by: User, at: dt.datetime) -> Batch:
    """Give up a ledger that has not been imported; its file and rows go."""
    row = _lock(batch, by)
    _must_be(row, Status.CHECKED)
    row.status = Status.DISCARDED
    row.save(update_fields=["status"])
    row.rows.all().delete()  # type: ignore[attr-defined]
    record("import.discard", row, by=by, at=at)
    transaction.on_commit(lambda: forget_file(row))
    return row


def locate(batch: ImportBatch) -> None:
    """Find the table and match its columns, unless that is done; not yet saved."""
    if not batch.layout:
        with batch.file.open("rb") as file:
            layout = find_layout(stream_of(file), batch.file_size)
        batch.layout, batch.mapping = layout.as_json(), headings.match(layout.headings)
    batch.problem = headings.problem(batch.mapping)


def check(batch: ImportBatch, *, at: dt.datetime, progress: Progress) -> None:
    """Read every row and say what is wrong with it. The caller holds the row's lock."""
    locate(batch)
    report = Report(batch)
    if not batch.problem:
        with batch.file.open("rb") as file:
            for chunk in review(batch, stream_of(file), clocks=Clocks(), at=at, progress=progress):
                report.add(chunk)
                _hide_samples(batch, chunk)
    report.fill_in()
    batch.status = Status.CHECKED
    batch.save()


def load(batch: ImportBatch, *, at: dt.datetime, progress: Progress) -> None:
    """Bring in all good rows, or none. The caller holds the row's lock and the transaction."""
    if batch.by.org_id != batch.org_id:
        raise NotAllowed("确认导入的人已调离本单位，请由本单位的人重新上传。")
    lock_numbers(batch.by, at=at)
    report, clocks = Report(batch), Clocks()
    with batch.file.open("rb") as file:
        for chunk in review(batch, stream_of(file), clocks=clocks, at=at, progress=progress):
            write([row for row in chunk if row.is_good], by=batch.by, at=at, clocks=clocks)
            report.add(chunk)
    report.fill_in()
    batch.imported, batch.status, batch.finished_at = batch.good, Status.DONE, at
    batch.save()
    record("import.load", batch, by=batch.by, at=at, rows=batch.imported, bad=batch.bad, known=batch.known)


def _hide_samples(batch: ImportBatch, chunk: Sequence[Checked]) -> None:
    """The page that corrects the columns shows the first rows; not those of accusations."""
    samples = batch.layout["samples"]
    for row in chunk:
        cells = [text_of(cell)[:LONGEST_SAMPLE] for cell in row.row.cells]
        if row.secret and cells in samples:
            samples[samples.index(cells)] = [HIDDEN] * len(cells)


def _may(by: User, right: Can = Can.IMPORT) -> None:
    if not by.can(right):
        raise NotAllowed("您的角色不能导入台账。")


def _lock(batch: Batch, by: User) -> Batch:
    _may(by, batch.needs)
    try:
        row: Any = type(batch).objects.select_for_update(nowait=True).get(pk=batch.pk)
    except DatabaseError as error:
        raise NotAllowed("正在处理这份台账，请稍候再试。") from error
    if row.org_id != by.org_id:
        raise NotAllowed("这份台账不是本单位上传的。")
    found: Batch = row
    return found


def _must_be(batch: Ledger, status: Status) -> None:
    if batch.status != status:
        raise NotAllowed(f"这份台账现为“{batch.get_status_display()}”，不能再操作。")


def _set_defaults(batch: ImportBatch, defaults: Defaults) -> None:
    batch.channel, batch.matter_class, batch.category = (
        defaults.channel,
        defaults.matter_class,
        defaults.category,
    )


def digest_of(file: File) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
