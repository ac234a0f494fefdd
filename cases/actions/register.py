"""Registering a petition: the same form sent twice makes one."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.actions import accusations
from cases.actions.contacts import check_taken, owe_report
from cases.actions.linking import link, linkable, tell_earlier
from cases.actions.walls import tell_walls
from cases.models import Petition
from cases.numbers import reserve_numbers
from cases.registering import Intake, first_deadlines, opening_contact, prepare, registration_event, search_text
from cases.wishes import check_wish, write_wish
from fedportal.accounts.models import User
from fedportal.audit.log import line
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.lib.inserting import insert_together
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers


def register(
    intake: Intake,
    *,
    by: User,
    at: dt.datetime,
    fast: bool = False,
    same_as: Petition | None = None,
    opener: DeadlineOpener | None = None,
) -> Petition:
    """Log one petition with its number, first contact, clocks and timeline. The same form sent twice makes one.

    `fast` puts the notice clock on the demo ladder. `same_as` is the earlier petition in which she asked the same; it
    is told, but for an accusation and an ordinary matter, which are never the same. `opener` holds the rules of the
    day of receipt, where they were read a moment ago. An accusation of one's own unit, or of one above it, goes
    straight to the superior that is not accused. Raises NotAllowed where there is none, where nobody is accused, and
    where what came by mouth was not read back.
    """
    petition = intake.petition
    check_taken(intake.taken, channel=petition.channel, received_at=petition.received_at)
    if petition.is_accusation and not intake.accused:
        raise NotAllowed("检举控告事项请填写被检举控告的人员或者单位。")
    try:
        return _register(intake, by=by, at=at, fast=fast, same_as=same_as, opener=opener)
    except IntegrityError:
        known = _known(petition.origin_key, by)
        if known is None:
            raise
        return known


def _known(origin_key: str | None, by: User) -> Petition | None:
    """What this person already registered from the same entry."""
    if origin_key is None:
        return None
    return Petition.objects.filter(origin_key=origin_key, registered_by=by).first()


@beyond_readers("an accusation begins with the superior of the accused, out of its writer's sight")
@transaction.atomic
def _register(
    intake: Intake,
    *,
    by: User,
    at: dt.datetime,
    fast: bool,
    same_as: Petition | None,
    opener: DeadlineOpener | None,
) -> Petition:
    same_as = linkable(intake, same_as)
    holder = accusations.keeper(by.org, [who.org for who in intake.accused if who.org])
    if intake.wish is not None:
        check_wish(intake.wish)
    opener = opener or DeadlineOpener.load(timezone.localdate(intake.petition.received_at))
    # From here on whoever registers in this unit waits until this one is done.
    (number,) = reserve_numbers(by.org, timezone.localdate(at).year)
    petition = prepare(intake, number=number, by=by, at=at, holder=holder)
    if same_as is not None:
        link(petition, same_as)
    petition.save(force_insert=True)
    intake.petitioner.petition = petition
    contact = opening_contact(intake, by=by, at=at)
    clocks = first_deadlines(petition, opener, at=at, fast=fast)
    told = registration_event(petition, by=by, at=at), line("petition.register", petition, by=by, at=at)
    insert_together([intake.petitioner, contact, search_text(intake), *clocks, *told])
    if intake.wish is not None:
        write_wish(intake.petitioner, petition, intake.wish, by=by, at=at)
    owe_report(contact, at=at)
    if petition.is_accusation:
        accusations.begin(petition, intake.accused, by=by, at=at)
    if same_as is not None:
        tell_earlier(same_as, by=by, at=at)
    tell_walls(at=at)
    return petition
