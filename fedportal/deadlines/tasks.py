"""The engine's clockwork; each task calls one function and is safe to run twice, late or in parallel."""

from celery import shared_task
from django.utils import timezone

from fedportal.deadlines import engine
from fedportal.deadlines import recompute as recomputing
from fedportal.lib.row_scope import beyond_readers


@shared_task(name="deadlines.sweep")
@beyond_readers("the portal works by itself")
def sweep() -> None:
    engine.sweep(timezone.now())


@shared_task(name="deadlines.recompute")
@beyond_readers("the portal works by itself")
def recompute() -> None:
    recomputing.recompute(timezone.now())
