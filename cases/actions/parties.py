"""The people of a petition beside the petitioner: naming them, correcting what is known, taking out who was wrong."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from cases.actions.former_values import keep_former
from cases.actions.violence.course import groups_follow
from cases.actions.walls import tell_walls
from cases.corrections import OF_PARTY, personal_of
from cases.indexing import INDEXES, index_party
from cases.law import REPRESENTATIVES_AT_MOST
from cases.merging import Seen, checked
from cases.models import Event, Party, Petition, SearchText
from cases.search_texts import matter_text
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.masking import mask_name
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers

Role = Party.Role
# What a correction may change; everything else says who wrote the row and when.
TOLD = (
    *("role", "name", "relation", "sex", "birth_on", "birth_year", "marital", "id_number", "phone", "address"),
    *("ethnicity", "occupation", "education", "groups"),
)

MINOR_FOLLOWS = "of_minors"  # stands with the event that changed the flag of minors
LEADING = ("id_number", "phone", "address", *INDEXES)  # to the person


@transaction.atomic
@beyond_readers("what concerns a minor from now on may go out of its writer's sight")
def add_party(petition: Petition, party: Party, *, by: User, at: dt.datetime) -> Party:
    """Name one more person of the matter; `party` has no row yet.

    Raises NotAllowed for another unit, an archived matter, a second petitioner or a sixth representative.
    """
    row = _lock(petition.pk, by)
    if party.role == Role.PETITIONER:
        raise NotAllowed("信访人已经登记；有误的请更正，共同信访的请登记为代表或者成员。")
    party.petition, party.added_at, party.added_by = row, at, by
    party.seat = _free_seat(row) if party.role == Role.REPRESENTATIVE else None
    party.note_groups(timezone.localdate(row.received_at))
    index_party(party)
    party.save(force_insert=True)
    _follow(row, "party.add", party, by=by, at=at)
    return party


@transaction.atomic
@beyond_readers("what concerns a minor from now on may go out of its writer's sight")
def correct_party(
    party: Party,
    changes: Mapping[str, object],
    *,
    reason: str,
    by: User,
    at: dt.datetime,
    seen: Seen | None = None,
) -> Party:
    """Change what is known of a person; who it was before stays as a version, of the petitioner every value. Nothing
    changed: nothing written.

    `changes` names fields of TOLD; with `seen`, what the page had shown, only what she changed is written. Raises
    NotAllowed as add_party, without a reason, or for who was removed; Clash where another changed the same meanwhile.
    """
    row = _lock(party.petition_id, by)
    made = Party.objects.select_for_update().get(pk=party.pk)
    _check_kept(made, reason)
    if seen is not None:
        changes = checked(seen, mine=changes, theirs=told_of(made, changes)).changes
    changed = [name for name in TOLD if name in changes and changes[name] != getattr(made, name)]
    if not changed:
        return made
    if "role" in changed and Role.PETITIONER in (made.role, changes["role"]):
        raise NotAllowed("信访人的身份不能更改。")
    _keep_version(made, reason=reason.strip(), by=by, at=at)
    before = personal_of(made)
    for name in changed:
        setattr(made, name, changes[name])
    if made.role == Role.PETITIONER:
        after = personal_of(made)
        keep_former(made, before, [name for name in OF_PARTY if before[name] != after[name]], by=by, at=at)
    if "role" in changed:
        made.seat = _free_seat(row) if made.role == Role.REPRESENTATIVE else None
    made.note_groups(timezone.localdate(row.received_at))
    made.petition = row
    index_party(made)
    made.save(update_fields=[*changed, "seat", "groups", *INDEXES])
    _follow(row, "party.correct", made, by=by, at=at, note=reason.strip(), corrected=changed)
    return made


def told_of(party: Party, names: Iterable[str]) -> dict[str, object]:
    """What stands now under these names."""
    return {name: getattr(party, name) for name in names}


@transaction.atomic
@beyond_readers("what concerns a minor from now on may go out of its writer's sight")
def remove_party(party: Party, *, reason: str, by: User, at: dt.datetime) -> Party:
    """Take out someone who does not belong here: who it was stays, with the reason. Raises NotAllowed as above."""
    row = _lock(party.petition_id, by)
    made = Party.objects.select_for_update().get(pk=party.pk)
    _check_kept(made, reason)
    if made.role == Role.PETITIONER:
        raise NotAllowed("信访人不能移除；登记有误的，请更正。")
    made.removed_at, made.removed_by, made.removal_reason = at, by, reason.strip()
    _forget(made)
    made.save(update_fields=["removed_at", "removed_by", "removal_reason", *LEADING])
    _follow(row, "party.remove", made, by=by, at=at, note=made.removal_reason)
    return made


def _lock(pk: int, by: User) -> Petition:
    row = Petition.objects.select_for_update(of=("self",)).select_related("org", "place").get(pk=pk)
    if not by.can(Can.HANDLE):
        raise NotAllowed("您的角色不能登记、更正当事人。")
    if row.org_id != by.org_id:
        raise NotAllowed(f"该信访事项现由{row.org.name}承办，只有承办单位可以登记、更正当事人。")
    if row.status == Status.ARCHIVED:
        raise NotAllowed("本件已经归档，不能再更改当事人。")
    return row


def _check_kept(made: Party, reason: str) -> None:
    if made.removed_at is not None:
        raise NotAllowed("该当事人已经移除。")
    if not reason.strip():
        raise NotAllowed("请填写原因。")


def _free_seat(row: Petition) -> int:
    """The first seat that no representative holds. The petition is locked, so nobody else takes it meanwhile."""
    taken = set(row.parties.kept().exclude(seat=None).values_list("seat", flat=True))
    free = next((seat for seat in range(1, REPRESENTATIVES_AT_MOST + 1) if seat not in taken), None)
    if free is None:
        raise NotAllowed(f"多人走访的，代表不超过 {REPRESENTATIVES_AT_MOST} 人（条例第二十条）；其他人请登记为成员。")
    return free


def _keep_version(made: Party, *, reason: str, by: User, at: dt.datetime) -> None:
    """The row as it is now goes on as a removed one; the person's own key stays."""
    old = Party.objects.get(pk=made.pk)
    old.pk, old.version_of = None, made
    old._state.adding = True
    old.removed_at, old.removed_by, old.removal_reason = at, by, reason
    _forget(old)
    old.save(force_insert=True)


def _forget(party: Party) -> None:
    """What was wrong or out of place stays by name and role alone: nobody is found by it, nobody reached through it
    (个人信息保护法 art. 46 and 47)."""
    for name in LEADING:
        setattr(party, name, "")


def _follow(
    row: Petition,
    verb: str,
    made: Party,
    *,
    by: User,
    at: dt.datetime,
    note: str = "",
    corrected: list[str] | None = None,
) -> None:
    """What follows for the matter, in the same transaction. The timeline is read above the unit that holds the matter
    too: it names nobody whole."""
    data: dict[str, object] = {"party_role": made.role, "party": mask_name(made.name), "corrected": corrected or []}
    if _note_minor(row):
        data[MINOR_FOLLOWS] = "yes" if row.minor else "no"
    names = row.parties.kept().values_list("name", flat=True)
    SearchText.objects.filter(petition=row, paper=None).update(terms=matter_text(row, names).terms)
    Event.objects.create(petition=row, verb=verb, at=at, actor=by, org=by.org, note=note, data=data)
    groups_follow(row, by=by, at=at)
    record(verb, made, by=by, at=at, petition=made.petition_id, role=made.role)
    tell_walls(at=at)


def _note_minor(row: Petition) -> bool:
    """A child who asks or suffers makes the matter one of minors. Where that followed from its people alone, it ends
    with the last such child; what was said at registration stays until somebody corrects it. Whether it changed."""
    day = timezone.localdate(row.received_at)
    people = row.parties.kept().filter(role__in=(Role.PETITIONER, Role.VICTIM))
    minor = any(each.is_minor_on(day) for each in people)
    if minor == row.minor or not (minor or _follows(row)):
        return False
    row.minor = minor
    row.save(update_fields=["minor"])
    return True


def _follows(row: Petition) -> bool:
    last = row.events.filter(data__has_key=MINOR_FOLLOWS).order_by("pk").last()
    return last is not None and last.data[MINOR_FOLLOWS] == "yes"
