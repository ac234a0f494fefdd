"""What has to be so before anything is named: the gate of each kind, in words where it is shut."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.orgs.models import Level, Organization
from stations.accreditation_workflow import LEVELS, AccreditationKind
from stations.check_facts import ListKind
from stations.check_law import GATE_LASTS
from stations.models import Accreditation, CheckAnswer, Checklist, Station, StationCheck
from stations.no_violence import had_cases, may_know
from stations.unit_gates import shortfalls

KIND_AT = {  # at which level the unit stands that is named
    AccreditationKind.PEACE_COUNTY: Level.COUNTY,
    AccreditationKind.PEACE_TOWNSHIP: Level.TOWNSHIP,
    AccreditationKind.NO_VIOLENCE: Level.VILLAGE,
}


@dataclass(frozen=True)
class Gate:
    """Whether it is open; why not; and the check that opens it."""

    shut: str = ""
    check: StationCheck | None = None


def judges_of(unit: Organization, applicant: Organization) -> list[Organization]:
    """The units that judge, from the lowest up: those above the unit that applies, from the county on."""
    line = [above for above in reversed(unit.line) if above.level in LEVELS]
    return [above for above in line if above.level < applicant.level]


def levels_for(kind: str, unit: Organization, applicant: Organization) -> list[Level]:
    """For which levels it may apply. Villages without violence are named by their county alone."""
    levels = [Level(judge.level) for judge in judges_of(unit, applicant)]
    return levels[:1] if kind == AccreditationKind.NO_VIOLENCE else levels


def station_gate(station: Station, on: dt.date) -> Gate:
    """四有 and 五个一, both found by a unit above, not more than a year ago, by the lists in force."""
    if station.closed_on is not None:
        return Gate("站点已经撤销。")
    newest = StationCheck.objects.done().made_above().filter(station=station).order_by("-checked_on", "-pk").first()
    if newest is None:
        return Gate("还没有上级妇联的检查，请先申请检查。")
    if newest.checked_on < on - GATE_LASTS:
        return Gate(f"最近一次检查是 {newest.checked_on}，已超过一年，请先重新检查。")
    if not newest.passed:
        return Gate(f"最近一次检查（{newest.checked_on}）四有、五个一没有全部达标，整改并复查合格以后再申报。")
    if not _by_lists_in_force(newest, station.org, on):
        return Gate("检查清单已有新版本，请按现行清单重新检查。")
    return Gate(check=newest)


def _by_lists_in_force(check: StationCheck, org: Organization, on: dt.date) -> bool:
    """Whether the check asked all that is asked today."""
    binding = Checklist.objects.binding(ListKind.STATION, org, on)
    asked = CheckAnswer.objects.filter(of=check).values("item")
    return not Checklist.objects.filter(pk__in=binding.values("pk")).filter(
        Q(items__isnull=False) & ~Q(items__in=asked)
    )


def newest_self_check(station: Station, on: dt.date) -> StationCheck | None:
    """What it says of itself, as long as a check of others would count."""
    rows = StationCheck.objects.done().filter(station=station, kind="self", checked_on__gte=on - GATE_LASTS)
    return rows.order_by("-checked_on", "-pk").first()


UNMET = "本社区（村庄）目前不符合命名条件。"


def village_gate(row: Accreditation, by: User, at: dt.datetime) -> Gate:
    """Before who judges it, and in these words alone: nothing is told of any case."""
    if not may_know(row.unit, by):
        return Gate()
    found = had_cases(row.unit.code, row.unit.code_end, at, reader=by)
    return Gate(UNMET if row.unit.code in found else "")


def gate_before(row: Accreditation, by: User, at: dt.datetime) -> Gate | None:
    """What this reader is told of the gate; nothing where that would tell her more than she may know."""
    if row.kind != AccreditationKind.NO_VIOLENCE:
        return gate_of(row, timezone.localdate(at))
    return village_gate(row, by, at) if by.can(Can.ACCREDIT) and may_know(row.unit, by) else None


def gate_of(row: Accreditation, on: dt.date) -> Gate:
    """The gate of this application on that day; that of a village without violence is asked by its judge alone."""
    if row.kind in (AccreditationKind.PEACE_COUNTY, AccreditationKind.PEACE_TOWNSHIP):
        return Gate("".join(shortfalls(row.unit, on)))
    if row.station is None:
        return Gate()
    if (row.self_check or newest_self_check(row.station, on)) is None:
        return Gate("请先完成站点自评。")
    return station_gate(row.station, on)
