"""Linking a new petition to the earlier one in which the same was asked (X7, X31)."""

import datetime as dt

from cases.models import Event, Petition
from cases.registering import Intake
from cases.shown import short
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.log import record
from fedportal.lib.row_scope import beyond_readers
from fedportal.notices.actions import tell


def linkable(intake: Intake, earlier: Petition | None) -> Petition | None:
    """The earlier one, if it may be told: an accusation is told of to no ordinary matter's readers, and to nobody
    whom it accuses (art. 30)."""
    if earlier is None or earlier.is_accusation != intake.petition.is_accusation:
        return None
    accused = (who.org for who in intake.accused if who.org)
    return None if any(unit.covers(earlier.org_code) for unit in accused) else earlier


def link(petition: Petition, earlier: Petition) -> None:
    """The new one, not yet saved, is a repeat of the earlier: at least one contact more than that had."""
    petition.same_as = earlier
    petition.repeat_count = max(petition.repeat_count, earlier.repeat_count + 1)


@beyond_readers("the earlier matter may be another unit's")
def tell_earlier(earlier: Petition, *, by: User, at: dt.datetime) -> None:
    """The earlier one's timeline says where she came again; the unit that holds it, if it is another, is told."""
    Event.objects.create(petition=earlier, verb="petition.repeat", at=at, actor=by, org=by.org)
    record("petition.repeat", earlier, by=by, at=at)
    if earlier.org_id != by.org_id:
        text = f"信访人又向{short(by.org.name)}反映同一事项，该单位已登记，请与其沟通。"
        tell(earlier, org=earlier.org, roles=[Role.SECTION_HEAD, Role.HANDLER], text=text, at=at)
