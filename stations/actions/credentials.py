"""Entering somebody's credential, renewing and ending it; one that runs out is owed a look (network_law)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, open_deadline
from fedportal.lib.refusals import NotAllowed
from stations.actions.people import locked, touch, write
from stations.models import Credential, NetworkPerson
from stations.network_facts import CredentialKind
from stations.network_law import CREDENTIAL


@dataclass(frozen=True)
class Paper:
    """What a credential says."""

    kind: str
    issued_on: dt.date
    expires_on: dt.date | None = None
    number: str = ""
    issuer: str = ""


@transaction.atomic
def add_credential(person: NetworkPerson, paper: Paper, *, by: User, at: dt.datetime) -> Credential:
    """Raises NotAllowed."""
    row = locked(person, by=by)
    return _added(row, paper, by=by, at=at)


@transaction.atomic
def renew_credential(credential: Credential, paper: Paper, *, by: User, at: dt.datetime) -> Credential:
    """The new paper in the place of the old one, whose clock stops. Raises NotAllowed."""
    row = locked(credential.person, by=by)
    old = _standing(credential)
    old.ended_on = max(paper.issued_on, old.issued_on)
    old.save(update_fields=["ended_on"])
    meet_deadlines(row, kinds=(CREDENTIAL.kind,), at=at, item=str(old.pk))
    return _added(row, paper, by=by, at=at)


@transaction.atomic
def end_credential(credential: Credential, *, on: dt.date, by: User, at: dt.datetime) -> Credential:
    """She has it no more. Raises NotAllowed."""
    row = locked(credential.person, by=by)
    old = _standing(credential)
    if not old.issued_on <= on <= timezone.localdate(at):
        raise NotAllowed("注销日期不能早于发证日期，也不能晚于今天。")
    old.ended_on = on
    old.save(update_fields=["ended_on"])
    cancel_deadlines(row, kinds=(CREDENTIAL.kind,), at=at, item=str(old.pk))
    touch(row)
    write(row, "person.end_credential", by=by, at=at, note=f"{CredentialKind(old.kind).label}：{on} 注销")
    return old


def _added(row: NetworkPerson, paper: Paper, *, by: User, at: dt.datetime) -> Credential:
    today = timezone.localdate(at)
    if paper.issued_on > today:
        raise NotAllowed("发证日期不能晚于今天。")
    if paper.expires_on is not None and paper.expires_on < paper.issued_on:
        raise NotAllowed("有效期不能早于发证日期。")
    made = Credential.objects.create(
        person=row,
        kind=paper.kind,
        number=paper.number,
        issuer=paper.issuer,
        issued_on=paper.issued_on,
        expires_on=paper.expires_on,
    )
    if paper.expires_on is not None:
        # What has run out already is owed today: no clock ends before it begins.
        due_on = max(paper.expires_on, today)
        open_deadline(row, CREDENTIAL.code, org=row.org, start=at, at=at, due_on=due_on, item=str(made.pk))
    touch(row)
    until = f"，有效期至 {paper.expires_on}" if paper.expires_on else ""
    write(row, "person.add_credential", by=by, at=at, note=f"{CredentialKind(paper.kind).label}{until}")
    return made


def _standing(credential: Credential) -> Credential:
    old = Credential.objects.select_for_update().get(pk=credential.pk)
    if old.ended_on is not None:
        raise NotAllowed("这份证书已经换证、注销。", code="wrong_state")
    return old
