"""What the hotline does by itself."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from fedportal.lib.row_scope import beyond_readers
from hotline.actions import call_settling, phone_events, rebooking

# A door that is at work settles at once; what still waits after so long was left by a server that died.
LEFT = dt.timedelta(seconds=5)


@shared_task(name="hotline.settle_calls")
@beyond_readers("the portal works by itself")
def settle_calls() -> None:
    call_settling.settle_waiting(timezone.now(), older_than=LEFT)


@shared_task(name="hotline.forget_phone_events")
@beyond_readers("the portal works by itself")
def forget_phone_events() -> None:
    phone_events.forget_old(timezone.now())


@shared_task(name="hotline.rebook_passed")
@beyond_readers("the portal works by itself")
def rebook_passed() -> None:
    at = timezone.now()
    rebooking.rebook_passed(at)
    rebooking.book_waiting(at)
