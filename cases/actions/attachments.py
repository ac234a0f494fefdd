"""Keeping a file with a petition, and taking it out of sight."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from cases.models import Attachment, Event, Letter, Petition
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.file_types import FileType
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.stored_files import files_or_nothing, note_stored
from fedportal.orgs.models import Organization

MOST_FILES = 100
MOST_BYTES = 500 * 1024 * 1024


class File(Protocol):
    """A file that was checked and cleaned."""

    name: str
    content: bytes
    kind: FileType


def attach(petition: Petition, name: str, content: bytes, kind: FileType, *, by: User, at: dt.datetime) -> Attachment:
    """Keep one file; see `attach_all`."""
    (made,) = attach_all(petition, [_File(name, content, kind)], by=by, at=at)
    return made


@files_or_nothing
@transaction.atomic
def attach_all(petition: Petition, files: Iterable[File], *, by: User, at: dt.datetime) -> list[Attachment]:
    """Keep files that were checked and cleaned, all or none. The same file twice is one.

    Raises NotAllowed for another unit, an archived matter, or one that has too much already.
    """
    row = Petition.objects.select_for_update(of=("self",)).select_related("org").get(pk=petition.pk)
    _check_may(row, by)
    return [store(row, file.name, file.content, file.kind, by=by, at=at) for file in files]


@dataclass
class _File:
    name: str
    content: bytes
    kind: FileType


def store(
    row: Petition,
    name: str,
    content: bytes,
    kind: FileType,
    *,
    by: User | None,
    at: dt.datetime,
    letter: Letter | None = None,
) -> Attachment:
    """Keep a file with a locked petition; `by` is empty where an agency sent it with its answer to that letter."""
    digest = hashlib.sha256(content).hexdigest()
    kept = row.attachments.kept()
    if known := kept.filter(digest=digest).first():
        return known
    if kept.count() >= MOST_FILES or (kept.aggregate(n=Sum("size"))["n"] or 0) + len(content) > MOST_BYTES:
        raise NotAllowed(f"每件最多保存 {MOST_FILES} 个附件、共 {MOST_BYTES // 1024**2} MB，请先移除不需要的。")
    made = Attachment(
        petition=row,
        name=name,
        extension=kind.extension,
        size=len(content),
        digest=digest,
        uploaded_at=at,
        uploaded_by=by,
        letter=letter,
    )
    made.file.save("attachment", ContentFile(content), save=False)
    note_stored(made.file)
    made.save(force_insert=True)
    _tell("attachment.add", made, by=by, org=letter.org if letter else row.org, at=at)
    return made


@transaction.atomic
def remove(attachment: Attachment, *, reason: str, by: User, at: dt.datetime) -> Attachment:
    """Take a file out of sight; it stays stored, with the reason. Raises NotAllowed."""
    row = Petition.objects.select_for_update(of=("self",)).select_related("org").get(pk=attachment.petition_id)
    made = Attachment.objects.select_for_update(of=("self",)).select_related("removed_by").get(pk=attachment.pk)
    _check_may(row, by)
    if made.removed_at is not None and made.removed_by is not None:
        when = timezone.localtime(made.removed_at)
        raise NotAllowed(f"“{made.name}”已由{made.removed_by.name}于 {when:%Y-%m-%d %H:%M} 移除。")
    if not reason.strip():
        raise NotAllowed("请填写移除原因。")
    made.removed_at, made.removed_by, made.removal_reason = at, by, reason.strip()
    made.save(update_fields=["removed_at", "removed_by", "removal_reason"])
    _tell("attachment.remove", made, by=by, org=by.org, at=at, note=made.removal_reason)
    return made


def _check_may(row: Petition, by: User) -> None:
    if row.org_id != by.org_id:
        raise NotAllowed(f"该信访事项现由{row.org.name}承办，只有承办单位可以增减附件。")
    if row.status == Status.ARCHIVED:
        raise NotAllowed("本件已经归档，不能再增减附件。")


def _tell(verb: str, made: Attachment, *, by: User | None, org: Organization, at: dt.datetime, note: str = "") -> None:
    data = {"attachment": made.name}
    Event.objects.create(petition_id=made.petition_id, verb=verb, at=at, actor=by, org=org, note=note, data=data)
    record(verb, made, by=by, at=at, digest=made.digest)
