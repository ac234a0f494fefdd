"""Drains the outboxes that other rooms leave."""

from celery import shared_task
from django.utils import timezone

from fedportal.notices import actions


@shared_task(name="notices.tell")
def tell() -> None:
    actions.tell_escalations(timezone.now())
