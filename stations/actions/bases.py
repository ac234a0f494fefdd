"""Verbs on partner bases: say of an agency of the directory that it is one, correct that, close it."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Agency
from stations.models import PartnerBase


@dataclass(frozen=True)
class BaseFacts:
    """What is said of a base beside what the directory says of the agency."""

    kind: str
    takes: tuple[str, ...]
    opened_on: dt.date
    address: str = ""
    hours: str = ""

    def values(self) -> dict[str, Any]:
        """As columns."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {"takes": list(self.takes)}


def why_not_keep_base(org_id: int, *, by: User) -> str:
    """Why she may not keep the bases of that unit; empty if she may."""
    if not by.can(Can.KEEP_STATIONS):
        return "您的角色不能登记、更改维权阵地。"
    return "" if org_id == by.org_id else "维权阵地由登记单位维护，只有该单位可以更改。"


@transaction.atomic
def open_base(agency: Agency, facts: BaseFacts, *, by: User, at: dt.datetime) -> PartnerBase:
    """Of an agency of one's own place that is in use. Raises NotAllowed."""
    row = Agency.objects.select_for_update().get(pk=agency.pk)
    _check(row.place_id, facts, by=by, at=at)
    if not row.in_use(timezone.localdate(at)):
        raise NotAllowed(f"“{row.name}”已经停用。")
    standing = PartnerBase.objects.filter(agency=row).first()
    if standing is not None and standing.closed_on is None:
        raise NotAllowed(f"“{row.name}”已经登记为维权阵地。", code="condition")
    values = {"org": by.org, "org_code": by.org.code, "closed_on": None, **facts.values()}
    made, _ = PartnerBase.objects.update_or_create(agency=row, defaults=values)
    record("base.open", made, by=by, at=at, kind=facts.kind)
    return made


@transaction.atomic
def change_base(base: PartnerBase, facts: BaseFacts, *, by: User, at: dt.datetime) -> PartnerBase:
    """Say otherwise what is so now. Raises NotAllowed."""
    row = _locked(base, by=by)
    _check(row.org_id, facts, by=by, at=at)
    values = facts.values()
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    row.save(update_fields=changed)
    record("base.change", row, by=by, at=at, changed=changed)
    return row


@transaction.atomic
def close_base(base: PartnerBase, *, on: dt.date, by: User, at: dt.datetime) -> PartnerBase:
    """It takes nobody any more; the agency stays in the directory until it is retired there. Raises NotAllowed."""
    row = _locked(base, by=by)
    if not row.opened_on <= on <= timezone.localdate(at):
        raise NotAllowed("停办日期不能早于成立日期，也不能晚于今天。")
    row.closed_on = on
    row.save(update_fields=["closed_on"])
    record("base.close", row, by=by, at=at)
    return row


def _locked(base: PartnerBase, *, by: User) -> PartnerBase:
    row = PartnerBase.objects.select_for_update(of=("self",)).select_related("agency", "org").get(pk=base.pk)
    if reason := why_not_keep_base(row.org_id, by=by):
        raise NotAllowed(reason)
    if row.closed_on is not None:
        raise NotAllowed("维权阵地已经停办。", code="wrong_state")
    return row


def _check(org_id: int, facts: BaseFacts, *, by: User, at: dt.datetime) -> None:
    if reason := why_not_keep_base(org_id, by=by):
        raise NotAllowed(reason)
    if facts.opened_on > timezone.localdate(at):
        raise NotAllowed("成立日期不能晚于今天。")
    if not facts.takes:
        raise NotAllowed("请至少写明一项接收的事项。")
