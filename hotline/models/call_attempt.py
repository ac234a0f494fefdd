"""Attempts to call somebody back who rang and was not answered."""

import datetime as dt

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from hotline.models.call import Call


def part_of_day(at: dt.datetime) -> tuple[dt.date, str]:
    """The day and which part of it, in Beijing time: who is not there in the morning may be there in the evening."""
    here = timezone.localtime(at)
    return here.date(), "上午" if here.hour < 12 else "下午" if here.hour < 18 else "晚上"


class CallAttempt(models.Model):
    """One attempt that did not reach her. Append-only; nobody leaves a message, and nobody else is told what for."""

    class Result(models.TextChoices):
        NO_ANSWER = "no_answer", "无人接听"
        UNAVAILABLE = "unavailable", "关机、忙线、空号"
        OTHER = "other", "他人接听，没有说明来意"

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="attempts")
    result = models.CharField("结果", max_length=12, choices=Result.choices)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="拨打人")

    class Meta:
        verbose_name = "回拨记录"
        verbose_name_plural = "回拨记录"
        indexes = [models.Index(fields=["call", "at"], name="call_attempt_story")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
