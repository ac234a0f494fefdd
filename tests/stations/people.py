"""People of the network, posts and bases for tests, entered by the real verbs."""

import datetime as dt
from typing import Any

from fedportal.accounts.models import User
from fedportal.orgs.models import AgencyKind
from stations.actions.bases import BaseFacts, open_base
from stations.actions.people import PersonFacts, enter_person
from stations.actions.posts import PostFacts, open_post
from stations.actions.roles import Appointment, appoint
from stations.models import NetworkPerson, PartnerBase, RightsPost
from tests.cases.samples import NOW
from tests.factories import agency

ID_NUMBER = "372301198504120028"
PHONE = "13954312345"
FACTS: dict[str, Any] = {
    "name": "孙丽华",
    "sex": "female",
    "joined_on": dt.date(2024, 3, 8),
    "phone": PHONE,
    "id_number": ID_NUMBER,
    "workplace": "北镇街道司法所",
    "days": (1, 3),
    "begins": dt.time(14),
    "ends": dt.time(17),
}


def facts(**changes: Any) -> PersonFacts:
    return PersonFacts(**FACTS | changes)


def entered(by: User, *roles: str, at: dt.datetime = NOW, **changes: Any) -> NetworkPerson:
    """Somebody of that person's unit, in these roles since she joined."""
    row = enter_person(by.org, facts(**changes), by=by, at=at)
    for kind in roles:
        appoint(row, Appointment(kind, row.joined_on), by=by, at=at)
    row.refresh_from_db()
    return row


def post_facts(by: User, **changes: Any) -> PostFacts:
    values: dict[str, Any] = {
        "name": "滨城区人民法院妇女维权岗",
        "duties": ("优先立案", "婚姻家庭案件调解"),
        "opened_on": dt.date(2023, 3, 8),
        "contact": "民一庭 高法官",
        "phone": "0543-3320000",
    }
    if "agency" not in changes:
        values["agency"] = agency(by.org, AgencyKind.COURT, name=f"{by.org.region_name}人民法院")
    return PostFacts(**values | changes)


def post_opened(by: User, *, at: dt.datetime = NOW, **changes: Any) -> RightsPost:
    return open_post(post_facts(by, **changes), by=by, at=at)


def base_opened(by: User, *, at: dt.datetime = NOW, name: str = "", **changes: Any) -> PartnerBase:
    values: dict[str, Any] = {
        "kind": "violence_desk",
        "takes": ("家庭暴力报警、告诫",),
        "opened_on": dt.date(2022, 5, 1),
        "address": "黄河五路 1 号",
    }
    of = agency(by.org, AgencyKind.POLICE, name=name or f"{by.org.region_name}公安局家庭暴力投诉站")
    return open_base(of, BaseFacts(**values | changes), by=by, at=at)
