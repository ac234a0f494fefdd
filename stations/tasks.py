"""What the stations room does by itself."""

from celery import shared_task
from django.utils import timezone

from fedportal.lib.row_scope import beyond_readers
from stations.actions import check_clocks, names_ending


@shared_task(name="stations.plan_checks")
@beyond_readers("the portal works by itself")
def plan_checks() -> None:
    check_clocks.plan_checks(at=timezone.now())


@shared_task(name="stations.end_names")
@beyond_readers("the portal works by itself")
def end_names() -> None:
    names_ending.end_names(at=timezone.now())
