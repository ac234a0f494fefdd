"""Two keys found a shelter: one person enters it and names its keepers, another confirms that before it takes anybody.
Whoever confirms is told who entered it, of what kind it is and who keeps it; where it is, she is not."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from stations.actions.shelters import write_down
from stations.models import Shelter, ShelterKeeper


@dataclass(frozen=True)
class Founded:
    """One that waits for its second key."""

    pk: int
    unit: str
    kind: str
    entered_by: str
    opened_on: dt.date
    keepers: tuple[str, ...]


@beyond_readers("who confirms a shelter is told who entered it and who keeps it, not where it is")
def waiting_for(user: User) -> list[Founded]:
    """Those that others entered in her unit or below it: a unit with one leader is confirmed from above."""
    if not user.can(Can.KEEP_SHELTERS):
        return []
    rows = Shelter.objects.standing().filter(
        confirmed_at=None, org_code__gte=user.org.code, org_code__lt=user.org.code_end
    )
    rows = rows.exclude(entered_by=user).select_related("org", "entered_by").order_by("pk")
    return [_told(row) for row in rows.defer("name", "address", "pick_up", "phone")]


def _told(row: Shelter) -> Founded:
    keepers = ShelterKeeper.objects.named().filter(shelter=row).order_by("pk")
    entered = row.entered_by.name if row.entered_by else ""
    names = tuple(keepers.values_list("user__name", flat=True))
    return Founded(row.pk, row.org.region_name, row.get_kind_display(), entered, row.opened_on, names)


@transaction.atomic
@beyond_readers("who confirms a shelter does not see its row")
def confirm_founding(pk: int, *, by: User, at: dt.datetime) -> Shelter:
    """The second key: from now on it takes people. Raises NotAllowed."""
    rows = Shelter.objects.standing().filter(confirmed_at=None).select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=pk).first()
    if row is None or not by.can(Can.KEEP_SHELTERS) or not by.org.covers(row.org_code):
        raise NotAllowed("没有等待确认的庇护所。")
    if row.entered_by_id == by.pk:
        raise NotAllowed("应当由另一位负责人确认。")
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    write_down("shelter.confirm", row, by=by, at=at)
    return row
