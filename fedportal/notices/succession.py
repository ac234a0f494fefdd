"""A unit's inbox goes over to its successor."""

from typing import Any

from fedportal.notices.models import Notice
from fedportal.orgs.succession import successor_of


def take_over(*, ended: list[int], **_: Any) -> None:
    """What the units were told, read or not."""
    Notice.objects.filter(org__in=ended).update(org=successor_of("org"))
