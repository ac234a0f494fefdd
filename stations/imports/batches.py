"""The verbs of a ledger of stations: upload by people; check and load by the worker. Confirming and discarding are
those of every ledger (cases.imports.batches)."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from django.core.files import File
from django.db import connection, transaction

from cases.imports.batches import digest_of
from cases.imports.files import recognise, stream_of
from cases.imports.reading import Layout, data_rows, find_layout
from cases.imports.reviewing import Progress, Report
from cases.models.ledger import LedgerStatus
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from stations.imports.checking import CheckedStation, Checker, Names, mark_repeated
from stations.imports.columns import known, match, problem
from stations.imports.loading import enter_many
from stations.models import Station, StationContact, StationImport

CHUNK = 2000  # rows
_LOCK = 0x57A7104  # of whoever brings stations in: two ledgers of the same rows wait for each other


@transaction.atomic
def upload(file: File, *, name: str, by: User, at: dt.datetime) -> StationImport:
    """Take in a file; the worker reads it. Raises Unreadable, NotAllowed."""
    _may(by)
    recognise(stream_of(file), file.size)
    batch = StationImport(org=by.org, by=by, uploaded_at=at, file_name=name[-255:], file_size=file.size)
    batch.file_digest = digest_of(file)
    batch.file.save("ledger", file, save=False)
    batch.save(force_insert=True)
    record("station_import.upload", batch, by=by, at=at, bytes=file.size)
    return batch


def check(batch: StationImport, *, at: dt.datetime, progress: Progress) -> None:
    """Read every row and say what is wrong with it. The caller holds the row's lock."""
    if not batch.layout:
        with batch.file.open("rb") as file:
            layout = find_layout(stream_of(file), batch.file_size, known)
        batch.layout, batch.mapping = layout.as_json(), match(layout.headings)
    batch.problem = problem(batch.mapping)
    report = Report(batch)
    if not batch.problem:
        for chunk in _review(batch, at=at, progress=progress):
            report.add(chunk)
    report.fill_in()
    batch.status = LedgerStatus.CHECKED
    batch.save()


def load(batch: StationImport, *, at: dt.datetime, progress: Progress) -> None:
    """Bring in all good rows, or none. The caller holds the row's lock and the transaction."""
    if batch.by.org_id != batch.org_id:
        raise NotAllowed("确认导入的人已调离本单位，请由本单位的人重新上传。")
    _may(batch.by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    report = Report(batch)
    for chunk in _review(batch, at=at, progress=progress):
        enter_many([_made(row) for row in chunk if row.is_good], by=batch.by, at=at, verb="station.import")
        report.add(chunk)
    report.fill_in()
    batch.imported, batch.status, batch.finished_at = batch.good, LedgerStatus.DONE, at
    batch.save()
    record("station_import.load", batch, by=batch.by, at=at, rows=batch.imported, bad=batch.bad, known=batch.known)


def _review(batch: StationImport, *, at: dt.datetime, progress: Progress) -> Iterator[list[CheckedStation]]:
    """The rows in chunks, each row checked and recognised; those that were there before the ledger are known."""
    layout = Layout(**batch.layout)
    checker = Checker(layout.headings, batch.mapping, org=batch.org, at=at)
    standing = Station.objects.in_range_of(batch.org).live().values_list("org_id", "kind", "name")
    there = {name: f"{name[2]}" for name in standing.iterator(chunk_size=10_000)}
    seen: Names = {}
    done = 0
    with batch.file.open("rb") as file:
        rows = data_rows(stream_of(file), layout)
        while chunk := [checker.check(row) for row in islice(rows, CHUNK)]:
            mark_repeated(chunk, seen, there)
            yield chunk
            done += len(chunk)
            progress(done, max(done + 1, layout.rows - layout.header_row))  # an estimate: full only at the end
    progress(done, done)


def _made(row: CheckedStation) -> tuple[Station, list[StationContact]]:
    contacts = [StationContact(place=1, **row.contact)] if row.contact["name"] else []
    return Station(**row.station), contacts


def _may(by: User) -> None:
    if not (by.can(Can.IMPORT) and by.can(Can.KEEP_STATIONS)):
        raise NotAllowed("您的角色不能批量导入站点。")
