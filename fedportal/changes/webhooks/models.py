"""Who is told of changes, what is still to be told, and how each attempt went."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from fedportal.api.scopes import Scope
from fedportal.lib.encrypted_fields import EncryptedCharField

if TYPE_CHECKING:
    from fedportal.accounts.models import User

KIND = "webhook"  # what clients were answered names it so


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Subscriptions by owner, and by what is to be done for them."""

    def visible_to(self, user: "User") -> Self:
        """A client sees its own."""
        return self.filter(account=user.pk)

    def live(self, at: dt.datetime) -> Self:
        """Those that are not paused, of clients that may still be told."""
        client = {
            "account__is_active": True,
            "account__api_client__revoked_at": None,
            "account__api_client__expires_on__gte": timezone.localdate(at),
            "account__api_client__scopes__contains": [Scope.WEBHOOKS],
            "account__api_client__scopes__overlap": [Scope.READ, Scope.CALLS, Scope.STATIONS, Scope.TICKETS],
        }
        return self.filter(paused_at=None, **client).select_related("account__org", "account__api_client")

    def with_due(self, at: dt.datetime) -> Self:
        """Those for which something is to be sent now, the longest due first."""
        due = Delivery.objects.filter(subscription=OuterRef("pk")).due(at).order_by("next_at")
        rested = self.filter(Q(resting_until=None) | Q(resting_until__lte=at))
        return (
            rested.annotate(first_due=Subquery(due.values("next_at")[:1]))
            .exclude(first_due=None)
            .order_by("first_due", "pk")
        )


class Subscription(models.Model):
    """One address of a client that is told of changes of some kinds, of all its range or of one place in it."""

    class Pause(models.TextChoices):
        """Why nothing is told."""

        CLIENT = "client", "客户端暂停"
        CURSOR_GONE = "cursor_gone", "变更流的位置已失效，须重新取快照"

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="subscriptions", verbose_name="账号"
    )
    url = models.CharField("接收地址", max_length=500)
    kinds = ArrayField(models.CharField(max_length=20), verbose_name="对象种类")
    org_code = models.BigIntegerField("范围", null=True)  # the place and what lies in it; NULL: all the client sees
    with_bodies = models.BooleanField("带正文", default=False)
    personal = models.BooleanField("带个人信息", default=False)  # counts as long as the client has the scope
    key = EncryptedCharField("密钥", max_length=100)
    old_key = EncryptedCharField("旧密钥", max_length=100, blank=True)  # signs too while the other side changes over
    cursor = models.CharField("变更流的位置", max_length=200)
    failures = models.PositiveIntegerField("连续失败次数", default=0)
    resting_until = models.DateTimeField("暂歇至", null=True)
    paused_at = models.DateTimeField("暂停时间", null=True)
    pause = models.CharField("暂停原因", max_length=20, choices=Pause.choices, blank=True)
    created_at = models.DateTimeField("订阅时间")

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "变更订阅"
        verbose_name_plural = "变更订阅"
        constraints = [
            models.CheckConstraint(condition=Q(kinds__len__gte=1), name="subscription_to_something"),
            models.CheckConstraint(
                condition=Q(paused_at=None, pause="") | (Q(paused_at__isnull=False) & ~Q(pause="")),
                name="subscription_paused_for_a_reason",
            ),
        ]

    @property
    def keys(self) -> list[str]:
        """All that sign now, the newest first."""
        return [key for key in (self.key, self.old_key) if key]

    @property
    def tells_people(self) -> bool:
        """Whether personal data stands in the clear in what is sent."""
        return self.personal and Scope.PERSONAL in self.account.api_client.scopes


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries by where they stand."""

    def pending(self) -> Self:
        return self.filter(state=Delivery.State.PENDING)

    def dead(self) -> Self:
        return self.filter(state=Delivery.State.DEAD)

    def due(self, at: dt.datetime) -> Self:
        """What may be sent now: its time has come, nobody is sending it, and of the same object nothing stands before
        it or is on its way."""
        of_object = {name: OuterRef(name) for name in ("subscription", "kind", "object_id")}
        others = Delivery.objects.pending().filter(**of_object).exclude(pk=OuterRef("pk"))
        ahead = others.filter(Q(pk__lt=OuterRef("pk")) | Q(taken_until__gt=at))
        free = Q(taken_until=None) | Q(taken_until__lte=at)
        return self.pending().filter(free, ~Exists(ahead), next_at__lte=at)


class Delivery(models.Model):
    """That one subscription is to be told of one change; what is sent is read when it is sent."""

    class State(models.TextChoices):
        """Pending until the other side has taken it, or it was tried long enough."""

        PENDING = "pending", "待送达"
        DELIVERED = "delivered", "已送达"
        DEAD = "dead", "死信"

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    xid = models.BigIntegerField()  # of the change, as in the feed
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveIntegerField("尝试次数", default=0)  # since it was last replayed
    next_at = models.DateTimeField("下次发送时间")
    taken_until = models.DateTimeField(null=True)  # a worker is sending it; when that one is dead, it is free again
    created_at = models.DateTimeField("产生时间")
    done_at = models.DateTimeField("结束时间", null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "变更通知"
        verbose_name_plural = "变更通知"
        indexes = [
            # what of this subscription is due?
            models.Index(fields=["subscription", "next_at"], condition=Q(state="pending"), name="delivery_due"),
            # does anything of the same object stand before it?
            models.Index(
                fields=["subscription", "kind", "object_id", "id"],
                condition=Q(state="pending"),
                name="delivery_of_object",
            ),
            # the log of a subscription, and its dead letters
            models.Index(fields=["subscription", "state", "-id"], name="delivery_log"),
            # what is old enough to be forgotten?
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="delivery_done"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending", done_at=None)
                | Q(state__in=["delivered", "dead"], done_at__isnull=False, taken_until=None),
                name="delivery_done_at_some_time",
            ),
        ]


class DeliveryAttempt(models.Model):
    """How one attempt went; never what was sent or answered."""

    class Error(models.TextChoices):
        """Why there was no answer, or one that does not count."""

        UNRESOLVED = "unresolved", "域名无法解析"
        FORBIDDEN = "forbidden", "地址不在允许范围内"
        CONNECT = "connect", "无法连接"
        TLS = "tls", "TLS 证书或握手有误"
        TIMEOUT = "timeout", "超时"
        CLOSED = "closed", "连接中断"
        REDIRECT = "redirect", "对方要求重定向（不跟随）"
        STATUS = "status", "对方应答不是 2xx"

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField("时间")
    status = models.PositiveSmallIntegerField("HTTP 状态码", null=True)
    error = models.CharField("错误", max_length=12, choices=Error.choices, blank=True)
    milliseconds = models.PositiveIntegerField("耗时（毫秒）")

    class Meta:
        verbose_name = "发送记录"
        verbose_name_plural = "发送记录"
        constraints = [
            models.CheckConstraint(
                condition=Q(error="", status__isnull=False, status__gte=200, status__lt=300) | ~Q(error=""),
                name="attempt_went_well_or_why",
            ),
        ]
