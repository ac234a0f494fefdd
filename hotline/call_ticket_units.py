"""Where a work order may be sent: to one's own unit, below, or beside; and whom above one may ask."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from fedportal.orgs.models import Level, Organization
from fedportal.orgs.querysets import OrganizationQuerySet

# Beside within the city (counties) or the county (townships): what goes beyond, goes by the unit above.
_HAVE_NEIGHBOURS = (Level.COUNTY, Level.TOWNSHIP)


def units_for(org: Organization, at: dt.datetime) -> OrganizationQuerySet:
    """To which that unit may send an order by itself."""
    within = Q(code__gte=org.code, code__lt=org.code_end)
    if org.level in _HAVE_NEIGHBOURS and org.parent_id is not None:
        within |= Q(parent=org.parent_id, level=org.level)
    return Organization.objects.living(timezone.localdate(at)).filter(within).order_by("code")


def units_above(org: Organization, at: dt.datetime) -> OrganizationQuerySet:
    """Which it may ask to take one up, the nearest first."""
    above = Q(code__lte=org.code, code_end__gte=org.code_end, level__lt=org.level)
    return Organization.objects.living(timezone.localdate(at)).filter(above).order_by("-level")
