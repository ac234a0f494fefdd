"""The clockwork of imports; each task calls one function and is safe to run twice, late or in parallel."""

from celery import shared_task
from django.utils import timezone

from cases.imports import running


@shared_task(name="cases.run_imports")
def run_imports() -> None:
    while running.run_next(timezone.now()):
        pass


@shared_task(name="cases.forget_imports")
def forget_imports() -> None:
    running.forget_old(timezone.now())
