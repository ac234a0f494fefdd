"""The packet for a personal safety protection order, put together from what a matter of violence at home holds."""

import datetime as dt

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.categories import VIOLENT
from cases.documents.protection_packet import Applying, packet
from cases.models import Party, Petition
from cases.secrecy import note_reading
from cases.shown import Shown
from cases.views.document_files import DOCX, as_file
from cases.views.held import held_petition
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.masking import ANONYMOUS
from fedportal.lib.row_scope import beyond_readers

FILE_NAME = "人身安全保护令申请材料.docx"  # names nobody: it may lie on a computer at home
_HERSELF = (Party.Role.VICTIM, Party.Role.PETITIONER)
_HIM = (Party.Role.OFFENDER, Party.Role.RESPONDENT)


def may_apply(row: Petition, user: User) -> bool:
    """Whether its page offers the packet: a matter of violence that the reader's unit works on, and she with it."""
    works = row.org_id == user.org_id and user.can(Can.HANDLE) and row.disposed_at is None
    return works and row.category in VIOLENT and not Shown(row, user).masked


@require_safe
@requires(Can.HANDLE)
def protection_packet(request: UserRequest, pk: int) -> HttpResponse:
    """As .docx, each time with a line of the trail."""
    row, at = held_petition(request, pk), timezone.now()
    if not may_apply(row, request.user):
        raise Http404
    note_reading("petition.protection_packet", row, of=row, by=request.user, at=at)
    return as_file(packet(applying_of(row, timezone.localdate(at))), FILE_NAME, DOCX)


def applying_of(row: Petition, on: dt.date) -> Applying:
    """What the file knows, with what has to stay out of any paper that he may read."""
    people = list(row.parties.kept().order_by("pk"))
    her, him = _first(people, _HERSELF), _first(people, _HIM)
    asker = _first(people, (Party.Role.PETITIONER,))
    by_herself = her == asker or (her is not None and asker is not None and her.name == asker.name != ANONYMOUS)
    before = list(row.former_values.filter(field="address"))
    known = (*(person.address for person in people), *(each.value for each in before), *_whereabouts(row))
    return Applying(
        applicant=her.name if her else "",
        respondent=him.name if him else "",
        relation=him.relation if him and by_herself else "",  # of whom it was said: another's word leaves that open
        facts=f"{row.facts}\n{row.request}",
        helped_by=row.org.name,
        on=on,
        born_on=her.birth_on if her else None,
        places=tuple(filter(None, known)),
        others=tuple(person.name for person in people if person not in (her, him) and person.name != ANONYMOUS),
        by_herself=by_herself,
    )


@beyond_readers("where she was when she called is taken out of the text, whoever took the call; nothing of it is told")
def _whereabouts(row: Petition) -> list[str]:
    return [call.whereabouts for call in row.calls.all()]


def _first(people: list[Party], roles: tuple[str, ...]) -> Party | None:
    """The first of the first of these roles that anybody has."""
    found = sorted((person for person in people if person.role in roles), key=lambda each: roles.index(each.role))
    return found[0] if found else None
