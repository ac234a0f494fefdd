"""Live stations, and ledgers of them on their way in, go over to a unit's successor; closed ones stay its history."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.orgs.succession import successor_of
from stations.actions.check_clocks import look_no_more
from stations.models import Station, StationEvent, StationImport

MERGED = "单位调整，与承接单位的同名站点合为一个"


def take_over(*, ended: list[int], by: User, at: dt.datetime, **_: Any) -> None:
    """A station that the successor, or two of its predecessors, have by the same kind and name is one."""
    live = Station.objects.live().filter(org__in=ended)
    same = Station.objects.live().filter(kind=OuterRef("kind"), name=OuterRef("name"))
    held = same.filter(org=OuterRef("org__successor"))
    earlier = same.filter(org__successor=OuterRef("org__successor"), org__in=ended, pk__lt=OuterRef("pk"))
    doubled = list(live.filter(Exists(held) | Exists(earlier)).values_list("pk", flat=True))
    following = list(live.exclude(pk__in=doubled).values_list("pk", "org__name", "org__successor__name"))
    today = timezone.localdate(at)
    Station.objects.filter(pk__in=doubled).update(closed_on=today, closed_reason=MERGED)
    for pk in doubled:
        look_no_more(Station(pk=pk), at=at)
    Station.objects.filter(pk__in=[pk for pk, *_ in following]).update(
        org=successor_of("org"), org_code=successor_of("org", "code")
    )
    StationImport.objects.filter(org__in=ended).update(org=successor_of("org"))
    told = {pk: [["服务的单位", before, after]] for pk, before, after in following}
    told |= {pk: [["撤销日期", "", str(today)], ["撤销原因", "", MERGED]] for pk in doubled}
    StationEvent.objects.bulk_create(
        StationEvent(station_id=pk, verb="station.take_over", at=at, actor=by, org=by.org, changes=changes)
        for pk, changes in sorted(told.items())
    )
