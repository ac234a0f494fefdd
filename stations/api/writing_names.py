"""Numbers that what is written in this room has in other systems: found by them, and named once."""

import datetime as dt
from typing import Any

from django.db import IntegrityError
from rest_framework import status

from cases.api.writing_external import Name
from fedportal.accounts.models import User
from fedportal.api.problems import Problem
from fedportal.audit.log import record
from stations.models import ExternalName

TAKEN = "这个编号登记过，对应的内容已不在您的范围内。"


def known_as(which: str, name: Name, by: User) -> Any | None:
    """The key of what the writer's unit has under that number; None where it has nothing."""
    rows = ExternalName.objects.filter(org=by.org_id, system=name.system, external_id=name.number)
    return rows.exclude(**{which: None}).values_list(which, flat=True).first()


def name_row(which: str, row: Any, name: Name, *, by: User, at: dt.datetime) -> None:
    """Keep the number. Raises IntegrityError where another row has it."""
    ExternalName.objects.create(org=by.org, system=name.system, external_id=name.number, at=at, **{which: row})
    record(f"{which}.name", row, by=by, at=at)


def taken(error: IntegrityError) -> Problem:
    """What the database refused, in words."""
    told = getattr(error.__cause__, "diag", None)
    if told and (told.constraint_name or "").startswith("external_"):
        return Problem(status.HTTP_409_CONFLICT, "external_id_taken", TAKEN)
    return Problem(status.HTTP_409_CONFLICT, "not_storable", "内容不能这样登记，请核对后重试。")
