"""Accounts of every role, from the province to the village, all with one password; for demonstrations only."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.contrib.auth.hashers import make_password
from pypinyin import lazy_pinyin

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.dashboards.demo.people import name_of
from fedportal.orgs.models import Level, Organization
from fedportal.orgs.names import short_name

PROVINCES = {370000000000: "sd", 420000000000: "hb"}
MAIN_LINE = (371602000000, 371600000000, 370000000000)  # the county, city and province that visitors look at first

SUFFIX = {
    Role.VILLAGE_WORKER: "worker",
    Role.TOWNSHIP_WORKER: "worker",
    Role.RECEPTIONIST: "receptionist",
    Role.AGENT: "agent",
    Role.HANDLER: "handler",
    Role.MEDIATOR: "mediator",
    Role.SHELTER_WORKER: "shelter",
    Role.SECTION_HEAD: "section",
    Role.UNIT_HEAD: "head",
    Role.SUPERVISOR: "supervisor",
    Role.STAT_OFFICER: "statistics",
    Role.LEGAL_VOLUNTEER: "lawyer",
    Role.PSYCHOLOGIST: "counsellor",
    Role.PARTNER: "partner",
    Role.SYS_ADMIN: "sysadmin",
    Role.SEC_ADMIN: "secadmin",
    Role.AUDIT_ADMIN: "auditor",
}
_OFFICE = (Role.RECEPTIONIST, Role.SECTION_HEAD, Role.UNIT_HEAD)
STAFF_OF = {
    Level.PROVINCE: (*_OFFICE, Role.SUPERVISOR, Role.STAT_OFFICER),
    Level.CITY: (*_OFFICE, Role.SUPERVISOR),
    Level.COUNTY: _OFFICE,
    Level.TOWNSHIP: (Role.TOWNSHIP_WORKER,),
    Level.VILLAGE: (Role.VILLAGE_WORKER,),
}
ALSO = {
    MAIN_LINE[0]: (
        Role.HANDLER,
        Role.AGENT,
        Role.MEDIATOR,
        Role.SHELTER_WORKER,
        Role.LEGAL_VOLUNTEER,
        Role.PSYCHOLOGIST,
        Role.PARTNER,
        Role.STAT_OFFICER,
    ),
    MAIN_LINE[1]: (Role.STAT_OFFICER,),
    MAIN_LINE[2]: (Role.SYS_ADMIN, Role.SEC_ADMIN, Role.AUDIT_ADMIN),
}
# The order in which the login page offers them.
SHOWN_FIRST = (
    "bincheng.receptionist",
    "bincheng.head",
    "binzhou.supervisor",
    "sd.supervisor",
    "sd.head",
    "bincheng.section",
    "bincheng.handler",
    "binzhou.head",
    "sd.statistics",
    "xiaonan.receptionist",
    "xiaogan.supervisor",
    "hb.supervisor",
)


@dataclass(frozen=True)
class Staff:
    """Who works where."""

    members: dict[int, list[User]]  # by organization

    def who_can(self, org: int, right: Can, random: Random) -> User:
        """Someone of this organization (its key) who may do it."""
        return random.choice([user for user in self.members[org] if user.can(right)])

    def head_of(self, org: int) -> User | None:
        """Who reads accusations there."""
        return next((user for user in self.members[org] if Role.UNIT_HEAD in user.roles), None)

    @classmethod
    def load(cls, orgs: list[Organization]) -> "Staff":
        by_pk = {org.pk: org for org in orgs}
        members = defaultdict(list)
        for user in User.objects.filter(org__in=by_pk).order_by("pk"):
            user.org = by_pk[user.org_id]
            members[user.org_id].append(user)
        return cls(members)


def create_staff(orgs: list[Organization], *, password: str, random: Random) -> None:
    """One account a role and organization; who has one of that name keeps it."""
    hashed = make_password(password)  # once: a thousand argon2 hashes would take a minute
    labels = org_labels(orgs)
    users = [
        User(
            username=f"{labels[org.pk]}.{SUFFIX[role]}",
            password=hashed,
            name=name_of(random, female=random.random() < 0.93),
            org=org,
            roles=[role.value],
        )
        for org in orgs
        for role in (*STAFF_OF[Level(org.level)], *ALSO.get(org.code, ()))
    ]
    User.objects.bulk_create(users, ignore_conflicts=True)


def org_labels(orgs: list[Organization]) -> dict[int, str]:
    """A short latin name for each organization: `bincheng`; with its superior's before it where two are alike."""
    labels: dict[int, str] = {}
    taken: set[str] = set()
    for org in sorted(orgs, key=lambda org: (org.level, org.code)):
        own = PROVINCES.get(org.code) or "".join(lazy_pinyin(short_name(org.region_name, Level(org.level))))
        above = labels.get(org.parent_id or 0, "")
        wishes = [f"{above}-{own}"] if org.level > Level.COUNTY else [own, f"{above}-{own}"]
        labels[org.pk] = next((wish for wish in wishes if wish not in taken), f"{above}-{org.code}")
        taken.add(labels[org.pk])
    return labels


def write_accounts(path: Path, *, password: str) -> None:
    """The accounts worth showing, the main ones first."""
    shown = sorted(_shown(), key=lambda user: (_rank(user.username), user.org.level, user.pk))
    accounts = [
        {
            "username": user.username,
            "password": password,
            "role": user.roles[0],
            "role_name": user.role_names,
            "org": user.org.name,
            "org_code": str(user.org.code),
        }
        for user in shown
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(accounts, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _shown() -> list[User]:
    people = User.objects.exclude(roles__contains=[Role.DATA_CLIENT])  # systems sign in to no page
    line = list(people.filter(org__code__in=MAIN_LINE).select_related("org"))
    others = User.objects.filter(username__in=SHOWN_FIRST).exclude(org__code__in=MAIN_LINE)
    below = User.objects.filter(org__code__gt=MAIN_LINE[0], org__code__lt=MAIN_LINE[0] + 10**6)
    first_below = [below.filter(org__level=level).order_by("org__code")[:1] for level in Level if level > Level.COUNTY]
    return [*line, *others.select_related("org"), *(u for found in first_below for u in found.select_related("org"))]


def _rank(username: str) -> int:
    return SHOWN_FIRST.index(username) if username in SHOWN_FIRST else len(SHOWN_FIRST)
