"""Duties with their clocks: rules, ladders, deadlines, and the escalations that the engine writes."""

import datetime as dt

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q

from fedportal.deadlines.limits import Base, Light, Unit
from fedportal.deadlines.querysets import DeadlineQuerySet
from fedportal.orgs.models import Level, Organization


class LawEdition(models.Model):
    """One row with a number that no other state of rules and ladders ever had: processes keep what they read by it.

    Written by a trigger on every statement that changes either, so that nobody can forget it.
    """

    number = models.BigIntegerField()

    class Meta:
        verbose_name = "规则版次"
        verbose_name_plural = "规则版次"


def _new_edition() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="new_edition",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        # a sequence gives no number twice, not even to what is rolled back
        func="""
            INSERT INTO deadlines_lawedition (id, number) VALUES (1, nextval('deadlines_law_edition'))
            ON CONFLICT (id) DO UPDATE SET number = excluded.number;
            RETURN NULL;
        """,
    )


class Ladder(models.Model):
    """Who is told after how much lateness, in one version; deadlines keep the version they started on."""

    code = models.CharField("代码", max_length=30)
    label = models.CharField("名称", max_length=60)
    base = models.CharField("起算", max_length=10, choices=Base.choices)
    remind_amount = models.SmallIntegerField("末级后提醒间隔")
    remind_unit = models.CharField("间隔单位", max_length=12, choices=Unit.choices)
    valid_from = models.DateField("启用日期")

    class Meta:
        verbose_name = "升级阶梯"
        verbose_name_plural = "升级阶梯"
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="ladder_version_unique")]
        triggers = [_new_edition()]

    def __str__(self) -> str:
        return self.label


class Rung(models.Model):
    """One step of a ladder; see limits.Step for the meaning of each field."""

    ladder = models.ForeignKey(Ladder, on_delete=models.CASCADE, related_name="rungs")
    step = models.SmallIntegerField("级次")
    amount = models.SmallIntegerField("时点")
    unit = models.CharField("单位", max_length=12, choices=Unit.choices)
    share = models.DecimalField("时限份额", max_digits=3, decimal_places=2, null=True, blank=True)
    light = models.SmallIntegerField("灯色", choices=Light.choices)
    desk_level = models.SmallIntegerField("上报到", choices=Level.choices, null=True, blank=True)
    unless_acknowledged = models.BooleanField("签收后跳过", default=False)
    demand = models.CharField("要求", max_length=200)
    tells = models.JSONField("告知对象", default=list)

    class Meta:
        verbose_name = "阶梯级次"
        verbose_name_plural = "阶梯级次"
        ordering = ("ladder", "step")
        constraints = [models.UniqueConstraint(fields=["ladder", "step"], name="rung_once_per_ladder")]
        triggers = [_new_edition()]


class DeadlineRule(models.Model):
    """A limit in force: the national one (org empty), or a region's own, which may only be stricter."""

    code = models.CharField("代码", max_length=40)
    kind = models.CharField("事项", max_length=40)
    label = models.CharField("名称", max_length=60)
    amount = models.SmallIntegerField("时限")
    unit = models.CharField("单位", max_length=12, choices=Unit.choices)
    article = models.CharField("依据", max_length=100)
    starts = models.CharField("起算", max_length=60)
    policy = models.BooleanField("内部规定", default=False)
    ladder_code = models.CharField("阶梯", max_length=30)
    org = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="适用地区",
    )
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "时限规则"
        verbose_name_plural = "时限规则"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], condition=Q(org=None), name="rule_national_version_unique"
            ),
            models.UniqueConstraint(fields=["code", "org", "valid_from"], name="rule_region_version_unique"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="rule_amount_positive"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="rule_dates_in_order"
            ),
        ]
        triggers = [_new_edition()]


class Deadline(models.Model):
    """Who (`org`) must do what (`kind`, by which article) by when (`due_at`), for what subject.

    `org` owes the duty and never changes by lateness; `desk` is where the lateness now lies. `climb_at` is the
    stored moment of the next rung (`next_step`). `cycle` counts runs of the ladder: an extension starts a new
    one, and so does each reminder after the last rung. Only the engine climbs.
    """

    class Outcome(models.TextChoices):
        MET = "met", "按期完成"
        LATE = "late", "超期完成"
        CANCELLED = "cancelled", "不再需要"

    # No index on the foreign keys alone: nobody asks for them, and each would be written anew by every climb.
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+", db_index=False)
    object_id = models.BigIntegerField()
    subject = GenericForeignKey()
    kind = models.CharField("事项", max_length=40)
    # Which of several like duties of the subject: the letter that waits for its answer, the order that does.
    item = models.CharField("具体对象", max_length=40, blank=True, default="")
    rule = models.ForeignKey(DeadlineRule, on_delete=models.PROTECT, related_name="+", db_index=False)
    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, related_name="+", db_index=False)
    org = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="责任单位"
    )
    org_code = models.BigIntegerField()
    desk = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="当前所在"
    )
    opened_at = models.DateTimeField("起算时刻")
    due_at = models.DateTimeField("到期时刻")
    derivation = models.JSONField("推算依据")  # the receipt; see receipts.py

    cycle = models.SmallIntegerField("轮次", default=0)
    step = models.SmallIntegerField("已到级次", default=-1)
    light = models.SmallIntegerField("灯色", choices=Light.choices, default=Light.GREEN)
    next_step = models.SmallIntegerField("下一级次")
    climb_at = models.DateTimeField("下一级时刻")
    awaiting_ack = models.BooleanField("待签收", default=False)

    closed_at = models.DateTimeField("结束时刻", null=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True)
    quarantined_at = models.DateTimeField("隔离时刻", null=True)
    quarantine_reason = models.TextField("隔离原因", blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = "时限"
        verbose_name_plural = "时限"
        indexes = [
            # The sweep's question: what is due to climb? Holds exactly the rows that the engine may take.
            models.Index(
                fields=["climb_at", "id"],
                condition=Q(closed_at=None, quarantined_at=None),
                name="deadline_to_climb",
            ),
            models.Index(fields=["content_type", "object_id"], name="deadline_of_subject"),
            # What lies on this desk, most urgent first?
            models.Index(fields=["desk", "due_at"], condition=Q(closed_at=None), name="deadline_on_desk"),
            # What is open in this range, and how late?
            models.Index(fields=["org_code", "due_at"], condition=Q(closed_at=None), name="deadline_open_in_range"),
            # How was it in the past: who did it when, and what was done late? Open rows, which climb, pay nothing.
            models.Index(fields=["org_code", "due_at"], condition=~Q(closed_at=None), name="deadline_done_in_range"),
            models.Index(
                fields=["org_code", "closed_at"], condition=Q(closed_at__gt=F("due_at")), name="deadline_late_in_range"
            ),
            # What is owed and has climbed so far that a superior drafts an order? Few rows, asked for all the time.
            models.Index(fields=["id"], condition=Q(closed_at=None, step__gte=4), name="deadline_far_up"),
            models.Index(fields=["quarantined_at"], condition=~Q(quarantined_at=None), name="deadline_quarantined"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "kind", "item"],
                condition=Q(closed_at=None),
                name="deadline_one_open_per_duty",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="deadline_closed_has_outcome",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("opened_at")), name="deadline_due_after_start"),
        ]

    def is_overdue(self, at: dt.datetime) -> bool:
        return self.closed_at is None and self.due_at < at


class Escalation(models.Model):
    """One rung climbed: history, timeline entry and outbox of notices at once.

    Append-only; the three columns of the outbox and of the acknowledgement are filled in once, later.
    """

    # `deadline` is found by escalation_exactly_once; the desks' own indexes would answer no question.
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="escalations", db_index=False)
    cycle = models.SmallIntegerField("轮次")
    step = models.SmallIntegerField("级次")
    from_desk = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_desk = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    planned_at = models.DateTimeField("应升级时刻")
    at = models.DateTimeField("实际升级时刻")
    alarm = models.BooleanField("无上级可报", default=False)
    told_at = models.DateTimeField("已告知时刻", null=True)
    acknowledged_at = models.DateTimeField("签收时刻", null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name="签收人",
    )

    class Meta:
        verbose_name = "升级记录"
        verbose_name_plural = "升级记录"
        indexes = [
            # The outbox: what has not been told yet?
            models.Index(fields=["id"], condition=Q(told_at=None), name="escalation_untold"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["deadline", "cycle", "step"], name="escalation_exactly_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="escalation_ack_has_person",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="append_only", exclude=["told_at", "acknowledged_at", "acknowledged_by"]),
        ]


class SweepRun(models.Model):
    """One run of the engine: when, how many, how late."""

    at = models.DateTimeField("清扫基准时刻")
    started_at = models.DateTimeField("开始")
    finished_at = models.DateTimeField("结束", null=True)
    climbed = models.IntegerField("升级数", default=0)
    quarantined = models.IntegerField("隔离数", default=0)
    worst_lag = models.DurationField("最大滞后", default=dt.timedelta)
    error = models.TextField("错误", blank=True)

    class Meta:
        verbose_name = "清扫记录"
        verbose_name_plural = "清扫记录"
        indexes = [models.Index(fields=["-started_at"], name="sweep_latest")]

    @property
    def lag_in_words(self) -> str:
        """How late the latest deadline of this run climbed: 3 天 4 小时, 12 分钟, 40 秒."""
        minutes, seconds = divmod(int(self.worst_lag.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        parts = [f"{n} {unit}" for n, unit in ((days, "天"), (hours, "小时"), (minutes, "分钟"), (seconds, "秒")) if n]
        return " ".join(parts[:2]) or "无"
