"""The reply desk: an agency without an account answers a letter by a one-time link with a code."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from cases.actions.letters import locked
from cases.actions.replies import ANSWERABLE, Reply, take_reply
from cases.law import REPLY_LINK_DAYS
from cases.models import Letter, Petition, ReplyLink
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import RIGHTS, Can, Role
from fedportal.audit.log import record
from fedportal.deadlines.clock import end_of_day
from fedportal.lib.one_time_link import WRONG_AT_MOST, Attempt, NewLink, new_link, token_digest, try_link
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.stored_files import files_or_nothing
from fedportal.notices.actions import tell


@transaction.atomic
def issue_link(letter: Letter, *, by: User, at: dt.datetime) -> tuple[ReplyLink, NewLink]:
    """A new link, in place of the one before it. Token and code are told this once and kept nowhere."""
    row = locked(letter, by=by)
    if row.state not in ANSWERABLE:
        raise NotAllowed(f"{row.document.number} 现为“{row.state.label}”，不需要回复链接。")
    _revoke(row, at)
    born = new_link()
    link = ReplyLink.objects.create(
        letter=row,
        token_digest=born.token_digest,
        code_digest=born.code_digest,
        made_at=at,
        made_by=by,
        expires_at=end_of_day(at, REPLY_LINK_DAYS),
    )
    record("reply_link.issue", row, by=by, at=at, link=link.pk)
    return link, born


@transaction.atomic
def revoke_link(letter: Letter, *, by: User, at: dt.datetime) -> None:
    """Whoever holds the link can do nothing with it any more. Raises NotAllowed where there is none."""
    row = locked(letter, by=by)
    if not _revoke(row, at):
        raise NotAllowed("没有可以收回的回复链接。")
    record("reply_link.revoke", row, by=by, at=at)


def _revoke(row: Letter, at: dt.datetime) -> int:
    return row.links.standing().update(revoked_at=at)


def standing_link(row: Letter) -> ReplyLink | None:
    """The link that was given out last, if it was neither used nor called back."""
    return row.links.standing().select_related("made_by").first()


@dataclass(frozen=True)
class Guest:
    """Who stands at the desk: what she holds, and where she comes from."""

    token: str
    code: str
    address: str | None


@transaction.atomic
def open_link(guest: Guest, *, at: dt.datetime) -> Letter | None:
    """The letter, to who has its link and code; None for everybody else, whatever the reason."""
    link = _admit(guest, at)
    return link.letter if link else None


@files_or_nothing
@transaction.atomic
def answer_by_link(guest: Guest, reply: Reply, *, at: dt.datetime) -> Letter | None:
    """Keep the agency's answer; the link is used up. None as in `open_link`; raises NotAllowed for a bad answer."""
    # As everywhere the petition is locked before what hangs on it; where there is none, the question is asked too.
    known = ReplyLink.objects.filter(token_digest=token_digest(guest.token)).values("letter__petition")
    list(Petition.objects.select_for_update(of=("self",)).filter(pk__in=known).values("pk"))
    link = _admit(guest, at)
    if link is None:
        return None
    letter = locked(link.letter, by=None)
    take_reply(letter, reply, by=None, at=at)
    link.used_at = at
    link.save(update_fields=["used_at"])
    text = f"{letter.agency.name}已答复 {letter.document.number}，请评估。"
    tell(letter.petition, org=letter.org, roles=concerned(letter), text=text[:200], at=at)
    return letter


def _admit(guest: Guest, at: dt.datetime) -> ReplyLink | None:
    """The link, if it opens. Every refusal asks the database the same questions."""
    rows = ReplyLink.objects.select_for_update(of=("self",)).select_related("letter__petition", "letter__org")
    rows = rows.select_related("letter__document__org", "letter__agency", "letter__document__made_by")
    link = rows.filter(token_digest=token_digest(guest.token)).first()
    serves = link is not None and _serves(link)
    attempt = try_link(link if serves else None, token=guest.token, code=guest.code, at=at)
    wrong = attempt is Attempt.WRONG and link is not None
    counted = link.wrong_codes + 1 if wrong and link else 0
    ReplyLink.objects.filter(pk=link.pk if wrong and link else 0).update(wrong_codes=counted)
    verb = "reply_link.open" if attempt is Attempt.OPENS else "reply_link.refuse"
    record(verb, link.letter if link else None, by=None, at=at, address=guest.address, outcome=attempt.value)
    if counted == WRONG_AT_MOST and link:
        _tell_locked(link, at)
    return link if attempt is Attempt.OPENS else None


def _serves(link: ReplyLink) -> bool:
    """Whether its letter still waits."""
    letter = link.letter
    return link.revoked_at is None and letter.state in ANSWERABLE and letter.petition.status != Status.ARCHIVED


def _tell_locked(link: ReplyLink, at: dt.datetime) -> None:
    letter = link.letter
    text = f"{letter.document.number} 的回复链接因验证码多次输错已锁定，请与对方单位核实后换发。"
    tell(letter.petition, org=letter.org, roles=concerned(letter), text=text, at=at)


def concerned(letter: Letter) -> list[Role]:
    """The roles, in the unit that wrote, of who drafted it and who signed it."""
    roles = {*letter.document.made_by.roles, *(letter.signed_by.roles if letter.signed_by else [])}
    return sorted(Role(role) for role in roles if Can.HANDLE in RIGHTS[Role(role)]) or [Role.SECTION_HEAD]
