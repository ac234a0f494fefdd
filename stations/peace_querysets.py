"""Questions about households of 平安家庭: whose are named before whom, and how they stand."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from fedportal.orgs.querysets import InScopeQuerySet
from stations.check_law import PEACE_LASTS

if TYPE_CHECKING:
    from fedportal.accounts.models import User

STANDINGS = {"due": "待核对", "passed": "达标", "failed": "未达标"}


def fresh(on: dt.date) -> Q:
    """A look counts for a year (POLICY)."""
    return Q(latest__checked_on__gt=on - PEACE_LASTS)


class HouseholdQuerySet(InScopeQuerySet):
    """Homes one by one are before the village and the unit right above; further up there are figures alone."""

    def visible_to(self, user: "User") -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(org=user.org_id) | Q(org__parent=user.org_id))

    def listed(self) -> Self:
        """Those that have not left."""
        return self.filter(left_on=None)

    def standing(self, how: str, on: dt.date) -> Self:
        """Those of STANDINGS."""
        looked, unmet = fresh(on), ~Q(latest__unmet=[])
        asked = {"due": ~looked, "passed": looked & ~unmet, "failed": looked & unmet}
        return self.filter(asked[how]) if how in asked else self
