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
    return as_file(packet(_applying(row, timezone.localdate(at))), FILE_NAME, DOCX)


def _applying(row: Petition, on: dt.date) -> Applying:
    people = list(row.parties.kept().order_by("pk"))
    her, him = _first(people, _HERSELF), _first(people, _HIM)
    asker = _first(people, (Party.Role.PETITIONER,))
    other = asker is not None and her is not None and asker.pk != her.pk
    return Applying(
        applicant=her.name if her else "",
        respondent=him.name if him else "",
        relation=him.relation if him else "",
        facts=f"{row.facts}\n{row.request}",
        helped_by=row.org.name,
        on=on,
        on_behalf=f"{asker.name}（{asker.relation or '与申请人的关系：'}）" if other and asker else "",
        born_on=her.birth_on if her else None,
        places=tuple(person.address for person in people if person.address),
    )


def _first(people: list[Party], roles: tuple[str, ...]) -> Party | None:
    """The first of the first of these roles that anybody has."""
    found = sorted((person for person in people if person.role in roles), key=lambda each: roles.index(each.role))
    return found[0] if found else None
