"""What a client does with its subscriptions; each line of the audit trail holds codes and counts alone."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from fedportal.accounts.models import User
from fedportal.api.idempotency import erase_answers
from fedportal.audit.log import record
from fedportal.changes.webhooks.fan_out import now, place_of
from fedportal.changes.webhooks.models import KIND, Delivery, Subscription
from fedportal.changes.webhooks.signing import new_key
from fedportal.lib.refusals import NotAllowed

MOST = 20  # POLICY: subscriptions of one client


@dataclass(frozen=True)
class Wanted:
    """What a subscription is to be; the address has been looked at."""

    url: str
    kinds: list[str]
    org_code: int | None = None
    with_bodies: bool = False
    personal: bool = False
    cursor: str = ""  # from now on, where there is none


@transaction.atomic
def subscribe(wanted: Wanted, *, by: User, at: dt.datetime) -> Subscription:
    """Raises NotAllowed where the client has enough of them, CursorGone where its cursor is of no use."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # so that two at once count each other
    if Subscription.objects.visible_to(by).count() >= MOST:
        raise NotAllowed(f"每个客户端最多 {MOST} 个订阅。")
    if wanted.cursor:
        place_of(wanted.cursor)
    row = Subscription.objects.create(
        account=by,
        url=wanted.url,
        kinds=wanted.kinds,
        org_code=wanted.org_code,
        with_bodies=wanted.with_bodies,
        personal=wanted.personal,
        cursor=wanted.cursor or now(),
        key=new_key(),
        created_at=at,
    )
    record("webhook.subscribe", row, by=by, at=at, kinds=row.kinds, bodies=row.with_bodies, personal=row.personal)
    return row


@transaction.atomic
def change(row: Subscription, *, by: User, at: dt.datetime, **wanted: Any) -> Subscription:
    """`url`, `paused`, `cursor`: what is not named stays. Raises CursorGone where it would go on from nowhere."""
    row = _locked(row)
    if "url" in wanted:
        row.url, row.failures, row.resting_until = wanted["url"], 0, None
    if "cursor" in wanted:
        place_of(wanted["cursor"])
        row.cursor = wanted["cursor"]
    if wanted.get("paused") is True and row.paused_at is None:
        row.paused_at, row.pause = at, Subscription.Pause.CLIENT
    if wanted.get("paused") is False and row.paused_at is not None:
        place_of(row.cursor)
        row.paused_at, row.pause = None, ""
    row.save(update_fields=["url", "failures", "resting_until", "cursor", "paused_at", "pause"])
    record("webhook.change", row, by=by, at=at, fields=sorted(wanted), paused=row.paused_at is not None)
    return row


@transaction.atomic
def unsubscribe(row: Subscription, *, by: User, at: dt.datetime) -> None:
    """With its log, with what it was still to be told, and with its secret wherever that was answered."""
    row = _locked(row)
    erase_answers(KIND, [row.pk], at=at)
    record("webhook.unsubscribe", row, by=by, at=at)
    row.delete()


@transaction.atomic
def rotate(row: Subscription, *, by: User, at: dt.datetime) -> Subscription:
    """A new key signs from now on, and the old one beside it until it is dropped."""
    row = _locked(row)
    if row.old_key:
        raise NotAllowed("上一次更换还没有完成：请先停用旧密钥。")
    row.old_key, row.key = row.key, new_key()
    row.save(update_fields=["key", "old_key"])
    record("webhook.rotate", row, by=by, at=at)
    return row


@transaction.atomic
def drop_old_key(row: Subscription, *, by: User, at: dt.datetime) -> Subscription:
    row = _locked(row)
    row.old_key = ""
    row.save(update_fields=["old_key"])
    record("webhook.drop_old_key", row, by=by, at=at)
    return row


@transaction.atomic
def replay(delivery: Delivery, *, by: User, at: dt.datetime) -> Delivery:
    """Send it again, with the object as it is by then; raises NotAllowed while it is still to be sent."""
    row = _rested(delivery.subscription)
    again = _again(Delivery.objects.filter(pk=delivery.pk).exclude(state=Delivery.State.PENDING), at)
    if not again:
        raise NotAllowed("这条通知仍在发送中，不必重放。")
    record("webhook.replay", row, by=by, at=at, count=again)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def replay_dead(row: Subscription, *, by: User, at: dt.datetime) -> int:
    """All dead letters; how many."""
    row = _rested(row)
    again = _again(Delivery.objects.filter(subscription=row).dead(), at)
    record("webhook.replay", row, by=by, at=at, count=again)
    return again


def _again(rows: Any, at: dt.datetime) -> int:
    return int(rows.update(state=Delivery.State.PENDING, attempts=0, next_at=at, taken_until=None, done_at=None))


def _rested(row: Subscription) -> Subscription:
    """Whoever asks for a replay says that the other side is there again."""
    row = _locked(row)
    row.failures, row.resting_until = 0, None
    row.save(update_fields=["failures", "resting_until"])
    return row


def _locked(row: Subscription) -> Subscription:
    """Whoever sends for it, or turns the feed into deliveries, holds it too."""
    return Subscription.objects.select_for_update(of=("self",)).get(pk=row.pk)
