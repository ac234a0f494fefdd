"""Whom one may be referred to: agencies of the directory that are partner bases or have a rights post."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q

from fedportal.accounts.models import User
from fedportal.orgs.models import Agency
from fedportal.orgs.querysets import AgencyQuerySet
from stations.models import RightsPost


def referral_directory(by: User, on: dt.date) -> AgencyQuerySet:
    """Of her own place, of those above and of those below, the nearest first."""
    posts: Any = RightsPost.objects.open().filter(agency=OuterRef("pk"))
    known = Agency.objects.visible_to(by).living(on)
    taking = known.filter(Q(base__isnull=False, base__closed_on=None) | Exists(posts))
    return taking.select_related("base").nearest_first(by.org)


def named(row: Agency) -> str:
    """滨城区法律援助中心（法律援助中心（工作站）：婚姻家庭案件代理）."""
    base = getattr(row, "base", None)
    if base is None or base.closed_on:
        return f"{row.name}（妇女维权岗）"
    return f"{row.name}（{base.get_kind_display()}：{'、'.join(base.takes)}）"
