"""The verbs of an export: asked for by a person, taken away by who asked, forgotten after a day."""

import datetime as dt
from collections.abc import Sequence

from django.core.files.storage import default_storage
from django.db import transaction

from cases.models import Export
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed

KEPT = dt.timedelta(days=1)


@transaction.atomic
def ask(petitions: Sequence[int], *, reason: str, filters: Sequence[str], by: User, at: dt.datetime) -> Export:
    """Have these petitions written into a file by the worker."""
    if not by.can(Can.EXPORT):
        raise NotAllowed("您的角色不能导出台账。")
    if not reason.strip():
        raise NotAllowed("请填写导出事由。")
    row = Export.objects.create(
        org=by.org,
        by=by,
        asked_at=at,
        reason=reason.strip(),
        filters=list(filters),
        petitions=list(petitions),
        asked=len(petitions),
    )
    record("export.ask", row, by=by, at=at, rows=row.asked, reason=row.reason, filters=row.filters)
    return row


def take(export: Export, *, by: User, at: dt.datetime) -> Export:
    """Who asked takes the file away, as long as it is kept; each time is written down."""
    row = Export.objects.visible_to(by).filter(pk=export.pk).first()
    if row is None or not is_kept(row, at):
        raise NotAllowed("文件已超过一天，已经清除，请重新导出。")
    record("export.download", row, by=by, at=at, rows=row.rows)
    return row


def is_kept(export: Export, at: dt.datetime) -> bool:
    """Whether its file can still be taken."""
    return export.status == Export.Status.DONE and export.finished_at is not None and at < export.finished_at + KEPT


def forget_old(at: dt.datetime) -> int:
    """Remove the files of a day ago; says how many. The row goes last: what dies in between is removed again."""
    old = Export.objects.filter(status=Export.Status.DONE, finished_at__lte=at - KEPT)
    for row in old:
        default_storage.delete(row.file_name)
        Export.objects.filter(pk=row.pk).update(status=Export.Status.GONE)
    return len(old)
