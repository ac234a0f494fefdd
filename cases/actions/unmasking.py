"""Showing one masked field: at once with a reason, or once a second person agreed. Each showing is written down."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cases.actions.accusations import heads, readers
from cases.actions.turns import acting_org, superior
from cases.handling_line import line_of
from cases.models import AccessGrant, Event, Party, Petition
from cases.shown import Shown
from cases.unmasking import Field, Key, Purpose, key_for
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.notices.actions import tell
from fedportal.orgs.models import Organization

ASK_FIRST = "本项内容需要{key}，请先提出申请。"


def key_of(party: Party, field: Field, *, by: User, at: dt.datetime) -> Key:
    """What this reader needs for it. The party comes with its petition, of which she sees something."""
    petition = party.petition
    whole = Shown(petition, by, turn=acting_org(petition)).whole
    return key_for(party, field, whole=whole, on=timezone.localdate(at))


def granted(party: Party, field: Field, *, by: User, at: dt.datetime) -> AccessGrant | None:
    """What she was allowed, and may still use."""
    return AccessGrant.objects.in_force(at).filter(party=party, field=field, asked_by=by).order_by("-pk").first()


@transaction.atomic
def show(party: Party, field: Field, *, purpose: Purpose, reason: str, by: User, at: dt.datetime) -> str:
    """The value, and a line on the timeline and in the audit that says who saw which field, and why.

    Raises NotAllowed where a second person has to agree and has not, or where there is nothing to see.
    """
    key, grant = key_of(party, field, by=by, at=at), granted(party, field, by=by, at=at)
    if key is not Key.AT_ONCE and grant is None:
        raise NotAllowed(ASK_FIRST.format(key=key.value))
    if not reason.strip():
        raise NotAllowed("请说明查看的理由。")
    _check_unrestricted(party)
    value: str = getattr(party, field)
    if not value:
        raise NotAllowed("没有登记这一项。")
    data = {"unmasked": field.value, "party_role": party.role, "purpose": purpose.value}
    _write_down("party.unmask", party, note=reason.strip(), by=by, at=at, **data)
    return value


@transaction.atomic
@beyond_readers("whoever decides may stand above the unit")
def ask(party: Party, field: Field, *, purpose: Purpose, reason: str, by: User, at: dt.datetime) -> AccessGrant:
    """Ask for it; who may decide is told. Asked twice it is one request. Raises NotAllowed."""
    key = key_of(party, field, by=by, at=at)
    if key is Key.AT_ONCE:
        raise NotAllowed("本项内容说明理由后可以直接查看，不用申请。")
    if not reason.strip():
        raise NotAllowed("请说明查看的理由。")
    _check_unrestricted(party)
    given = {"kind": key.name.lower(), "purpose": purpose, "reason": reason.strip(), "asked_at": at}
    about = {"petition": party.petition, "party": party, "field": field.value, "asked_by": by}
    grant, new = AccessGrant.objects.waiting().get_or_create(**about, defaults=given)
    if new:
        _write_down("party.ask", party, note=grant.reason, by=by, at=at, unmasked=field.value, party_role=party.role)
        for unit, roles in _told(grant):
            tell(grant, org=unit, roles=roles, text=f"有人申请查看{grant.get_field_display()}，请审核", at=at)
    return grant


@transaction.atomic
@beyond_readers("whoever decides may stand above the unit")
def decide(grant: AccessGrant, *, approved: bool, note: str, by: User, at: dt.datetime) -> AccessGrant:
    """Approve for settings.ACCESS_GRANT_HOURS, or refuse with a reason. Decided once, and never by the asker."""
    row = AccessGrant.objects.select_for_update(of=("self",)).select_related("petition__org", "party").get(pk=grant.pk)
    if row.decided_at is not None:
        raise NotAllowed("这个申请已经有人处理。")
    if not may_decide(row, by):
        raise NotAllowed("您不能审批这个申请：须由承办单位负责人或者经办范围内的另一人处理，不能由申请人自己处理。")
    if not approved and not note.strip():
        raise NotAllowed("不同意的，请写明理由。")
    row.decided_by, row.decided_at, row.approved, row.note = by, at, approved, note.strip()
    row.expires_at = at + dt.timedelta(hours=settings.ACCESS_GRANT_HOURS) if approved else None
    row.save(update_fields=["decided_by", "decided_at", "approved", "note", "expires_at"])
    verb = "party.grant" if approved else "party.refuse"
    data = {"unmasked": row.field, "party_role": row.party.role, "asker": row.asked_by.name}
    row.party.petition = row.petition
    _write_down(verb, row.party, note=row.note, by=by, at=at, **data)
    return row


def _check_unrestricted(party: Party) -> None:
    """Of whoever was granted deletion, data is kept and no more."""
    if party.rights_requests.restricting().exists():
        raise NotAllowed("本人要求删除，已同意：处置以前只保存，不再查看（个人信息保护法第四十七条第二款）。")


def may_decide(grant: AccessGrant, user: User) -> bool:
    return user.pk != grant.asked_by_id and deciders(grant).filter(pk=user.pk).exists()


def deciders(grant: AccessGrant) -> QuerySet[User]:
    """Who may agree: to data of a minor the head of the unit that holds the matter, or where it has none but the
    asker, of the nearest unit above that has one; to an address anybody else of the handling line there."""
    petition = grant.petition
    if grant.kind == Key.TWO_KEYS.name.lower():
        return line_of(petition).filter(org=petition.org_id).exclude(pk=grant.asked_by_id)
    unit: Organization | None = petition.org
    while unit is not None:
        able = heads(unit).exclude(pk=grant.asked_by_id)
        if petition.is_accusation:  # nobody else learns that there is one
            able = able.filter(pk__in=readers(petition))
        if able.exists():
            return able
        unit = superior(unit)
    return User.objects.none()


def _told(grant: AccessGrant) -> list[tuple[Organization, list[Role]]]:
    units = {person.org for person in deciders(grant).select_related("org")}
    two = grant.kind == Key.TWO_KEYS.name.lower()
    roles = [Role.UNIT_HEAD, Role.SECTION_HEAD, Role.TOWNSHIP_WORKER] if two else [Role.UNIT_HEAD]
    return [(unit, roles) for unit in units]


def _write_down(verb: str, party: Party, *, note: str, by: User, at: dt.datetime, **data: str) -> None:
    """On the timeline and in the audit: whom and what, never the value."""
    petition: Petition = party.petition
    Event.objects.create(petition=petition, verb=verb, at=at, actor=by, org=by.org, note=note, data=data)
    record(verb, petition, by=by, at=at, party=party.pk, **{"field": data["unmasked"]})
