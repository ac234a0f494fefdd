"""Correcting what was registered: two who do it at once lose nothing, and the clocks follow what is true."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.actions import accusations
from cases.actions.former_values import keep_former
from cases.actions.versions import check_version
from cases.actions.violence.course import groups_follow
from cases.actions.walls import tell_walls
from cases.categories import AT_HOME
from cases.corrections import OF_PARTY, OF_PETITION, recorded, values_of
from cases.indexing import index_party
from cases.law import NOTICE
from cases.merging import Seen, Values, checked
from cases.models import Accused, Event, MatterClass, NamedReader, Party, Petition, SearchText, ViolenceCase
from cases.models.contact import ORAL
from cases.search_texts import matter_text
from cases.workflow import Status
from cases.workflow.states import SENT
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.deadlines.actions import cancel_deadlines, open_deadline
from fedportal.deadlines.ladders import SKIP_TO_STEP
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.lib.signatures import signature

# Where the petitioner has not been told yet what becomes of her matter (art. 23).
UNTOLD = SENT | {Status.REGISTERED, Status.OBJECTED, Status.DISPUTED}
REVIEWED_NOW = frozenset({Status.UNDER_REVIEW, Status.UNDER_RECHECK})


@dataclass(frozen=True)
class Amended:
    """A petition after its correction: what was changed, and what others had changed beside it."""

    petition: Petition
    changed: list[str]
    kept: list[str]


@beyond_readers("what turns out to be an accusation may go to the superior")
@transaction.atomic
def amend(
    petition: Petition,
    mine: Values,
    *,
    seen: Seen,
    by: User,
    at: dt.datetime,
    note: str = "",
    accused: Accused | None = None,
    version: int | None = None,
) -> Amended:
    """Correct the values in which `mine` differs from what was `seen`; others' changes beside them stay.

    Raises Clash where somebody else changed the same values, Outdated where the matter has another `version` than its
    writer read, NotAllowed for another unit, an archived matter, or a change of class or category that may not be.
    """
    row = Petition.objects.select_for_update(of=("self",)).select_related("org__parent", "place").get(pk=petition.pk)
    check_version(row, version)
    check_may_amend(row, by=by)
    party = row.parties.kept().get(role=Party.Role.PETITIONER)
    before = values_of(row, party)
    merged = checked(seen, mine=mine, theirs=before)
    changed = list(merged.changes)
    if not changed:
        return Amended(row, [], merged.kept)
    _check_kind(row, merged.changes, by=by, note=note, accused=accused)
    told, handler = _Told.of(row), row.handler
    becomes_secret = merged.changes.get("matter_class") == MatterClass.ACCUSATION
    if becomes_secret:
        units = accusations.accused_units(row) + ([accused.org] if accused and accused.org else [])
        accusations.send_above(row, units, by=by, at=at)
    _write(row, party, merged.changes)
    groups_follow(row, by=by, at=at)
    _correct_opening_contact(row, changed)
    if row.is_open:
        _clocks(row, told, at)
    after = values_of(row, party)
    changed += ["minor"] if before["minor"] != after["minor"] and "minor" not in changed else []
    keep_former(party, before, [name for name in changed if name in OF_PARTY], by=by, at=at)
    data = recorded(before, after, changed)
    Event.objects.create(
        petition=row, verb="petition.amend", at=at, actor=by, org=by.org, note=note.strip(), data=data
    )
    record("petition.amend", row, by=by, at=at, fields=changed)
    tell_walls(at=at)
    if becomes_secret:
        _now_secret(row, accused, handler, by=by, at=at)
    row.refresh_from_db(fields=["version"])
    return Amended(row, changed, merged.kept)


def check_may_amend(row: Petition, *, by: User) -> None:
    """Refuse another unit, a role that neither registers nor handles, an archived matter; the page asks this too."""
    if row.org_id != by.org_id or not (by.can(Can.REGISTER) or by.can(Can.HANDLE)):
        raise NotAllowed(f"该信访事项现由{row.org.name}承办，只有承办单位可以更正登记内容。", code="not_your_turn")
    if row.status == Status.ARCHIVED:
        raise NotAllowed("本件已经归档，登记内容不能再更正。", code="archived")


def _check_kind(row: Petition, changes: Values, *, by: User, note: str, accused: Accused | None) -> None:
    """Of what class and category it is to be."""
    if "matter_class" in changes:
        _check_class(row, changes["matter_class"], by=by, note=note, accused=accused)
    if "category" in changes:
        _check_category(row, changes["category"])


def _check_class(row: Petition, target: str, *, by: User, note: str, accused: Accused | None) -> None:
    """The class decides who reads and which way the matter goes: not changed once that is settled."""
    if row.closed_at is not None:
        raise NotAllowed("已经办结的事项不能改变性质。")
    if row.status in REVIEWED_NOW:
        raise NotAllowed("复查、复核期间不能改变事项性质。")
    if row.is_accusation and not (by.can(Can.NAME_READERS) and note.strip()):
        raise NotAllowed("检举控告改为其他性质后不再限定阅读人，只能由承办单位主席（分管副主席）更改，并写明理由。")
    if target == MatterClass.ACCUSATION and accused is None and not row.accused.exists():
        raise NotAllowed("检举控告事项请填写被检举控告的人员或者单位。")


def _check_category(row: Petition, target: str) -> None:
    """What was said of violence at home is guarded by the category, and its duties are met in its course alone."""
    if target not in AT_HOME and ViolenceCase.objects.filter(petition=row).exists():
        raise NotAllowed("本件已建立家庭暴力个案，类别只能在家庭暴力、分手后骚扰、虐待忽视之间更正。")


def _write(row: Petition, party: Party, changes: dict[str, Any]) -> None:
    """The values, and what follows from them: the flag of minors, what the matter and the person are found by."""
    for name in OF_PETITION:
        if name in changes:
            setattr(row, name, changes[name])
    for name in OF_PARTY:
        if name in changes and name != "birth":
            setattr(party, name, changes[name])
    if "birth" in changes:
        birth = changes["birth"]
        party.birth_on = birth if isinstance(birth, dt.date) else None
        party.birth_year = birth if isinstance(birth, int) else None
    if party.is_minor_on(timezone.localdate(row.received_at)):
        row.minor = True
    row.signature = signature(row.request, row.facts)
    party.note_groups(timezone.localdate(row.received_at))
    index_party(party)
    row.save(update_fields=[*OF_PETITION, "signature"])
    party.save()
    names = row.parties.kept().values_list("name", flat=True)
    SearchText.objects.filter(petition=row, paper=None).update(terms=matter_text(row, names).terms)


def _correct_opening_contact(row: Petition, changed: list[str]) -> None:
    """The first contact says the same as its matter."""
    contact = row.contacts.order_by("pk").first()
    if contact is None or not {"channel", "received_at"} & set(changed):
        return
    told_of_visit = contact.incident and row.channel != contact.channel
    told_of_source = contact.source_organ and row.channel != contact.channel
    if told_of_visit or told_of_source:
        raise NotAllowed("登记时记有现场情况或者来文单位，信访形式不能更正；确有错误的，请另行登记。")
    contact.channel, contact.at = row.channel, row.received_at
    contact.oral = contact.channel in ORAL
    if contact.oral and not contact.read_back and not contact.unread_reason:
        contact.unread_reason = "登记后更正信访形式"
    contact.save(update_fields=["channel", "at", "oral", "unread_reason"])


@dataclass(frozen=True)
class _Told:
    """What the clocks were counted from before the correction."""

    unclear: bool
    skips: bool
    received_at: dt.datetime

    @classmethod
    def of(cls, row: Petition) -> "_Told":
        return cls(row.identity_unclear, row.skips_steps, row.received_at)


def _clocks(row: Petition, before: _Told, at: dt.datetime) -> None:
    """Start, stop or count anew what hangs on the corrected values."""
    start = _telling_starts(row, before, at)
    if start is None and not row.identity_unclear:
        return
    cancel_deadlines(row, at=at, kinds=(NOTICE.kind,))
    if start is not None:
        skips = SKIP_TO_STEP if row.skips_steps else 0
        open_deadline(row, NOTICE.code, org=row.org, start=start, at=at, from_step=skips)


def _telling_starts(row: Petition, before: _Told, at: dt.datetime) -> dt.datetime | None:
    """From when the duty to tell counts anew; None where it stays as it is, or is not owed."""
    if row.identity_unclear:
        return None
    running = row.deadlines.open().filter(kind=NOTICE.kind).first()
    if running is None:  # now that she can be told, from this day on
        return at if before.unclear and row.status in UNTOLD else None
    moved = row.received_at != before.received_at and running.opened_at == before.received_at
    if not moved and row.skips_steps == before.skips:
        return None
    return row.received_at if moved else running.opened_at


def _now_secret(row: Petition, accused: Accused | None, handler: User | None, *, by: User, at: dt.datetime) -> None:
    """It became an accusation: who corrected it and who handles it read on, unless it had to go above."""
    if accused is not None:
        accused.petition, accused.at, accused.by = row, at, by
        accused.save(force_insert=True)
    if row.org_id != by.org_id:
        return
    for person, reason in ((by, "更正人"), (handler, "承办人")):
        if person is not None and not row.readers.current().filter(user=person).exists():
            NamedReader.objects.create(petition=row, user=person, named_by=by, at=at, reason=reason)
    accusations.tell_head(row, "一件信访事项更正为检举控告，请您阅办或者指定阅读人", at=at)
