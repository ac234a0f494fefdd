"""Small makers of rows for tests; each makes the least that is valid, and everything may be named."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password

from fedportal.accounts.models import User
from fedportal.accounts.roles import ADMINISTRATORS, Role
from fedportal.orgs.codes import code_end, full_code, level_of
from fedportal.orgs.models import Agency, AgencyKind, Organization
from fedportal.orgs.names import initials

PASSWORD = "sesame-2026-open"
UNUSABLE = make_password(None)  # of another system's account
FOUNDED = dt.date(1949, 10, 1)
_serial = count(1)


def org(code: str, name: str = "", *, parent: Organization | None = None, **fields: object) -> Organization:
    """An organization by the short form of its code: `org("3716", "滨州市", parent=shandong)`.

    `name` is the region's; without one the code stands for it. The prefix of numbers is `编` and the region's name
    unless `number_prefix` says otherwise.
    """
    full = full_code(code)
    region = name or f"区划{code}"
    values: dict[str, object] = {
        "code": full,
        "code_end": code_end(full),
        "level": level_of(full),
        "parent": parent,
        "region_name": region,
        "name": f"{region}妇女联合会",
        "number_prefix": f"编{region}",
        "initials": "",
        "valid_from": FOUNDED,
    }
    return Organization.objects.create(**values | fields)


def agency(place: Organization, kind: AgencyKind = AgencyKind.POLICE, name: str = "", **fields: object) -> Agency:
    """An authority of that place, in use since its federation was founded."""
    called = name or f"{place.region_name}{kind.label}"
    values = {"initials": initials(called), "valid_from": FOUNDED}
    return Agency.objects.create(place=place, kind=kind, name=called, **values | fields)


@cache
def _hashed(password: str) -> str:
    """Argon2 takes its time: hash each password of the tests once."""
    return make_password(password)


def user(place: Organization, *roles: Role, password: str = PASSWORD, **fields: object) -> User:
    """A member of staff of that organization with these roles; sign in by `client.force_login` or with PASSWORD."""
    number = next(_serial)
    values: dict[str, object] = {"username": f"user{number}", "name": f"测试员{number}"}
    secret = UNUSABLE if Role.DATA_CLIENT in roles else _hashed(password)
    made = User(org=place, roles=[str(role) for role in roles], password=secret, **values | fields)
    made.save()
    return made


def held_together(roles: Iterable[Role]) -> list[Role]:
    """Of these roles, as many as one account may hold: those that work on cases, or else one administrator's."""
    wanted = [role for role in roles if role is not Role.DATA_CLIENT]
    return [role for role in wanted if role not in ADMINISTRATORS] or wanted[:1]


@dataclass(frozen=True)
class ProvinceTree:
    """Two provinces with a line down to a village each, and one foreign province whose city has no counties."""

    shandong: Organization
    binzhou: Organization
    bincheng: Organization
    huimin: Organization
    zouping: Organization
    beizhen: Organization  # a street of Bincheng
    village: Organization  # a community of Beizhen
    dongying: Organization  # a sister city of Binzhou
    guangrao: Organization  # a county of Dongying
    hubei: Organization
    xiaogan: Organization
    xiaonan: Organization
    hanchuan: Organization
    guangdong: Organization
    dongguan: Organization
    humen: Organization  # a town right under Dongguan: no county between


# By their name in ProvinceTree: code, name, superior, prefix of numbers, initials.
PLACES: dict[str, tuple[str, str, str | None, str, str]] = {
    "shandong": ("37", "山东省", None, "鲁", ""),
    "binzhou": ("3716", "滨州市", "shandong", "鲁滨州", "bzs"),
    "bincheng": ("371602", "滨城区", "binzhou", "鲁滨城", "bcq"),
    "huimin": ("371621", "惠民县", "binzhou", "鲁惠民", "hmx"),
    "zouping": ("371681", "邹平市", "binzhou", "鲁邹平", "zps"),
    "beizhen": ("371602003", "北镇街道", "bincheng", "鲁滨城北镇", "bzjd"),
    "village": ("371602003001", "新兴社区", "beizhen", "鲁滨城北镇新兴", "xxsq"),
    "dongying": ("3705", "东营市", "shandong", "鲁东营", "dys"),
    "guangrao": ("370523", "广饶县", "dongying", "鲁广饶", "grx"),
    "hubei": ("42", "湖北省", None, "鄂", ""),
    "xiaogan": ("4209", "孝感市", "hubei", "鄂孝感", "xgs"),
    "xiaonan": ("420902", "孝南区", "xiaogan", "鄂孝南", "xnq"),
    "hanchuan": ("420984", "汉川市", "xiaogan", "鄂汉川", "hcs"),
    "guangdong": ("44", "广东省", None, "粤", ""),
    "dongguan": ("4419", "东莞市", "guangdong", "粤东莞", "dgs"),
    "humen": ("441900121", "虎门镇", "dongguan", "粤东莞虎门", "hmz"),
}


def province_tree() -> ProvinceTree:
    """The federations of PLACES: those that stand in the database since the tests began, or made now."""
    standing = {row.code: row for row in Organization.objects.filter(valid_to=None)}
    made: dict[str, Organization] = {}
    for name, (code, region, parent, prefix, letters) in PLACES.items():
        above = made[parent] if parent else None
        made[name] = standing.get(full_code(code)) or org(
            code, region, parent=above, number_prefix=prefix, initials=letters
        )
    return ProvinceTree(**made)
