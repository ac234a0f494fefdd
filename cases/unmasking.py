"""What it takes to see a masked field: the rule (domain.md D24, M4, M7; design.md, Personal data)."""

import datetime as dt
import enum
from typing import TYPE_CHECKING

from django.db.models import TextChoices

from cases.law import MAJORITY

if TYPE_CHECKING:
    from cases.models import Party


class Field(TextChoices):
    """What stands masked on every page."""

    NAME = "name", "姓名"
    ID_NUMBER = "id_number", "身份证号"
    PHONE = "phone", "联系方式"
    ADDRESS = "address", "住址"


class Purpose(TextChoices):
    """Why somebody needs it; she adds it in her own words."""

    CONTACT = "contact", "联系本人"
    VISIT = "visit", "上门走访、回访"
    PAPER = "paper", "制作、送达公文"
    VERIFY = "verify", "核对身份、查重"
    RESCUE = "rescue", "紧急救助、庇护"
    OTHER = "other", "其他"


class Key(enum.Enum):
    """What it takes."""

    AT_ONCE = "说明理由，当场查看"
    APPROVAL = "承办单位主席（分管副主席）审批"
    TWO_KEYS = "经办范围内另一人确认"


_HERS = ("petitioner", "victim", "guardian", "reporter")  # whose whereabouts an offender may look for


def key_for(party: "Party", field: Field, *, whole: bool, on: dt.date) -> Key:
    """`whole`: the reader works on the file or it came close to her unit; `on` is today.

    Data of minors wants the responsible person's approval (未成年人网络保护条例 art. 36); so does every field for a
    reader from whom identities are kept. Where a woman whom somebody has hurt lives now wants two people.
    """
    petition = party.petition
    age = party.age_on(on)
    return key_of(field, role=party.role, age=age, whole=whole, of_minors=petition.minor, violent=petition.is_violent)


def key_of(field: Field, *, role: str, age: int | None, whole: bool, of_minors: bool, violent: bool) -> Key:
    """As `key_for`, of someone of that age in a matter that concerns minors, or where somebody may be in danger."""
    may_be_minor = of_minors and age is None and role in ("petitioner", "victim")
    if not whole or may_be_minor or (age is not None and age < MAJORITY):
        return Key.APPROVAL
    if field == Field.ADDRESS and violent and role in _HERS:
        return Key.TWO_KEYS
    return Key.AT_ONCE
