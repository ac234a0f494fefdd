"""What beat asks of this room."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from fedportal.directory.actions.sittings import forget_old


@shared_task(name="directory.tidy")
def tidy() -> None:
    """Sessions whose time is over, and sittings that nobody asks about any more."""
    call_command("clearsessions")
    forget_old(at=timezone.now())
