"""The clockwork of imports, exports, bulk moves and drafted orders; each task calls one function and may run twice."""

from celery import shared_task
from django.utils import timezone

from cases.actions import bulk
from cases.actions.supervision_drafting import draft_orders
from cases.disposal.running import run_next as dispose_next
from cases.exports import asking as exports
from cases.exports.running import run_next as write_next
from cases.imports import running
from fedportal.lib.row_scope import beyond_readers


@shared_task(name="cases.run_imports")
@beyond_readers("the portal works by itself")
def run_imports() -> None:
    while running.run_next(timezone.now()):
        pass


@shared_task(name="cases.forget_imports")
@beyond_readers("the portal works by itself")
def forget_imports() -> None:
    running.forget_old(timezone.now())


@shared_task(name="cases.draft_orders")
@beyond_readers("the portal works by itself")
def draft_supervision_orders() -> None:
    draft_orders(timezone.now())


@shared_task(name="cases.run_exports")
@beyond_readers("the portal works by itself")
def run_exports() -> None:
    while write_next(timezone.now()):
        pass


@shared_task(name="cases.forget_exports")
@beyond_readers("the portal works by itself")
def forget_exports() -> None:
    exports.forget_old(timezone.now())


@shared_task(name="cases.run_bulk")
@beyond_readers("the portal works by itself")
def run_bulk() -> None:
    while bulk.go_on_next(timezone.now()):
        pass


@shared_task(name="cases.forget_bulk")
@beyond_readers("the portal works by itself")
def forget_bulk() -> None:
    bulk.forget_old(timezone.now())


@shared_task(name="cases.run_disposals")
@beyond_readers("the portal works by itself")
def run_disposals() -> None:
    while dispose_next(timezone.now()):
        pass
