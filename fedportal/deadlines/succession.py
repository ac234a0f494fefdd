"""Duties and regional rules go over to a unit's successor."""

from typing import Any

from django.db.models import Exists, F, OuterRef

from fedportal.deadlines.models import Deadline, DeadlineRule
from fedportal.orgs.models import Organization
from fedportal.orgs.succession import successor_of


def take_over(*, ended: list[int], successor: Organization, **_: Any) -> None:
    """What the units owed, what lay on their desks and their own limits; where the successor has one, it holds.

    What had climbed to a superior that is no longer theirs lies with the new one of the same level, or above.
    """
    Deadline.objects.filter(desk__in=ended).update(desk=successor_of("desk"))
    owed = Deadline.objects.filter(org__in=ended)
    owed.update(org=successor_of("org"), org_code=successor_of("org", "code"))
    same_rule = DeadlineRule.objects.filter(code=OuterRef("code"), org=OuterRef("org__successor"))
    DeadlineRule.objects.filter(~Exists(same_rule), org__in=ended).update(org=successor_of("org"))

    open_here = Deadline.objects.open().in_range_of(successor)
    astray = open_here.exclude(desk__code__lte=F("org_code"), desk__code_end__gt=F("org_code"))
    for superior in successor.line[-2::-1]:
        astray.filter(desk__level__gte=superior.level).update(desk=superior)
