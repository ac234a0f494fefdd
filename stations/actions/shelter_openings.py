"""Two keys: who is no keeper asks with a reason, a keeper lets her look for a day; she changes nothing by it."""

import datetime as dt

from django.db import transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization
from stations.actions.shelters import tended, write_down
from stations.models import Shelter, ShelterOpening
from stations.shelter_law import OPENING_LASTS


@transaction.atomic
def ask(*, reason: str, of: Organization | None = None, by: User, at: dt.datetime) -> ShelterOpening:
    """Asked of the shelters of her own unit, or by who leads a unit above of one below, whether it has any or not.
    Raises NotAllowed."""
    unit = of or by.org
    if unit.pk != by.org_id and not (by.org.covers(unit.code) and by.can(Can.ACCREDIT)):
        raise NotAllowed("下级单位的庇护所由上级妇联负责人申请查阅。")
    made = ShelterOpening.objects.create(org_code=unit.code, asked_by=by, asked_at=at, reason=reason.strip())
    record("shelter.ask", made, by=by, at=at)
    return made


@transaction.atomic
def let_in(opening: ShelterOpening, shelter: Shelter, *, by: User, at: dt.datetime) -> ShelterOpening:
    """A keeper turns the second key. Raises NotAllowed."""
    place = tended(shelter, by)
    row = ShelterOpening.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=opening.pk)
    if row.shelter_id is not None:
        raise NotAllowed("已经同意过。", code="condition")
    if row.asked_by_id == by.pk:
        raise NotAllowed("应当由另一个人同意。")
    if row.org_code != place.org_code:
        raise NotAllowed("没有这个查阅申请。")
    row.shelter, row.opened_by, row.opened_at, row.until = place, by, at, at + OPENING_LASTS
    row.save(update_fields=["shelter", "opened_by", "opened_at", "until"])
    write_down("shelter.let_in", place, by=by, at=at, words=f"同意 {row.asked_by.name} 查阅")
    return row
