"""Stations for tests: each is the least that is valid, and everything may be named."""

import datetime as dt
from typing import Any

from fedportal.accounts.models import User
from fedportal.orgs.models import Organization
from stations.models import Station
from tests.cases.samples import NOW

FACTS: dict[str, Any] = {
    "kind": "rights",
    "name": "妇女维权服务站",
    "host_kind": "governance",
    "host_name": "综治中心",
    "address": "黄河五路 300 号",
    "phone": "0543-3160001",
    "hours": "周一至周五 8:30—17:30",
    "opened_on": dt.date(2024, 3, 8),
}


def station(org: Organization, *, by: User, **fields: Any) -> Station:
    """A live station of that unit."""
    values = FACTS | {"org_code": org.code, "entered_at": NOW, "entered_by": by} | fields
    return Station.objects.create(org=org, **values)
