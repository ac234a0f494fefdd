"""Work orders that are not ended go over to a unit's successor."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef

from fedportal.deadlines.models import Deadline
from fedportal.orgs.succession import successor_of
from hotline.models import ExternalTicket
from hotline.workflow import ENDED, TicketState


def take_over(*, ended: list[int], at: dt.datetime, **_: Any) -> None:
    """Where 12345 had sent the same order to both units, the successor handles one of them."""
    open_ones = ExternalTicket.objects.filter(org__in=ended).exclude(state__in=sorted(ENDED))
    same = {name: OuterRef(name) for name in ("system", "system_number", "direction")}
    numbered = ExternalTicket.objects.filter(**same).exclude(system_number="")
    held = numbered.filter(org=OuterRef("org__successor"))
    earlier = numbered.filter(org__successor=OuterRef("org__successor"), org__in=ended, pk__lt=OuterRef("pk"))
    doubled = list(open_ones.filter(Exists(held) | Exists(earlier)).values_list("pk", flat=True))
    duties = Deadline.objects.for_model(ExternalTicket).open().filter(object_id__in=doubled)
    duties.update(closed_at=at, outcome=Deadline.Outcome.CANCELLED, awaiting_ack=False)
    ExternalTicket.objects.filter(pk__in=doubled).update(state=TicketState.WITHDRAWN, ended_at=at)
    open_ones.exclude(pk__in=doubled).update(org=successor_of("org"), org_code=successor_of("org", "code"))
