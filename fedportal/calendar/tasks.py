"""What beat asks of the calendar."""

from celery import shared_task
from django.utils import timezone

from fedportal.calendar import actions
from fedportal.lib.row_scope import beyond_readers


@shared_task(name="calendar.extend")
@beyond_readers("the portal works by itself")
def extend() -> None:
    actions.extend(at=timezone.now())
