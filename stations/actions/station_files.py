"""Keeping photos and papers with a station, and taking them out of sight."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Protocol

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum

from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.file_types import FileType
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.stored_files import files_or_nothing, note_stored
from stations.actions.stations import why_not_keep
from stations.law import MOST_BYTES, MOST_FILES
from stations.models import Station, StationEvent, StationFile
from stations.station_facts import Linkage


class File(Protocol):
    """A file that was checked and cleaned (cases' FilesField)."""

    name: str
    content: bytes
    kind: FileType


@files_or_nothing
@transaction.atomic
def keep_files(
    station: Station, files: Iterable[File], *, link: str = "", by: User, at: dt.datetime
) -> list[StationFile]:
    """All or none; the same file twice for the same purpose is one. Raises NotAllowed."""
    row = _locked(station, by)
    return [_kept(row, file, link, by=by, at=at) for file in files]


@transaction.atomic
def remove_file(file: StationFile, *, reason: str, by: User, at: dt.datetime) -> StationFile:
    """Out of sight; it stays stored, with the reason. Raises NotAllowed."""
    _locked(file.station, by)
    made = StationFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if made.removed_at is not None:
        raise NotAllowed(f"“{made.name}”已经移除。")
    if not reason.strip():
        raise NotAllowed("请填写移除原因。")
    made.removed_at, made.removed_by, made.removal_reason = at, by, reason.strip()
    made.save(update_fields=["removed_at", "removed_by", "removal_reason"])
    _tell("station.file_remove", made, by=by, at=at, note=made.removal_reason)
    return made


def _locked(station: Station, by: User) -> Station:
    row = Station.objects.select_for_update(of=("self",)).select_related("org").get(pk=station.pk)
    if reason := why_not_keep(row.org, by=by):
        raise NotAllowed(reason)
    return row


def _kept(row: Station, file: File, link: str, *, by: User, at: dt.datetime) -> StationFile:
    digest = hashlib.sha256(file.content).hexdigest()
    kept = row.files.kept()
    if known := kept.filter(digest=digest, link=link).first():
        return known
    size = len(file.content)
    if kept.count() >= MOST_FILES or (kept.aggregate(n=Sum("size"))["n"] or 0) + size > MOST_BYTES:
        most = f"{MOST_FILES} 个、共 {MOST_BYTES // 1024**2} MB"
        raise NotAllowed(f"每个站点最多保存材料 {most}，请先移除不需要的。")
    made = StationFile(
        station=row,
        link=link,
        name=file.name,
        extension=file.kind.extension,
        size=size,
        digest=digest,
        uploaded_at=at,
        uploaded_by=by,
    )
    made.file.save("file", ContentFile(file.content), save=False)
    note_stored(made.file)
    made.save(force_insert=True)
    _tell("station.file_add", made, by=by, at=at)
    return made


def _tell(verb: str, made: StationFile, *, by: User, at: dt.datetime, note: str = "") -> None:
    what = Linkage(made.link).label if made.link else "材料"
    StationEvent.objects.create(
        station=made.station, verb=verb, at=at, actor=by, org=by.org, changes=[[what, "", made.name]], note=note
    )
    record(verb, made, by=by, at=at, digest=made.digest)
