"""Accusations: who may hold them, who reads them, against whom they are (信访工作条例 art. 30 and 46)."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet

from cases.actions.left_behind import settle
from cases.actions.turns import superior
from cases.actions.violence.clocks import duties_follow
from cases.handling_line import line_of, units_of
from cases.law import NOTICE, URGENT_KINDS, URGENT_REPORT
from cases.models import Accused, Event, NamedReader, Petition
from cases.recusal_wall import check_no_wall
from cases.violence_law import VIOLENCE_KINDS
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.audit.log import record
from fedportal.deadlines.actions import cancel_deadlines, open_deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.notices.actions import tell
from fedportal.orgs.models import Organization

BARRED = "该单位不能接收本件（条例第三十条），请选择其他单位。"
NO_SUPERIOR = "本平台没有可以受理的上级单位，请不要在此登记，直接报告全国妇联或者有权处理的机关（条例第三十条）。"


def keeper(org: Organization, accused: Iterable[Organization]) -> Organization:
    """Who holds an accusation that came to this unit: itself, or the nearest superior that neither is the accused
    nor lies below, and has a head to read it. Raises NotAllowed where there is none.
    """
    units = list(accused)
    if not _lies_before(units, org):
        return org
    above = superior(org)
    while above is not None and (_lies_before(units, above) or not heads(above).exists()):
        above = superior(above)
    if above is None:
        raise NotAllowed(NO_SUPERIOR)
    return above


def accused_units(row: Petition) -> list[Organization]:
    """The federations that are accused, or whose people are."""
    return [who.org for who in row.accused.select_related("org") if who.org is not None]


def is_barred(row: Petition, org: Organization) -> bool:
    """Whether this unit must not learn of it: it is the accused, employs the accused, or stands below either."""
    return row.is_accusation and _lies_before(accused_units(row), org)


def check_not_barred(row: Petition, org: Organization) -> None:
    if is_barred(row, org):
        raise NotAllowed(BARRED)


def check_receiver(row: Petition, org: Organization) -> None:
    """Refuse a unit to which an accusation may not go, or where nobody could read it."""
    check_not_barred(row, org)
    if row.is_accusation and not heads(org).exists():
        raise NotAllowed(f"{org.name}没有主席（分管副主席）账号，收到后无人可以阅读，请选择其他单位。")


def is_accused(row: Petition, name: str) -> bool:
    """Whether an addressee of this name is, or may be, the accused or the accused's unit: no letter goes there."""
    if not row.is_accusation or not name.strip():
        return False
    words = [word for who in row.accused.select_related("org") for word in (who.name, who.where) if word]
    return any(word in name or name.strip() in word for word in words)


def _lies_before(units: Iterable[Organization], org: Organization) -> bool:
    return any(unit.covers(org.code) for unit in units)


def heads(org: Organization) -> QuerySet[User]:
    """Who reads accusations there by her office."""
    return User.objects.filter(org=org, is_active=True, roles__contains=[Role.UNIT_HEAD])


def offices(row: Petition) -> set[int]:
    """The units whose heads read it by their office: as PetitionQuerySet.visible_to, seen from the matter."""
    if row.is_guarded:
        return units_of(row)
    duties = row.deadlines.open().values_list("org_id", "desk_id")
    return {row.org_id, *(unit for pair in duties for unit in pair)}


def readers(row: Petition) -> QuerySet[User]:
    """Everyone who may read it now: an accusation, or a guarded matter."""
    if row.is_guarded:
        return line_of(row)
    named = Q(pk__in=row.readers.current().values("user"))
    by_office = Q(org__in=offices(row), roles__contains=[Role.UNIT_HEAD])
    return User.objects.filter(named | by_office, is_active=True)


def begin(row: Petition, accused: Iterable[Accused], *, by: User, at: dt.datetime) -> None:
    """What registering an accusation adds: the accused, its first reader, and word to the head. The row is saved."""
    for who in accused:
        who.petition, who.at, who.by = row, at, by
        who.save(force_insert=True)
    if row.org_id == by.org_id:
        NamedReader.objects.create(petition=row, user=by, named_by=by, at=at, reason="登记人")
        tell_head(row, "新登记一件检举控告事项，只有登记人和您可以查看", at=at)
    else:
        _told_above(row, by=by, at=at)


def tell_head(row: Petition, text: str, *, at: dt.datetime) -> None:
    tell(row, org=row.org, roles=[Role.UNIT_HEAD], text=text, at=at)


def read_on(row: Petition, *, sender: User, at: dt.datetime) -> None:
    """It goes down: whoever sent it goes on reading it."""
    defaults = {"named_by": sender, "at": at, "reason": "转出单位经办人"}
    row.readers.current().get_or_create(user=sender, defaults={"petition": row, **defaults})


def received(row: Petition, *, sender: User, at: dt.datetime) -> None:
    """It came down: whoever sent it goes on reading it, the new holder's head is told."""
    read_on(row, sender=sender, at=at)
    tell_head(row, "上级转来一件检举控告事项，只有您可以查看，请阅办或者指定阅读人", at=at)


@beyond_readers("who turns out to be accused loses the matter to the superior")
@transaction.atomic
def accuse(petition: Petition, accused: Accused, *, by: User, at: dt.datetime) -> Petition:
    """Write down, or correct, against whom it is. Where that is the holder's own unit, the matter goes above at once.

    Raises NotAllowed for another unit, an ended matter, or where there is no superior to go to.
    """
    row = Petition.objects.select_for_update(of=("self",)).select_related("org__parent").get(pk=petition.pk)
    check_may_accuse(row, by=by)
    others = [who.org for who in row.accused.select_related("org") if who.org and who.pk != accused.pk]
    if accused.org is not None:
        send_above(row, [*others, accused.org], by=by, at=at)
    added = accused.pk is None
    if added:
        accused.petition, accused.at, accused.by = row, at, by
    accused.save()
    _write_down("petition.add_accused" if added else "petition.correct_accused", row, by=by, at=at)
    return row


def check_may_accuse(row: Petition, *, by: User) -> None:
    """Refuse whoever does not hold it; the page asks this before it shows the form."""
    if not row.is_accusation:
        raise NotAllowed("本件不是检举控告事项。")
    if row.org_id != by.org_id or not by.can(Can.REGISTER):
        raise NotAllowed(f"该信访事项现由{row.org.name}承办，只有承办单位可以填写被检举控告人。")
    if row.status == Status.ARCHIVED:
        raise NotAllowed("本件已经归档，不能再修改。")


def send_above(row: Petition, accused: Iterable[Organization], *, by: User, at: dt.datetime) -> None:
    """Take it out of the accused's hands: straight to the nearest superior, which begins anew (art. 30)."""
    holder = keeper(row.org, accused)
    if holder.pk == row.org_id:
        return
    if row.closed_at is not None:
        raise NotAllowed("本件已经结束，不能转到上级；请将新的检举控告另行登记。")
    hand_above(row, holder, by=by, at=at)


def hand_above(row: Petition, holder: Organization, *, by: User, at: dt.datetime) -> None:
    """That unit holds it from now on: what is open begins anew there, what has ended is only kept there.

    The duties of a case of violence run on in both: nobody else would ask after her."""
    row.org, row.org_code, row.handler = holder, holder.code, None
    duties_follow(row, to=holder, at=at)
    if row.closed_at is not None:
        row.save(update_fields=["org", "org_code", "handler"])
        return
    reported = row.urgent and row.deadlines.open().filter(kind__in=URGENT_KINDS).exists()
    running = set(row.deadlines.open().values_list("kind", flat=True))
    cancel_deadlines(row, at=at, kinds=running - VIOLENCE_KINDS)
    settle(row, holder, by=by, at=at)
    row.letters.update(org=holder)
    row.disputes.filter(decided_at=None).update(decided_at=at, decided_unit=holder)
    row.status, row.route, row.procedure, row.accepted_at = Status.REGISTERED, "", "", None
    row.save(update_fields=["org", "org_code", "handler", "status", "route", "procedure", "accepted_at"])
    if row.owes(NOTICE):
        open_deadline(row, NOTICE.code, org=holder, start=at, at=at)
    if reported:
        open_deadline(row, URGENT_REPORT.code, org=holder, start=at, at=at)
    _told_above(row, by=by, at=at)


def _told_above(row: Petition, *, by: User, at: dt.datetime) -> None:
    _write_down("petition.send_above", row, by=by, at=at, receiver=row.org.name)
    tell_head(row, "下级直接报送一件检举控告事项，只有您可以查看，请阅办或者指定阅读人", at=at)


@transaction.atomic
def name_reader(petition: Petition, user: User, *, reason: str, by: User, at: dt.datetime) -> NamedReader:
    """Let one more person of the head's own unit read it. Raises NotAllowed."""
    row = Petition.objects.select_for_update(of=("self",)).select_related("org").get(pk=petition.pk)
    check_may_name(row, by=by)
    if user.org_id != by.org_id or not user.is_active or not user.can(Can.SEE_CASES):
        raise NotAllowed("阅读人应当是本单位在用、可以查看信访事项的账号。")
    if row.accused.filter(name=user.name).exists():
        raise NotAllowed(f"{user.name}与被检举控告人同名，不能指定为阅读人。")
    if row.recusals.filter(user=user).exists():
        raise NotAllowed(f"{user.name}已申请回避，不能指定为阅读人。")
    check_no_wall(row, user)
    if readers(row).filter(pk=user.pk).exists():
        raise NotAllowed(f"{user.name}已经可以查看本件。")
    if not reason.strip():
        raise NotAllowed("请填写指定的理由。")
    named = NamedReader.objects.create(petition=row, user=user, named_by=by, at=at, reason=reason.strip())
    _write_down("petition.name_reader", row, by=by, at=at, note=named.reason, reader=user.name)
    return named


@transaction.atomic
def end_reading(reader: NamedReader, *, by: User, at: dt.datetime) -> NamedReader:
    """From now on this person reads it no more; who was its handler is none any more. Raises NotAllowed."""
    rows = Petition.objects.select_for_update(of=("self",)).select_related("org")
    row = rows.get(pk=reader.petition_id)
    named = NamedReader.objects.select_related("user").get(pk=reader.pk)
    check_may_name(row, by=by)
    if by.org_id not in {row.org_id, named.user.org_id}:
        raise NotAllowed("只能终止本单位人员的查看。")
    if named.ended_at is not None:
        raise NotAllowed(f"{named.user.name}的查看已经终止。")
    named.ended_at, named.ended_by = at, by
    named.save(update_fields=["ended_at", "ended_by"])
    if row.handler_id == named.user_id:
        row.handler = None
        row.save(update_fields=["handler"])
    _write_down("petition.end_reading", row, by=by, at=at, reader=named.user.name)
    return named


def check_may_name(row: Petition, *, by: User) -> None:
    """Only the head of a unit that has to do with it names readers; the page asks this before it shows the form."""
    if not (row.is_accusation or row.is_guarded):
        raise NotAllowed("本件没有限定知悉范围，不用指定阅读人。")
    if not by.can(Can.NAME_READERS) or by.org_id not in offices(row):
        raise NotAllowed("只有承办单位的主席（分管副主席）可以指定阅读人。")


def _write_down(verb: str, row: Petition, *, by: User, at: dt.datetime, note: str = "", **data: str) -> None:
    """No name of the accused: the timeline outlives the class of a matter."""
    Event.objects.create(petition=row, verb=verb, at=at, actor=by, org=by.org, note=note, data=data)
    record(verb, row, by=by, at=at)
