"""Drains the outboxes that other rooms leave."""

from celery import shared_task
from django.utils import timezone

from fedportal.lib.row_scope import beyond_readers
from fedportal.notices import actions


@shared_task(name="notices.tell")
@beyond_readers("the portal works by itself")
def tell() -> None:
    actions.tell_escalations(timezone.now())
