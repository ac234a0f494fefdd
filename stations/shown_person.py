"""Somebody of the network as the pages show her: numbers masked, roles in words, what she has in hand."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.lib.masking import mask_id_number, mask_phone
from fedportal.lib.unopened import is_opened
from stations.models import NetworkPerson, NetworkRole

UNREADABLE = "（暂时无法读取）"


@dataclass(frozen=True)
class ShownPerson:
    """One line, or one page; `on` is the day. The person is unopened (PersonQuerySet.for_page)."""

    person: NetworkPerson
    on: dt.date

    @property
    def roles(self) -> list[NetworkRole]:
        held: list[NetworkRole] = self.person.held  # type: ignore[attr-defined]
        return held

    @property
    def role_words(self) -> str:
        return "、".join(role.get_kind_display() for role in self.roles)

    @property
    def time_words(self) -> str:
        if not self.roles:
            return ""
        return "专职" if any(role.full_time for role in self.roles) else "兼职"

    @property
    def state_words(self) -> str:
        person = self.person
        if person.left_on is not None:
            return f"{person.left_on} 离队"
        paused = person.paused_until is not None and person.paused_until >= self.on
        return f"暂停至 {person.paused_until}" if paused else "在册"

    @cached_property
    def _opened(self) -> bool:
        return is_opened(self.person, ("phone", "id_number"))

    @property
    def phone(self) -> str:
        return mask_phone(self.person.phone) if self._opened else UNREADABLE

    @property
    def id_number(self) -> str:
        return mask_id_number(self.person.id_number) if self._opened else UNREADABLE


def caseload(person: NetworkPerson, reader: User) -> Any:
    """Matters that she handles and that are not over, of those that the reader sees; None without an account."""
    if person.account_id is None or not reader.can(Can.SEE_CASES):
        return None
    return Petition.objects.visible_to(reader).filter(handler=person.account_id, closed_at=None)
