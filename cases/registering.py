"""What a new petition is made of: shared by the page, the ledger and the demo province."""

import datetime as dt
from dataclasses import asdict, dataclass, field

from django.utils import timezone

from cases.indexing import index_party
from cases.law import NOTICE, NOTICE_DEMO, URGENT_REPORT
from cases.models import Accused, Contact, Event, Party, Petition, SearchText
from cases.models.contact import ORAL
from cases.search_texts import matter_text
from cases.wishes import Wish
from fedportal.accounts.models import User
from fedportal.deadlines.ladders import SKIP_TO_STEP
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.lib.signatures import signature
from fedportal.orgs.models import Organization


@dataclass(frozen=True)
class Taken:
    """How a contact was taken down, beside its channel, time and head count; see models.Contact."""

    read_back: bool = False
    unread_reason: str = ""
    companions: str = ""
    scribe: str = ""
    note: str = ""
    incident: str = ""
    source_organ: str = ""
    source_number: str = ""
    report_due_on: dt.date | None = None


@dataclass(frozen=True)
class Intake:
    """One matter as received: the petition, its petitioner and the accused, all without their rows."""

    petition: Petition
    petitioner: Party
    taken: Taken = field(default_factory=Taken)
    accused: tuple[Accused, ...] = ()  # of an accusation
    wish: Wish | None = None  # how she may be reached; None where she was not asked


def prepare(intake: Intake, *, number: str, by: User, at: dt.datetime, holder: Organization | None = None) -> Petition:
    """Fill in what registration itself decides: number, keeper, moments, skip flags, and what it is found by.

    `holder` is another unit than that of `by`, where an accusation may not stay there.
    """
    petition = intake.petition
    petition.number = number
    petition.registered_org = by.org
    petition.org = holder or by.org
    petition.org_code = petition.org.code
    petition.registered_by, petition.registered_at = by, at
    day = timezone.localdate(petition.received_at)
    petition.minor = petition.minor or intake.petitioner.is_minor_on(day)
    intake.petitioner.note_groups(day)
    petition.signature = signature(petition.request, petition.facts)
    intake.petitioner.petition = petition
    index_party(intake.petitioner)
    return petition


def first_deadlines(petition: Petition, opener: DeadlineOpener, *, at: dt.datetime, fast: bool) -> list[Deadline]:
    """The clocks that registration starts: telling the petitioner, and the report of an urgent matter."""
    limits = []
    if fast:
        limits.append((NOTICE_DEMO, at))
    elif petition.owes(NOTICE):
        limits.append((NOTICE, petition.received_at))
    if petition.urgent:
        limits.append((URGENT_REPORT, at))
    return [
        opener.build(
            petition,
            limit.code,
            org=petition.org,
            start=start,
            at=at,
            from_step=SKIP_TO_STEP if petition.skips_steps and limit is NOTICE else 0,
        )
        for limit, start in limits
    ]


def opening_contact(intake: Intake, *, by: User, at: dt.datetime) -> Contact:
    """The contact with which the matter began; the petition has its key by now."""
    petition = intake.petition
    return contact_of(
        petition,
        intake.taken,
        channel=petition.channel,
        received_at=petition.received_at,
        head_count=petition.head_count,
        by=by,
        at=at,
    )


def contact_of(
    petition: Petition,
    taken: Taken,
    *,
    channel: str,
    received_at: dt.datetime,
    head_count: int,
    by: User,
    at: dt.datetime,
) -> Contact:
    """One contact, without its row: what came by mouth has to be read back, or say why it was not."""
    return Contact(
        petition=petition,
        channel=channel,
        at=received_at,
        recorded_at=at,
        receiver=by,
        org=by.org,
        head_count=head_count,
        oral=channel in ORAL,
        **asdict(taken),
    )


def search_text(intake: Intake) -> SearchText:
    """What the matter is found by; the petition has its key by now."""
    return matter_text(intake.petition, [intake.petitioner.name])


def registration_event(petition: Petition, *, by: User, at: dt.datetime) -> Event:
    """The first line of the timeline."""
    return Event(petition=petition, verb="petition.register", at=at, actor=by, org=by.org)
