"""The clockwork of stations; each task calls one function and may run twice."""

from celery import shared_task
from django.utils import timezone

from fedportal.lib.row_scope import beyond_readers
from stations.actions import check_clocks, names_ending, peace_families, shelter_checks, shelter_holds
from stations.imports import running


@shared_task(name="stations.run_imports")
@beyond_readers("the portal works by itself")
def run_imports() -> None:
    for queue in running.QUEUES:
        while queue.run_next(timezone.now()):
            pass


@shared_task(name="stations.forget_imports")
@beyond_readers("the portal works by itself")
def forget_imports() -> None:
    for queue in running.QUEUES:
        queue.forget_old(timezone.now())


@shared_task(name="stations.forget_holds")
@beyond_readers("the portal works by itself")
def forget_holds() -> None:
    shelter_holds.forget_holds(at=timezone.now())


@shared_task(name="stations.plan_checks")
@beyond_readers("the portal works by itself")
def plan_checks() -> None:
    at = timezone.now()
    check_clocks.plan_checks(at=at)
    shelter_checks.plan_checks(at=at)


@shared_task(name="stations.end_names")
@beyond_readers("the portal works by itself")
def end_names() -> None:
    names_ending.end_names(at=timezone.now())


@shared_task(name="stations.forget_homes")
@beyond_readers("the portal works by itself")
def forget_homes() -> None:
    while peace_families.forget_homes(at=timezone.now()):
        pass
