"""Slots in which missed calls are called back, and which call is booked into which."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from hotline.models.call import Call
from hotline.models.rota import Shift
from hotline.slot_querysets import BookingQuerySet, SlotQuerySet

KIND = "call_back_booking"  # as other systems are told of one


class CallBackSlot(models.Model):
    """A stretch of one agent's shift in which she can call so many people back.

    `booked` is counted by a trigger on the bookings, and may not pass `capacity`: whoever books, and however many at
    once, the row is theirs one after the other.
    """

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="slots", verbose_name="班次")
    begins_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    capacity = models.SmallIntegerField("可约")
    booked = models.SmallIntegerField("已约", default=0, db_default=0)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = "回拨时段"
        verbose_name_plural = "回拨时段"
        indexes = [
            # What is free from now on?
            models.Index(fields=["begins_at"], condition=Q(booked__lt=F("capacity")), name="slot_free"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["shift", "begins_at"], name="slot_once_in_a_shift"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="slot_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(booked__gte=0, booked__lte=F("capacity")), name="slot_not_overbooked"),
        ]

    def __str__(self) -> str:
        begins, ends = timezone.localtime(self.begins_at), timezone.localtime(self.ends_at)
        return f"{begins:%m-%d %H:%M}—{ends:%H:%M}"

    @property
    def free(self) -> int:
        return self.capacity - self.booked


class CallBackBooking(models.Model):
    """A missed call that is to be called back in that slot; one that was let go stays as history.

    Nobody has booked (`by`) what the portal booked by itself: out of the queue, once a slot was there, or anew after a
    slot had passed unused; then it says instead of which.
    """

    # names it in addresses of the interface
    ref = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="bookings", verbose_name="来电")
    slot = models.ForeignKey(CallBackSlot, on_delete=models.PROTECT, related_name="bookings", verbose_name="时段")
    org_code = models.BigIntegerField()  # of the call
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="预约人"
    )
    at = models.DateTimeField("预约时间")
    released_at = models.DateTimeField("释放时间", null=True)
    passed_at = models.DateTimeField("过期时间", null=True)  # nobody had called back when its slot was over
    instead_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="instead", verbose_name="原约"
    )
    # Another number after every change: the trigger below counts, no verb has to.
    version = models.IntegerField(default=1, db_default=1, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = "回拨预约"
        verbose_name_plural = "回拨预约"
        constraints = [
            models.UniqueConstraint(fields=["call"], condition=Q(released_at=None), name="booking_one_of_a_call"),
            models.CheckConstraint(
                condition=Q(passed_at=None) | Q(released_at__isnull=False), name="booking_passed_is_released"
            ),
        ]
        indexes = [models.Index(fields=["org_code", "-at", "-id"], name="booking_in_range")]
        triggers = [
            pgtrigger.Trigger(
                name="counts_versions",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="counts_booked",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                IF TG_OP <> 'INSERT' AND OLD.released_at IS NULL THEN
                    UPDATE hotline_callbackslot SET booked = booked - 1 WHERE id = OLD.slot_id;
                END IF;
                IF TG_OP <> 'DELETE' AND NEW.released_at IS NULL THEN
                    UPDATE hotline_callbackslot SET booked = booked + 1 WHERE id = NEW.slot_id;
                END IF;
                RETURN NULL;
                """,
            ),
        ]
