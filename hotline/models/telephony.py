"""Telephone systems: who may tell of calls, what was told, the facts of each call by it, and who sits where."""

import uuid
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from fedportal.accounts.models import User
from fedportal.lib.encrypted_fields import EncryptedCharField
from fedportal.orgs.models import Organization
from fedportal.orgs.querysets import InScopeQuerySet
from hotline.models.call import Call
from hotline.phone_events import PhoneKind, Told


class SwitchQuerySet(InScopeQuerySet):
    """Telephone systems by the place of their unit."""

    def for_page(self) -> Self:
        return self.select_related("org", "registered_by")


class PhoneSwitch(models.Model):
    """One telephone system of a unit: it tells of the calls to that unit's lines, and of no other.

    It signs with a key that is told once. While the other side changes over, the former key is good too. `account` is
    as whom its calls are written down; nobody signs in as it.
    """

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="所属单位")
    org_code = models.BigIntegerField()
    name = models.CharField("名称", max_length=60)
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # by which a message names its key
    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = EncryptedCharField("密钥", max_length=100)
    former_key = EncryptedCharField("旧密钥", max_length=100, blank=True)
    former_until = models.DateTimeField("旧密钥有效期至", null=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    registered_at = models.DateTimeField("登记时间")
    stopped_at = models.DateTimeField("停用时间", null=True)
    heard_at = models.DateTimeField("最近收到消息", null=True)

    objects = SwitchQuerySet.as_manager()

    class Meta:
        verbose_name = "电话系统"
        verbose_name_plural = "电话系统"
        indexes = [models.Index(fields=["org_code"], name="phone_switch_in_range")]
        constraints = [
            models.CheckConstraint(
                condition=Q(former_key="", former_until=None) | ~Q(former_key="") & Q(former_until__isnull=False),
                name="phone_switch_former_key_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        """Its number as a word, for ids of a page."""
        return str(self.pk)


class SwitchCall(models.Model):
    """What a telephone system knows of one call, from its events; beside what the agent writes, never over it."""

    switch = models.ForeignKey(PhoneSwitch, on_delete=models.PROTECT, related_name="calls")
    told_id = models.CharField(max_length=100)  # its number in the telephone system
    call = models.OneToOneField(Call, on_delete=models.PROTECT, null=True, related_name="phone", verbose_name="来电")
    rang_at = models.DateTimeField("来电时间", null=True)
    answered_at = models.DateTimeField("接听时间", null=True)
    ended_at = models.DateTimeField("挂断时间", null=True)
    extension = models.CharField("分机", max_length=20, blank=True)  # where it rings, talks or was talked last
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    transfers = models.JSONField("转接", default=list)  # [moment, from, to]
    recording = models.CharField("录音编号", max_length=200, blank=True)
    waits_since = models.DateTimeField(null=True)  # for what was told to be made something of

    class Meta:
        verbose_name = "通话"
        verbose_name_plural = "通话"
        indexes = [
            # What is still to be settled?
            models.Index(fields=["waits_since"], condition=Q(waits_since__isnull=False), name="switch_call_waits")
        ]
        constraints = [models.UniqueConstraint(fields=["switch", "told_id"], name="switch_call_once")]


class PhoneEvent(models.Model):
    """One event as it was told, before anything is made of it."""

    of = models.ForeignKey(SwitchCall, on_delete=models.PROTECT, related_name="events")
    switch = models.ForeignKey(PhoneSwitch, on_delete=models.PROTECT, related_name="events")
    event_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=PhoneKind.choices)
    at = models.DateTimeField()
    line = models.CharField(max_length=20)
    caller = EncryptedCharField(max_length=40, blank=True)
    extension = models.CharField(max_length=20, blank=True)
    to_extension = models.CharField(max_length=20, blank=True)
    recording = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = "通话事件"
        verbose_name_plural = "通话事件"
        indexes = [models.Index(fields=["received_at"], name="phone_event_oldest")]  # What is too old?
        constraints = [models.UniqueConstraint(fields=["switch", "event_id"], name="phone_event_once")]

    @property
    def told(self) -> Told:
        words = {name: getattr(self, name) for name in ("line", "caller", "extension", "to_extension", "recording")}
        return Told(self.event_id, str(self.of_id), self.kind, self.at, **words)


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats by who sits there, and when."""

    def now_of(self, user: User, at: object) -> Self:
        return self.filter(agent=user, since__lte=at, until__gt=at)


class Seat(models.Model):
    """Who works at which extension, from when until when: `until` is in the future while she sits there."""

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    org_code = models.BigIntegerField()
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    extension = models.CharField("分机号", max_length=20)
    since = models.DateTimeField("自")
    until = models.DateTimeField("至")

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "座席"
        verbose_name_plural = "座席"
        indexes = [
            models.Index(fields=["org", "extension", "-since"], name="seat_of_extension"),  # Who sat there then?
            models.Index(fields=["agent", "-since"], name="seat_of_agent"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="seat_ends_after_it_begins")
        ]


class CallSignal(models.Model):
    """What one agent's screen is told of one call; the stream (`manage.py call_stream`) sends them in order."""

    class Kind(models.TextChoices):
        RINGING = "ringing", "振铃"
        ANSWERED = "answered", "接听"
        ENDED = "ended", "挂断"
        GONE = "gone", "不再响"  # another has answered it, or nobody has

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "来电提示"
        verbose_name_plural = "来电提示"
        indexes = [
            models.Index(fields=["agent", "id"], name="call_signal_of_agent"),
            models.Index(fields=["at"], name="call_signal_oldest"),  # What is too old?
        ]
        triggers = [
            # Told at the commit, so that the stream looks at once; whoever listens learns nothing by it.
            pgtrigger.Trigger(
                name="calls_the_stream",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                level=pgtrigger.Statement,
                func="PERFORM pg_notify('hotline_call_signal', ''); RETURN NULL;",
            )
        ]
