"""What people do to deadlines: open, close, extend, acknowledge, release. Only the engine climbs them."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.deadlines.limits import Light
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.deadlines.querysets import DeadlineQuerySet
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.orgs.models import Organization


@beyond_readers("a duty is any unit's that owes it")
@transaction.atomic
def open_deadline(
    subject: Model,
    code: str,
    *,
    org: Organization,
    start: dt.datetime,
    at: dt.datetime,
    from_step: int = 0,
    due_on: dt.date | None = None,
    item: str = "",
) -> Deadline:
    """Start the clock of one limit for one subject; see DeadlineOpener.build."""
    opener = DeadlineOpener.load(timezone.localdate(start))
    deadline = opener.build(subject, code, org=org, start=start, at=at, from_step=from_step, due_on=due_on, item=item)
    deadline.save(force_insert=True)
    return deadline


@beyond_readers("a duty is any unit's that owes it")
@transaction.atomic
def meet_deadlines(
    subject: Model,
    *,
    kinds: Collection[str],
    at: dt.datetime,
    org: Organization | None = None,
    item: str | None = None,
) -> list[Deadline]:
    """The duty is done: stop these clocks, in time or late.

    With `org` only those that this unit owes, with `item` only those about that letter, order or the like.
    """
    rows = _locked(subject, item).filter(kind__in=kinds)
    rows = rows.filter(org=org) if org else rows
    return [_close(row, Deadline.Outcome.MET if at <= row.due_at else Deadline.Outcome.LATE, at) for row in rows]


@beyond_readers("a duty is any unit's that owes it")
@transaction.atomic
def cancel_deadlines(
    subject: Model,
    *,
    at: dt.datetime,
    kinds: Collection[str] | None = None,
    org: Organization | None = None,
    item: str | None = None,
) -> list[Deadline]:
    """The duties have fallen away: stop every clock of the subject, or those of these kinds, of this unit's, or about
    that item."""
    rows = _locked(subject, item)
    rows = rows.filter(org=org) if org else rows
    rows = rows if kinds is None else rows.filter(kind__in=kinds)
    return [_close(row, Deadline.Outcome.CANCELLED, at) for row in rows]


@beyond_readers("a duty is any unit's that owes it")
@transaction.atomic
def resume_deadlines(subject: Model, clocks: Mapping[int, bool]) -> list[Deadline]:
    """Cancelled duties have come back: these clocks run on as they stood, with the last day they had.

    `clocks` says of each whether it awaited an acknowledgement. What was due to climb meanwhile climbs in the next
    sweep. A duty that was opened anew since then stays cancelled.
    """
    rows = Deadline.objects.for_subject(subject).select_for_update().order_by("pk")
    owed = set(rows.open().values_list("kind", "item"))
    back = rows.filter(pk__in=clocks, outcome=Deadline.Outcome.CANCELLED)
    return [_resume(row, awaiting_ack=clocks[row.pk]) for row in back if (row.kind, row.item) not in owed]


@transaction.atomic
def acknowledge(deadline: Deadline, *, by: User, at: dt.datetime) -> Deadline:
    """The desk has seen it: it leaves the queue of the unacknowledged until it climbs again."""
    row = _lock(deadline)
    if row.desk_id != by.org_id:
        raise NotAllowed("该事项不在本单位签收范围内。")
    row.awaiting_ack = False
    _skip_rungs_for_the_silent(row)
    row.save(update_fields=["awaiting_ack", "next_step", "climb_at"])
    pending = row.escalations.filter(to_desk=by.org, acknowledged_at=None)
    pending.update(acknowledged_at=at, acknowledged_by=by)
    record("deadline.acknowledge", row.subject, by=by, at=at, kind=row.kind, step=row.step)
    return row


@transaction.atomic
def extend(deadline: Deadline, *, due_at: dt.datetime, by: User, reason: str, at: dt.datetime) -> Deadline:
    """Move the last moment later. Lateness starts afresh: a new cycle of the ladder, back on the owing desk."""
    if due_at <= _lock(deadline).due_at:
        raise NotAllowed("延期后的期限应当晚于原期限。")
    return move_due(deadline, due_at=due_at, by=by, reason=reason, at=at)


@transaction.atomic
def move_due(deadline: Deadline, *, due_at: dt.datetime, by: User, reason: str, at: dt.datetime) -> Deadline:
    """Set the last moment anew, later or earlier; the receipt keeps what it was and why. A new cycle of the ladder."""
    row = _lock(deadline)
    opener = DeadlineOpener.load(timezone.localdate(at))
    first = row.ladder.rungs.order_by("step")[0]
    history = {"due": row.due_at.isoformat(), "at": at.isoformat(), "reason": reason}
    row.derivation = {
        **row.derivation,
        "due": due_at.isoformat(),
        "extended": [*row.derivation.get("extended", []), history],
    }
    row.due_at, row.cycle, row.step, row.light = due_at, row.cycle + 1, -1, Light.GREEN
    row.desk, row.awaiting_ack, row.next_step = row.org, False, first.step
    row.climb_at = opener.moment_of(first, row.ladder, opened_at=row.opened_at, due_at=due_at)
    row.save()
    record("deadline.extend", row.subject, by=by, at=at, kind=row.kind, due=due_at.isoformat())
    return row


@transaction.atomic
def release(deadline: Deadline, *, by: User | None = None, at: dt.datetime) -> Deadline:
    """Take a deadline out of quarantine, its next moment computed anew (raises CalendarEnds if that still fails).

    `by` is empty for the command line.
    """
    row = Deadline.objects.select_for_update().get(pk=deadline.pk)
    opener = DeadlineOpener.load(timezone.localdate(at))
    rung = row.ladder.rungs.filter(step__gte=row.next_step).order_by("step").first() or row.ladder.rungs.latest("step")
    row.next_step = rung.step
    row.climb_at = opener.moment_of(rung, row.ladder, opened_at=row.opened_at, due_at=row.due_at)
    row.quarantined_at, row.quarantine_reason = None, ""
    row.save(update_fields=["next_step", "climb_at", "quarantined_at", "quarantine_reason"])
    record("deadline.release", row, by=by, at=at, kind=row.kind)
    return row


def _locked(subject: Model, item: str | None = None) -> DeadlineQuerySet:
    rows = Deadline.objects.for_subject(subject).open().select_for_update().order_by("pk")
    return rows if item is None else rows.filter(item=item)


def _lock(deadline: Deadline) -> Deadline:
    row = Deadline.objects.select_for_update(of=("self",)).select_related("ladder", "org").get(pk=deadline.pk)
    if row.closed_at is not None:
        raise NotAllowed("该时限已经结束。")
    return row


def _close(row: Deadline, outcome: Deadline.Outcome, at: dt.datetime) -> Deadline:
    row.closed_at, row.outcome, row.awaiting_ack = at, outcome, False
    row.save(update_fields=["closed_at", "outcome", "awaiting_ack"])
    return row


def _resume(row: Deadline, *, awaiting_ack: bool) -> Deadline:
    row.closed_at, row.outcome, row.awaiting_ack = None, "", awaiting_ack
    row.save(update_fields=["closed_at", "outcome", "awaiting_ack"])
    return row


def _skip_rungs_for_the_silent(row: Deadline) -> None:
    """Rungs that are climbed only while nobody answers fall away (urgent ladder, its 30 minutes)."""
    rungs = [rung for rung in row.ladder.rungs.order_by("step") if rung.step >= row.next_step]
    if not rungs or not rungs[0].unless_acknowledged:
        return
    follower = next((rung for rung in rungs if not rung.unless_acknowledged), None)
    if follower is not None:
        opener = DeadlineOpener.load(timezone.localdate(row.opened_at))
        row.next_step = follower.step
        row.climb_at = opener.moment_of(follower, row.ladder, opened_at=row.opened_at, due_at=row.due_at)
