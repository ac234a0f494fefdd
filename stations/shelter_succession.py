"""When a unit ends, its shelters with their stays, beds on hold and keepers go over to its successor; whoever must not
see a household does not see it afterwards either."""

import datetime as dt
from typing import Any

from django.db.models import OuterRef, Subquery

from fedportal.accounts.models import User
from fedportal.lib.row_scope import beyond_readers
from fedportal.orgs.models import Organization
from fedportal.orgs.succession import successor_of
from stations.models import Shelter, ShelterApplication, ShelterEvent, ShelterHold, ShelterOpening, ShelterStay


@beyond_readers("who merges units keeps none of their shelters")
def take_over_shelters(*, ended: list[int], by: User, at: dt.datetime, **_: Any) -> None:
    """Keepers are named by person and stay so. Of two that the successor has now, each stays by itself. A household
    is kept from the colleagues of its respondent: from all of the successor, where he works there now."""
    follows: Any = {"org": successor_of("org"), "org_code": successor_of("org", "code")}
    moved = list(Shelter.objects.filter(org__in=ended).order_by("pk").values_list("pk", flat=True))
    ShelterStay.objects.filter(org__in=ended).update(**follows)
    Shelter.objects.filter(pk__in=moved).update(**follows)
    ShelterHold.objects.filter(org__in=ended).update(org=successor_of("org"))
    ShelterApplication.objects.filter(walled_org__in=ended).update(walled_org=successor_of("walled_org"))
    gone = Organization.objects.filter(pk__in=ended)
    codes = gone.filter(code=OuterRef("org_code")).values("successor__code")[:1]
    ShelterOpening.objects.filter(org_code__in=gone.values("code")).update(org_code=Subquery(codes))
    ShelterEvent.objects.bulk_create(
        ShelterEvent(shelter_id=pk, verb="shelter.take_over", at=at, actor=by) for pk in moved
    )
