"""The clockwork of the interface."""

from celery import shared_task
from django.utils import timezone

from fedportal.api import idempotency
from fedportal.lib.row_scope import beyond_readers


@shared_task(name="api.forget_answers")
@beyond_readers("the portal works by itself")
def forget_answers() -> None:
    idempotency.forget_answers(timezone.now())
