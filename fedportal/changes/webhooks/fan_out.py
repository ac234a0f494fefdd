"""Turns what stands in the feed behind each subscription into deliveries."""

import datetime as dt
from collections import defaultdict

from django.db import connection, transaction

from fedportal.accounts.row_scopes import scope_of
from fedportal.changes import cursors
from fedportal.changes.cursors import CursorGone, Position, everything_before
from fedportal.changes.feed import FeedReader, horizon, upserts
from fedportal.changes.kinds import kinds_for
from fedportal.changes.models import Feed
from fedportal.changes.webhooks.models import Delivery, Subscription
from fedportal.lib.row_scope import BEYOND_ALL_CODES, rows_of
from fedportal.orgs.codes import code_end

BATCH = 500  # changes in one transaction: a fraction of a second, since the feed waits for each that runs
MOST_PENDING = 10_000  # POLICY: of a subscription that nobody answers for, the rest waits in the feed
_BEHIND = 100_000  # transactions after which a place is moved on though nothing was to be told

Row = tuple[int, str, int, bool]  # xid, kind, key, hides


def fan_out(at: dt.datetime) -> int:
    """All that is to be told by now becomes deliveries; how many. Others may do the same beside it."""
    made = 0
    for pk in Subscription.objects.live(at).order_by("pk").values_list("pk", flat=True):
        more = True
        while more:
            told, more = _step(pk, at)
            made += told
    return made


@transaction.atomic
def _step(pk: int, at: dt.datetime) -> tuple[int, bool]:
    """One batch of one subscription, unless somebody has it in hand: its deliveries and its new place."""
    row = Subscription.objects.live(at).select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if row is None or Delivery.objects.pending().filter(subscription=row).count() >= MOST_PENDING:
        return 0, False
    try:
        start = place_of(row.cursor)
    except CursorGone:
        row.paused_at, row.pause = at, Subscription.Pause.CURSOR_GONE
        row.save(update_fields=["paused_at", "pause"])
        return 0, False
    below = horizon()  # before the rows are read: what is committed in between lies above it
    with rows_of(scope_of(row.account)):
        found = _changes(row, start, below)
        told = _told(row, found)
    _write(row, told, at)
    if found:
        _stand(row, Position(*found[-1][:3]))
    elif below - start.xid > _BEHIND:
        _stand(row, everything_before(below))
    return len(told), len(found) == BATCH


def place_of(cursor: str) -> Position:
    """Raises CursorGone, also where what it has not seen is no longer all there."""
    feed = Feed.current()
    start = cursors.read(feed.key, cursor)
    if start.xid < feed.forgotten_below:
        raise CursorGone
    return start


def now() -> str:
    """The cursor of one who wants to be told of what comes."""
    return cursors.written(Feed.current().key, everything_before(horizon()))


def _stand(row: Subscription, place: Position) -> None:
    row.cursor = cursors.written(Feed.current().key, place)
    row.save(update_fields=["cursor"])


def _changes(row: Subscription, start: Position, below: int) -> list[Row]:
    low, high = (row.org_code, code_end(row.org_code)) if row.org_code is not None else (0, BEYOND_ALL_CODES)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT xid, kind, object_id, hides FROM changes_change
            WHERE (xid, kind, object_id) > (%(xid)s, %(kind)s, %(key)s) AND xid < %(below)s
              AND kind = ANY (%(kinds)s)
              AND (org_code IS NULL OR org_code >= %(low)s AND org_code < %(high)s
                   OR also_code >= %(low)s AND also_code < %(high)s
                   OR EXISTS (SELECT FROM unnest(was_codes) was WHERE was >= %(low)s AND was < %(high)s))
            ORDER BY xid, kind, object_id LIMIT %(batch)s
            """,
            {
                **{"xid": start.xid, "kind": start.kind, "key": start.object_id, "below": below},
                **{"kinds": row.kinds, "low": low, "high": high, "batch": BATCH},
            },
        )
        return cursor.fetchall()


def _told(row: Subscription, found: list[Row]) -> dict[tuple[str, int], int]:
    """The newest transaction of each object that the client sees, or may have seen; of others it is not to know."""
    known = kinds_for(row.account)
    newest: dict[tuple[str, int], int] = {}
    hidden: set[tuple[str, int]] = set()
    keys: dict[str, list[int]] = defaultdict(list)
    for xid, kind, key, hides in found:
        if kind not in known:
            continue
        if (kind, key) not in newest:
            keys[kind].append(key)
        newest[kind, key] = xid
        if hides:
            hidden.add((kind, key))
    reader = FeedReader(row.account, personal=False)
    seen = {(name, key) for name, wanted in keys.items() for key in upserts(reader, known[name], wanted, bodies=False)}
    return {name: xid for name, xid in newest.items() if name in seen or name in hidden}


def _write(row: Subscription, told: dict[tuple[str, int], int], at: dt.datetime) -> None:
    """In the order of the feed, which that of their keys repeats."""
    ordered = sorted((xid, kind, key) for (kind, key), xid in told.items())
    Delivery.objects.bulk_create(
        Delivery(subscription=row, kind=kind, object_id=key, xid=xid, next_at=at, created_at=at)
        for xid, kind, key in ordered
    )
