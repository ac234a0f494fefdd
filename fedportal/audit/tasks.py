"""Seals the trail while nobody waits for it."""

from celery import shared_task
from django.utils import timezone

from fedportal.audit import sealing


@shared_task(name="audit.seal")
def seal() -> None:
    sealing.seal(timezone.now())
