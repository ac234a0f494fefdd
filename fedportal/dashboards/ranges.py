"""The range of a dashboard: one organization, and the units right below it in which it is broken down."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.orgs.models import Organization

OWN = 1  # the index of what the organization holds itself


@dataclass(frozen=True)
class Range:
    """One organization with its units, as the sorted bounds of disjoint ranges (see cases.statistics.UnitIndex).

    Index 1 is the organization's own code, 3, 5, 7 … are its units; what lies between belongs to units that are no
    more.
    """

    org: Organization
    units: list[Organization]

    @classmethod
    def of(cls, org: Organization, at: dt.datetime) -> "Range":
        units = Organization.objects.living(timezone.localdate(at)).filter(parent=org).order_by("code")
        return cls(org, list(units))

    @cached_property
    def bounds(self) -> list[int]:
        codes = [self.org.code, self.org.code + 1]
        for unit in self.units:
            codes += [unit.code, unit.code_end]
        return codes

    def index_of(self, unit: Organization) -> int:
        """The index of one of the units."""
        return OWN + 2 * (self.units.index(unit) + 1)


def _asked_code(text: str, own: int) -> int:
    """The code in the address; what is no code is nobody's place."""
    if not text:
        return own
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise Http404
    return int(text)


def asked_org(text: str, user: User) -> Organization:
    """The unit in the address, else the reader's own. Raises Http404 for one that is not in her range."""
    units = Organization.objects.visible_to(user).select_related("parent__parent__parent__parent")
    return get_object_or_404(units, code=_asked_code(text, user.org.code), valid_to=None)


def line_above(org: Organization, user: User) -> list[Organization]:
    """From the reader's own organization down to this one."""
    line = [org]
    while line[0].pk != user.org_id and line[0].parent is not None:
        line.insert(0, line[0].parent)
    return line
