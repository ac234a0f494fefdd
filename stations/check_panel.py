"""What a station's own page shows of its checks and its standing as a demonstration station."""

from dataclasses import dataclass

from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from stations.accreditation_workflow import AccreditationKind
from stations.actions.accreditations import why_not_apply
from stations.actions.station_checks import why_not_check
from stations.check_facts import CheckKind
from stations.duties_above import WaitsAbove, waiting_above
from stations.models import Accreditation, Station, StationCheck

LAST = 5  # checks


@dataclass(frozen=True)
class CheckPanel:
    """Its last checks, the name that stands, the application that goes on, and what this reader may begin."""

    checks: list[StationCheck]
    standing: Accreditation | None
    open: Accreditation | None
    may_check: bool
    may_assess: bool
    may_apply: bool
    above: list[WaitsAbove]


def panel_of(station: Station, user: User) -> CheckPanel:
    """Of one station before this reader."""
    names = Accreditation.objects.visible_to(user).filter(station=station)
    live, keeps = station.closed_on is None, user.can(Can.KEEP_STATIONS)
    going_on = names.open().first()
    checks = list(StationCheck.objects.visible_to(user).filter(station=station).for_list()[:LAST])
    return CheckPanel(
        checks=checks,
        standing=names.standing(timezone.localdate()).first(),
        open=going_on,
        may_check=keeps and not why_not_check(station, CheckKind.YEARLY, by=user),
        may_assess=keeps and not why_not_check(station, CheckKind.SELF, by=user),
        may_apply=live and going_on is None and not why_not_apply(AccreditationKind.STATION, station.org, by=user),
        above=waiting_above(user, station, *checks, *([going_on] if going_on else [])),
    )
