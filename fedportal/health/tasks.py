"""The pulse: beat sends it, a worker executes it, and both have thereby shown that they live."""

from celery import shared_task
from django.utils import timezone

from fedportal.health.signs import give_sign


@shared_task(name="health.pulse")
def pulse() -> None:
    give_sign("worker", at=timezone.now())
