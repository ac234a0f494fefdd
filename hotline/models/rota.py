"""The rota: shifts, hand-overs, where a line leads out of its hours, and the president's answering day."""

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone

from fedportal.deadlines.models import Deadline
from fedportal.lib.encrypted_fields import EncryptedTextField
from fedportal.orgs.models import Organization
from hotline.models.call import Call
from hotline.models.line import HotlineLine
from hotline.rota_querysets import HandOverQuerySet, RedirectionQuerySet, ShiftQuerySet

_AGENT = Func(F("agent_id"), F("agent_id"), Value("[]"), function="int8range")
_TIMES = Func(F("begins_at"), F("ends_at"), function="tstzrange")


class Shift(models.Model):
    """Who answers a line from when to when. Nobody yet is a duty to find somebody (desk_law.SHIFT_GAP)."""

    line = models.ForeignKey(HotlineLine, on_delete=models.PROTECT, related_name="shifts", verbose_name="线路")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="值班单位")
    org_code = models.BigIntegerField()
    begins_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="接线员"
    )
    capacity = models.SmallIntegerField("每时段回拨数", default=1)
    called_off_at = models.DateTimeField("取消时间", null=True)
    reason = models.CharField("取消理由", max_length=100, blank=True)

    deadlines = GenericRelation(Deadline)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = "班次"
        verbose_name_plural = "班次"
        indexes = [models.Index(fields=["org_code", "begins_at"], name="shift_in_range")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="shift_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(capacity__gte=0, capacity__lte=10), name="shift_capacity_known"),
            models.CheckConstraint(
                condition=Q(called_off_at=None, reason="") | Q(called_off_at__isnull=False) & ~Q(reason=""),
                name="shift_called_off_says_why",
            ),
            # Nobody sits at two telephones at once.
            ExclusionConstraint(
                name="shift_one_at_a_time",
                expressions=[(_AGENT, RangeOperators.OVERLAPS), (_TIMES, RangeOperators.OVERLAPS)],
                condition=Q(called_off_at=None, agent__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        begins, ends = timezone.localtime(self.begins_at), timezone.localtime(self.ends_at)
        return f"{begins:%m-%d %H:%M}—{ends:%H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("hotline:shift", args=[self.pk])


class HandOver(models.Model):
    """One thing that an agent leaves for who comes after her. Its words are enciphered; they change no more."""

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="hand_overs", verbose_name="班次")
    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, null=True, blank=True, related_name="hand_overs", verbose_name="有关来电"
    )
    note = EncryptedTextField("交班事项")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="交班人")
    at = models.DateTimeField("交班时间")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="接班人"
    )
    taken_at = models.DateTimeField("签收时间", null=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = "交班事项"
        verbose_name_plural = "交班事项"
        indexes = [
            # What has nobody taken up?
            models.Index(fields=["shift"], condition=Q(taken_at=None), name="hand_over_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_by=None, taken_at=None)
                | Q(taken_by__isnull=False, taken_at__isnull=False) & ~Q(taken_by=F("by")),
                name="hand_over_taken_by_another",
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]


class Redirection(models.Model):
    """Where calls go outside a line's hours: to the number of a unit above, in hours of its own. One that has ended
    stays. The number is told and not looked up: below, nobody reads the lines of units above."""

    line = models.ForeignKey(HotlineLine, on_delete=models.PROTECT, related_name="redirections", verbose_name="线路")
    org_code = models.BigIntegerField()
    target = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="代接单位")
    number = models.CharField("代接号码", max_length=20)
    round_the_clock = models.BooleanField("代接单位 24 小时接听", default=True)
    begins = models.TimeField("代接自", null=True, blank=True)
    ends = models.TimeField("代接至", null=True, blank=True)
    begun_on = models.DateField("开始日期")
    ended_on = models.DateField("结束日期", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")

    objects = RedirectionQuerySet.as_manager()

    class Meta:
        verbose_name = "非接听时间转接"
        verbose_name_plural = "非接听时间转接"
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(ended_on=None), name="redirection_one_of_a_line"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("begun_on")), name="redirection_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(round_the_clock=True, begins=None, ends=None)
                | Q(round_the_clock=False, begins__isnull=False, ends__isnull=False) & ~Q(begins=F("ends")),
                name="redirection_has_hours",
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{3,4}-[0-9]{5,8}$"), name="redirection_number_dialled"
            ),
        ]

    @property
    def hours_words(self) -> str:
        """接听时间以外（24 小时有人接听）；或者 17:30—次日 08:30."""
        if self.begins is None or self.ends is None:
            return "接听时间以外，全时段"
        over_night = "次日 " if self.ends <= self.begins else ""
        return f"{self.begins:%H:%M}—{over_night}{self.ends:%H:%M}"


class AnsweringDay(models.Model):
    """A day on which the president of a federation answers the line herself (domain.md L9: 8 March, yearly)."""

    line = models.ForeignKey(HotlineLine, on_delete=models.PROTECT, related_name="answering_days", verbose_name="线路")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    org_code = models.BigIntegerField()
    day = models.DateField("日期")
    begins = models.TimeField("自")
    ends = models.TimeField("至")
    president = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="接听的主席"
    )
    topic = models.CharField("主题", max_length=60, blank=True)
    answered = models.SmallIntegerField("接听来电", null=True)
    settled = models.SmallIntegerField("当场解答", null=True)
    record = models.TextField("记录", blank=True, max_length=2000)
    recorded_at = models.DateTimeField("记录时间", null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="记录人"
    )

    class Meta:
        verbose_name = "主席接听日"
        verbose_name_plural = "主席接听日"
        constraints = [
            models.UniqueConstraint(fields=["org", "day"], name="answering_day_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="answering_day_hours_in_order"),
            models.CheckConstraint(
                condition=Q(recorded_at=None, recorded_by=None, answered=None, settled=None, record="")
                | Q(recorded_at__isnull=False, recorded_by__isnull=False, answered__gte=0, settled__gte=0)
                & Q(settled__lte=F("answered"))
                & ~Q(record=""),
                name="answering_day_recorded_wholly",
            ),
        ]
