"""Small makers of rows for tests; each makes the least that is valid, and everything may be named."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.orgs.codes import code_end, full_code, level_of
from fedportal.orgs.models import Agency, AgencyKind, Organization
from fedportal.orgs.names import initials

PASSWORD = "sesame-2026-open"
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
    made = User(org=place, roles=[str(role) for role in roles], password=_hashed(password), **values | fields)
    made.save()
    return made


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


def province_tree() -> ProvinceTree:
    """山东 > 滨州 > 滨城、惠民、邹平 (with a street and a community), 东营; 湖北 > 孝感; 广东 > 东莞 > 虎门."""
    shandong = org("37", "山东省", number_prefix="鲁")
    binzhou = org("3716", "滨州市", parent=shandong, number_prefix="鲁滨州", initials="bzs")
    bincheng = org("371602", "滨城区", parent=binzhou, number_prefix="鲁滨城", initials="bcq")
    beizhen = org("371602003", "北镇街道", parent=bincheng, number_prefix="鲁滨城北镇", initials="bzjd")
    dongying = org("3705", "东营市", parent=shandong, number_prefix="鲁东营", initials="dys")
    hubei = org("42", "湖北省", number_prefix="鄂")
    xiaogan = org("4209", "孝感市", parent=hubei, number_prefix="鄂孝感", initials="xgs")
    guangdong = org("44", "广东省", number_prefix="粤")
    dongguan = org("4419", "东莞市", parent=guangdong, number_prefix="粤东莞", initials="dgs")
    return ProvinceTree(
        shandong=shandong,
        binzhou=binzhou,
        bincheng=bincheng,
        huimin=org("371621", "惠民县", parent=binzhou, number_prefix="鲁惠民", initials="hmx"),
        zouping=org("371681", "邹平市", parent=binzhou, number_prefix="鲁邹平", initials="zps"),
        beizhen=beizhen,
        village=org("371602003001", "新兴社区", parent=beizhen, number_prefix="鲁滨城北镇新兴", initials="xxsq"),
        dongying=dongying,
        guangrao=org("370523", "广饶县", parent=dongying, number_prefix="鲁广饶", initials="grx"),
        hubei=hubei,
        xiaogan=xiaogan,
        xiaonan=org("420902", "孝南区", parent=xiaogan, number_prefix="鄂孝南", initials="xnq"),
        hanchuan=org("420984", "汉川市", parent=xiaogan, number_prefix="鄂汉川", initials="hcs"),
        guangdong=guangdong,
        dongguan=dongguan,
        humen=org("441900121", "虎门镇", parent=dongguan, number_prefix="粤东莞虎门", initials="hmz"),
    )
