"""What the stations room does by itself."""

from celery import shared_task
from django.utils import timezone

from fedportal.lib.row_scope import beyond_readers
from stations.actions import roster_importing


@shared_task(name="stations.forget_rosters")
@beyond_readers("the portal works by itself")
def forget_rosters() -> None:
    roster_importing.forget_old(timezone.now())
