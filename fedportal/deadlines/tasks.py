"""The engine's clockwork; each task calls one function and is safe to run twice, late or in parallel."""

from celery import shared_task
from django.utils import timezone

from fedportal.deadlines import engine
from fedportal.deadlines import recompute as recomputing


@shared_task(name="deadlines.sweep")
def sweep() -> None:
    engine.sweep(timezone.now())


@shared_task(name="deadlines.recompute")
def recompute() -> None:
    recomputing.recompute(timezone.now())
