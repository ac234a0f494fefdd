"""Putting a template of papers to use, and going back to the one before it."""

import datetime as dt

from django.core.files.base import ContentFile
from django.db import transaction

from cases.models import DocumentTemplate
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed


@transaction.atomic
def use_template(kind: str, content: bytes, *, file_name: str, by: User, at: dt.datetime) -> DocumentTemplate:
    """From now on the papers of this unit and those below it are made from this file, which has been checked."""
    _end(kind, by=by, at=at)
    row = DocumentTemplate(kind=kind, org=by.org, file_name=file_name[-255:], uploaded_at=at, uploaded_by=by)
    row.file.save("template", ContentFile(content), save=False)
    row.save(force_insert=True)
    record("template.use", row, by=by, at=at, kind=kind)
    return row


@transaction.atomic
def withdraw_template(kind: str, *, by: User, at: dt.datetime) -> None:
    """Go back to the superior's template, or the built-in one. Raises NotAllowed where the unit has none."""
    if not _end(kind, by=by, at=at):
        raise NotAllowed("本单位没有自己的模板。")


def _end(kind: str, *, by: User, at: dt.datetime) -> bool:
    rows = DocumentTemplate.objects.select_for_update().filter(org=by.org, kind=kind, ended_at=None)
    row = rows.first()
    if row is None:
        return False
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record("template.withdraw", row, by=by, at=at, kind=kind)
    return True
