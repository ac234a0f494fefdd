"""Keeping what stood of the petitioner's data before a correction; only here, and in no log."""

import datetime as dt
from collections.abc import Iterable

from cases.merging import Values, plain
from cases.models import FormerValue, Party
from fedportal.accounts.models import User


def keep_former(party: Party, before: Values, changed: Iterable[str], *, by: User, at: dt.datetime) -> None:
    """`before` holds the values that stood, `changed` the names of those that do not stand any more."""
    told = {name: plain(before[name]) for name in changed}
    FormerValue.objects.bulk_create(
        FormerValue(petition_id=party.petition_id, party=party, field=name, value=value, at=at, by=by)
        for name, value in told.items()
        if value
    )
