"""Showing somebody's telephone or identity number as it is, for a reason that is written down."""

import datetime as dt

from django.db import models, transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from stations.models import NetworkEvent, NetworkPerson


class Shown(models.TextChoices):
    """What may be shown."""

    PHONE = "phone", "联系电话"
    ID_NUMBER = "id_number", "身份证号"


def why_not_reveal(person: NetworkPerson, *, by: User) -> str:
    """Why she may not see it; empty if she may: who keeps people, of those in her range."""
    if not by.can(Can.KEEP_NETWORK):
        return "您的角色不能查看联系电话、身份证号。"
    return "" if by.org.covers(person.org_code) else "这名人员不在本单位及下级名册中。"


@transaction.atomic
def reveal(person: NetworkPerson, what: Shown, *, reason: str, by: User, at: dt.datetime) -> str:
    """The number as it is. Raises NotAllowed."""
    if refusal := why_not_reveal(person, by=by):
        raise NotAllowed(refusal)
    if not reason.strip():
        raise NotAllowed("请填写查看事由。")
    NetworkEvent.objects.create(
        person=person, verb="person.reveal", at=at, actor=by, org=by.org, note=f"查看{what.label}"
    )
    record("person.reveal", person, by=by, at=at, field=what.value, reason=reason.strip()[:200])
    return str(getattr(NetworkPerson.objects.get(pk=person.pk), what.value))
