"""Makes petitions of the good rows, exactly as registering each by hand would, only by the hundred."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from cases.actions.walls import tell_walls
from cases.imports.checked import Checked
from cases.imports.clocks import Clocks
from cases.models import Petition
from cases.numbers import reserve_numbers
from cases.registering import Intake, first_deadlines, opening_contact, prepare, registration_event, search_text
from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.models import Deadline
from fedportal.lib.copying import copy_rows
from fedportal.lib.row_scope import beyond_readers


def lock_numbers(by: User, *, at: dt.datetime) -> None:
    """Take the lock of the unit's number series before looking which rows are there already.

    Whoever imports the same rows at the same moment waits here, then finds them, and no number is spent twice.
    """
    reserve_numbers(by.org, timezone.localdate(at).year, 0)


def write(rows: Sequence[Checked], *, by: User, at: dt.datetime, clocks: Clocks) -> None:
    """Petitions with all that registering each would write."""
    register_many([row.intake() for row in rows], by=by, at=at, clocks=clocks)


@beyond_readers("a matter may be kept from its writer as soon as it names her kin")
def register_many(intakes: Sequence[Intake], *, by: User, at: dt.datetime, clocks: Clocks) -> list[Petition]:
    """The same of what is read already. None of them may be an accusation, say how she may be reached, or owe a
    report to whoever handed it over: that is for `actions.register`."""
    numbers = reserve_numbers(by.org, timezone.localdate(at).year, len(intakes))
    petitions = [prepare(intake, number=number, by=by, at=at) for intake, number in zip(intakes, numbers, strict=True)]
    copy_rows(petitions)
    for intake in intakes:
        intake.petitioner.petition = intake.petition
    copy_rows([intake.petitioner for intake in intakes])
    copy_rows([opening_contact(intake, by=by, at=at) for intake in intakes])
    copy_rows([search_text(intake) for intake in intakes])
    copy_rows([deadline for petition in petitions for deadline in _deadlines(petition, clocks, at=at)])
    copy_rows([registration_event(petition, by=by, at=at) for petition in petitions])
    _record(petitions, by=by, at=at)
    tell_walls(at=at)
    return petitions


def _deadlines(petition: Petition, clocks: Clocks, *, at: dt.datetime) -> list[Deadline]:
    opener = clocks.on(timezone.localdate(petition.received_at))
    return first_deadlines(petition, opener, at=at, fast=False)


def _record(petitions: Sequence[Petition], *, by: User, at: dt.datetime) -> None:
    """One line of the audit trail each, as audit.log.record would write."""
    kind = ContentType.objects.get_for_model(Petition)
    copy_rows(
        [
            AccessEvent(
                verb="petition.register", at=at, actor=by, org=by.org, content_type=kind, object_id=petition.pk
            )
            for petition in petitions
        ]
    )
