"""Numbers that petitions have in other systems: found by them, and named once."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.db import DatabaseError
from rest_framework import status

from cases.models import ExternalId, Petition
from fedportal.accounts.models import User
from fedportal.api.problems import Problem
from fedportal.lib.system_names import SYSTEM_NAME

LONGEST = 100  # characters of a number
ONCE = "external_id_once"  # the constraint


class Name(NamedTuple):
    """A petition as another system calls it."""

    system: str
    number: str


def name_of(system: str, number: str) -> Name:
    """Raises Problem for what no system could be called, or no number be."""
    if not re.match(SYSTEM_NAME, system) or not number.strip() or len(number) > LONGEST or "\0" in number:
        words = "系统名用小写字母、数字、连字符，不超过 40 个字符；对方编号不超过 100 个字符。"
        raise Problem(status.HTTP_400_BAD_REQUEST, "invalid_external_id", words)
    return Name(system, number)


def known_among(names: Iterable[Name | None], user: User, *, whole: bool = False) -> dict[Name, Petition | None]:
    """Those of its unit's names under which this account sees a petition; `whole` with all that a correction asks."""
    wanted = {name for name in names if name is not None}
    systems, numbers = {name.system for name in wanted}, [name.number for name in wanted]
    rows = ExternalId.objects.filter(org=user.org_id, system__in=systems, external_id__in=numbers)
    keys = {Name(row.system, row.external_id): row.petition_id for row in rows}
    petitions = Petition.objects.visible_to(user)
    seen = (petitions.for_page() if whole else petitions.only("pk")).in_bulk(list(keys.values()))
    return {name: seen[pk] for name, pk in keys.items() if name in wanted and pk in seen}


def is_taken(error: DatabaseError) -> bool:
    """Whether it says that another petition has that number."""
    told = getattr(error.__cause__, "diag", None)
    return bool(told and (told.constraint_name or "").startswith(ONCE))


def taken(error: DatabaseError) -> Problem:
    """What the database refused of one petition, in words."""
    if is_taken(error):
        words = "这个编号登记过，对应的信访事项已不在您的范围内。"
        return Problem(status.HTTP_409_CONFLICT, "external_id_taken", words)
    return Problem(status.HTTP_409_CONFLICT, "not_storable", "内容不能这样登记，请核对后重试。")
