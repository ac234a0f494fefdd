"""Writing down under which number another system has a petition."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from cases.models import ExternalId, Petition
from fedportal.accounts.models import User
from fedportal.audit.log import record_each
from fedportal.lib.copying import copy_rows
from fedportal.lib.row_scope import beyond_readers

Named = tuple[Petition, str, str]  # the system, and the number there


@beyond_readers("a matter may have left its writer's sight as soon as it was registered")
@transaction.atomic
def name_petitions(named: Sequence[Named], *, by: User, at: dt.datetime) -> None:
    """Keep these numbers of the writer's unit. Raises IntegrityError where one of them is another petition's there."""
    copy_rows(
        [
            ExternalId(petition=row, org=by.org, system=system, external_id=number, at=at)
            for row, system, number in named
        ]
    )
    record_each("petition.name", Petition, [row.pk for row, _, _ in named], by=by, at=at)
