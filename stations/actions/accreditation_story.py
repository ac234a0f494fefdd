"""Writing down what was done with an application: its own line, the trail, and who is told."""

import datetime as dt

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.log import record
from fedportal.deadlines.limits import Light
from fedportal.notices.actions import tell
from fedportal.orgs.models import Organization
from stations.models import Accreditation, AccreditationStep

DESK = (Role.RECEPTIONIST, Role.SECTION_HEAD, Role.TOWNSHIP_WORKER, Role.VILLAGE_WORKER)


def write(
    row: Accreditation,
    name: str,
    source: str,
    *,
    by: User | None,
    at: dt.datetime,
    org: Organization | None = None,
    note: str = "",
) -> None:
    """A line of its story and one of the trail; `org` where nobody did it, but it came to pass."""
    unit = org or (by.org if by else row.applicant)
    AccreditationStep.objects.create(
        of=row, verb=name, source=source, target=row.state, by=by, org=unit, at=at, note=note
    )
    record(f"accreditation.{name}", row, by=by, at=at, state=row.state)


def tell_unit(
    row: Accreditation, org: Organization, words: str, *, at: dt.datetime, light: Light = Light.BLUE
) -> None:
    """Who goes on with it hears of it."""
    tell(row, org=org, roles=DESK, text=f"{row}：{words}"[:200], at=at, light=light)


def locked(accreditation: Accreditation) -> Accreditation:
    """The application under lock, with all that a move looks at."""
    rows = Accreditation.objects.select_for_update(of=("self",))
    related = (
        "unit__parent__parent__parent__parent",
        "station__org",
        "applicant",
        "namer",
        "self_check",
        "gate_check",
    )
    return rows.select_related(*related).get(pk=accreditation.pk)
