"""The sealer: gives every committed event its link in the chain, behind those who write them.

Writers wait for nothing but one more row in the queue of events without a seal. A row is visible there only when its
transaction has committed, so none is taken too early, and a late one is simply taken later: the chain follows the
order of sealing, not that of ids. One sealer works at a time; a page of seals and the queue's rows that it empties are
one transaction, so that one who dies in the middle leaves everything as it was before the page.
"""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from fedportal.audit.anchors import anchor_days_before
from fedportal.audit.chain import GENESIS, lines, link
from fedportal.audit.models import AccessEvent, AuditSeal, UnsealedEvent

LOCK = 0x5EA1  # of the advisory lock that a sealer holds
BATCH = 2_000  # events in a transaction, and in memory


def seal(at: dt.datetime, *, batch: int = BATCH) -> int:
    """Seal all that waits, and anchor the days that have passed; says how many events. None where another seals."""
    done = 0
    place: int | None = 0
    while place is not None:
        sealed, place = _seal_page(at, after=place, batch=batch)
        done += sealed
    return done


@transaction.atomic
def _seal_page(at: dt.datetime, *, after: int, batch: int) -> tuple[int, int | None]:
    """Seal up to `batch` events behind that id; says how many, and where to go on, if anywhere."""
    if not _alone():
        return 0, None
    last, day = AuditSeal.objects.newest(), timezone.localdate(at)
    if last is not None:
        day = max(day, last.day)  # a clock that was set back, or a task that came late
        if last.day < day:
            anchor_days_before(day)
    ids = list(UnsealedEvent.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:batch])
    seals = list(_linked(ids, day, last))
    AuditSeal.objects.bulk_create(seals)
    UnsealedEvent.objects.filter(pk__in=[made.pk for made in seals]).delete()
    return len(seals), ids[-1] if len(ids) == batch else None


def _alone() -> bool:
    """Until the end of the transaction, if nobody else is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _linked(ids: list[int], day: dt.date, last: AuditSeal | None) -> Iterator[AuditSeal]:
    """The next links of the chain. An event that is gone gets none, and its row stays in the queue as a witness."""
    previous = bytes(last.hash) if last else GENESIS
    number = last.number if last and last.day == day else 0
    for line in lines(AccessEvent.objects.filter(pk__in=ids)):
        number += 1
        made = AuditSeal(event_id=line[0], day=day, number=number, previous=previous, algorithm=settings.AUDIT_HASH)
        previous = made.hash = link(line, made)
        yield made
