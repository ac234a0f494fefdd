"""Verbs on organizations: load them, open one, change what is published, move, rename, merge."""

import datetime as dt
from collections import Counter

from django.db import transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.codes import code_end, level_of
from fedportal.orgs.division_tables import Division
from fedportal.orgs.loading import load
from fedportal.orgs.models import Level, Organization
from fedportal.orgs.names import federation_name, initials
from fedportal.orgs.prefixes import prefix_for
from fedportal.orgs.succession import announce

PUBLIC = ("responsible", "address", "phone", "hours")  # of an organization


@transaction.atomic
def load_divisions(divisions: list[Division], *, at: dt.datetime) -> Counter[Level]:
    """Make the federations of a table of regions; those that are there stay as they are."""
    added = load(divisions)
    record("org.load", by=None, at=at, added={level.name: count for level, count in added.items()})
    return added


@transaction.atomic
def open_organization(
    *, by: User, code: int, region_name: str, parent: Organization, on: dt.date, at: dt.datetime
) -> Organization:
    """Open the federation of a new region under its superior, from a day on."""
    _check_day(on, at)
    _check_in_range(by, code)
    superior = _lock(parent, on=on)
    _check_place(code, superior)
    org = _create(code, region_name, superior, on=on)
    record("org.open", org, by=by, at=at, code=code, parent=superior.code, on=on.isoformat())
    return org


@transaction.atomic
def publish(org: Organization, *, by: User, at: dt.datetime, **facts: str) -> Organization:
    """Change what the unit makes public: who answers for petitions, where and when it receives people.

    `facts` are fields of PUBLIC (articles 14, 15 and 18).
    """
    locked = Organization.objects.select_for_update().get(pk=org.pk)
    _check_in_range(by, locked.code)
    changed = [name for name in PUBLIC if name in facts and getattr(locked, name) != facts[name]]
    for name in changed:
        setattr(locked, name, facts[name])
    locked.save(update_fields=changed)
    record("org.publish", locked, by=by, at=at, changed=changed)
    return locked


@transaction.atomic
def succeed(
    org: Organization, *, by: User, code: int, name: str, parent: Organization, on: dt.date, at: dt.datetime
) -> Organization:
    """A region got another code, name or superior: its unit ends that day and a successor takes over.

    Staff and all that the unit held go over to the successor. Units below stay under it as they are if its range
    still holds them; if the code changed, each gets a successor with the same last digits.
    """
    _check_day(on, at)
    _check_in_range(by, org.code)
    _check_in_range(by, code)
    old = _lock(org, on=on, ending=True)
    superior = _lock(parent, on=on)
    if level_of(code) != old.level:
        raise NotAllowed("新代码与原单位不在同一层级，请改用新设单位。")
    old.valid_to = on
    old.save(update_fields=["valid_to"])
    _check_place(code, superior, leaving=old)
    ended: list[int] = []
    successor = _hand_over(old, ended, code=code, name=name, parent=superior, on=on)
    announce(ended=ended, successor=successor, by=by, at=at)
    record(
        "org.succeed", old, by=by, at=at, code=code, parent=superior.code, on=on.isoformat(), successor=successor.pk
    )
    return successor


@transaction.atomic
def merge(org: Organization, *, by: User, into: Organization, on: dt.date, at: dt.datetime) -> Organization:
    """A region was joined to another one: its unit ends that day, and the other takes over its staff and work."""
    _check_day(on, at)
    _check_in_range(by, org.code)
    _check_in_range(by, into.code)
    old = _lock(org, on=on, ending=True)
    target = _lock(into, on=on)
    if old.pk == target.pk:
        raise NotAllowed("不能并入本单位自身。")
    if old.children.filter(valid_to=None).exists():
        raise NotAllowed("该单位还有下级单位，请先逐一调整下级单位的隶属关系。")
    old.valid_to, old.successor = on, target
    old.save(update_fields=["valid_to", "successor"])
    # Other systems do not go along: what they were let see was the old unit's, not the other's too.
    User.objects.filter(org=old).people().update(org=target)
    announce(ended=[old.pk], successor=target, by=by, at=at)
    record("org.merge", old, by=by, at=at, on=on.isoformat(), successor=target.pk)
    return target


def _hand_over(
    old: Organization, ended: list[int], *, code: int, name: str, parent: Organization, on: dt.date
) -> Organization:
    """Create the successor of a unit that has ended, and bring its staff and the units below over; note each."""
    ended.append(old.pk)
    successor = _create(code, name, parent, on=on, like=old)
    old.successor = successor
    old.save(update_fields=["successor"])
    User.objects.filter(org=old).update(org=successor)
    below = old.children.filter(valid_to=None)
    if successor.code == old.code:
        below.update(parent=successor)
        return successor
    for child in below.select_for_update():
        child.valid_to = on
        child.save(update_fields=["valid_to"])
        moved = successor.code + (child.code - old.code)
        _hand_over(child, ended, code=moved, name=child.region_name, parent=successor, on=on)
    return successor


def _create(
    code: int, region_name: str, parent: Organization, *, on: dt.date, like: Organization | None = None
) -> Organization:
    return Organization.objects.create(
        code=code,
        code_end=code_end(code),
        level=level_of(code),
        parent=parent,
        region_name=region_name,
        name=federation_name(region_name),
        number_prefix=prefix_for(code, region_name, parent, year=on.year),
        initials=initials(region_name),
        address=like.address if like else "",
        phone=like.phone if like else "",
        hours=like.hours if like else "",
        valid_from=on,
    )


def _lock(org: Organization, *, on: dt.date, ending: bool = False) -> Organization:
    """The unit as it is now, locked; it must be in use on that day, and for a day at least before it may end."""
    locked = Organization.objects.select_for_update().get(pk=org.pk)
    if locked.valid_to is not None:
        raise NotAllowed(f"{locked.name}已于 {locked.valid_to} 停用。")
    if on < locked.valid_from or (ending and on == locked.valid_from):
        raise NotAllowed(f"生效日期应晚于{locked.name}的启用日期 {locked.valid_from}。")
    return locked


def _check_day(on: dt.date, at: dt.datetime) -> None:
    """A change is entered on its day or after it: whoever looks today sees the units of today."""
    if on > timezone.localdate(at):
        raise NotAllowed("生效日期不能晚于今天，请到生效当日再办理。")


def _check_in_range(by: User, code: int) -> None:
    if not by.org.covers(code):
        raise NotAllowed("该区划不在您的管辖范围内。")


def _check_place(code: int, parent: Organization, *, leaving: Organization | None = None) -> None:
    """A code lies in its superior's range, right under it, and is nobody else's."""
    if level_of(code) <= parent.level or not parent.covers(code):
        raise NotAllowed(f"区划代码 {code} 不在{parent.name}的范围内。")
    living = Organization.objects.filter(valid_to=None)
    if leaving:  # it and all below it make room
        living = living.exclude(code__gte=leaving.code, code__lt=leaving.code_end)
    if living.filter(code=code).exists():
        raise NotAllowed(f"区划代码 {code} 已有在用的单位。")
    between = living.filter(
        code__lte=code, code_end__gt=code, level__gt=parent.level, level__lt=level_of(code)
    ).first()
    if between:
        raise NotAllowed(f"区划代码 {code} 属于{between.name}，应设在该单位之下。")
    if living.filter(code__gt=code, code__lt=code_end(code)).exists():
        raise NotAllowed(f"区划代码 {code} 的范围内已有其他单位。")
