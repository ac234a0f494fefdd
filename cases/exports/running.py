"""The worker's side of exports: takes waiting ones one by one; one whose worker died is taken up again."""

import datetime as dt
from functools import partial
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Func

from cases.actions.disclosing import note_export
from cases.exports.ledger import Mark, exportable, write_ledger
from cases.models import Export, Petition
from cases.progress import Track
from fedportal.accounts.roles import Can
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.log import record, record_each
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of

MAX_ATTEMPTS = 5
CHUNK = 500  # rows in memory at once
GIVEN_UP = "生成时多次出错，没有生成文件。请缩小范围重新导出；再出错，请联系系统管理员。"

Status = Export.Status
track = Track("export")


def run_next(at: dt.datetime) -> bool:
    """Write the export that waits longest; False where none waits.

    The lock of its row says that it is being worked on: others pass it by, and when a worker dies it is free again.
    """
    pk = _claim()
    if pk is None:
        return False
    with transaction.atomic():
        row = Export.objects.waiting().select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if row is not None:
            _work(row, at)
    return True


@transaction.atomic
def _claim() -> int | None:
    """Count the attempt in a transaction of its own, so that one that kills its worker is given up in the end."""
    row = Export.objects.waiting().select_for_update(skip_locked=True).first()
    if row is None:
        return None
    row.attempts += 1
    row.save(update_fields=["attempts"])
    if row.attempts > MAX_ATTEMPTS:
        _end(row, Status.FAILED, problem=GIVEN_UP)
    return row.pk


def _work(row: Export, at: dt.datetime) -> None:
    try:
        with transaction.atomic():
            _write(row, at)
    except NotAllowed as refusal:
        _end(row, Status.FAILED, problem=str(refusal))
    track.forget(row.pk)


def _write(row: Export, at: dt.datetime) -> None:
    """The file is made whole, then put under the row's own name: whoever did so before and died is overwritten."""
    reader = row.by
    if not reader.is_active or not reader.can(Can.EXPORT) or reader.org_id != row.org_id:
        raise NotAllowed("导出人的账号、角色或者所在单位已经变动，没有生成文件。")
    ids = Export.objects.filter(pk=row.pk).values(petition=Func(F("petitions"), function="unnest"))
    rows = exportable(Petition.objects.visible_to(reader).filter(pk__in=ids), reader)
    mark = Mark(reader, at, row.reason, row.filters)
    told = partial(track.publish, row.pk)
    hers = rows_of(scope_of(reader))  # she is given what she might see herself
    with hers, write_ledger(rows.iterator(chunk_size=CHUNK), mark, total=row.asked, progress=told) as written:
        _keep(row.file_name, written.file)
    row.rows, row.finished_at = written.rows, at
    _end(row, Status.DONE)
    record("petition.export", row, by=reader, at=at, rows=row.rows, reason=row.reason, filters=row.filters)
    record_each("petition.take_out", Petition, written.pks, by=reader, at=at)
    note_export(row.reason, rows=row.rows, by=reader, at=at)


def _keep(name: str, file: IO[bytes]) -> None:
    default_storage.delete(name)
    default_storage.save(name, File(file))


def _end(row: Export, status: Export.Status, *, problem: str = "") -> None:
    row.status, row.problem, row.petitions = status, problem, []
    row.save(update_fields=["status", "problem", "petitions", "rows", "finished_at"])
