"""What beat asks of the calendar."""

from celery import shared_task
from django.utils import timezone

from fedportal.calendar import actions


@shared_task(name="calendar.extend")
def extend() -> None:
    actions.extend(at=timezone.now())
