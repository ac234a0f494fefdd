"""Supervision orders (督办单) of a superior, and the answers to them (art. 40)."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.models.document import Document
from cases.models.petition import Petition
from cases.order_querysets import SupervisionQuerySet
from cases.workflow import Cause, OrderState, SuperviseMethod
from cases.workflow.supervision import ANSWER_OWED, ORDER_ENDED, RUNNING, UNISSUED
from fedportal.deadlines.models import Deadline, Escalation
from fedportal.orgs.models import Level, Organization

# Who may issue orders.
LEVELS = [(level.value, level.label) for level in (Level.PROVINCE, Level.CITY)]


class SupervisionOrder(models.Model):
    """One order of a city or the province to a unit below that owes something in a petition.

    The machine drafts one where a duty has climbed far (`escalation`); only a person issues it. `clock` is the
    receiver's duty to answer, the latest one where an answer was sent back.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="supervision_orders")
    state = models.CharField("状态", max_length=10, choices=OrderState.choices, default=OrderState.DRAFTED)
    cause = models.CharField("督办事由", max_length=15, choices=Cause.choices)
    level = models.SmallIntegerField("督办层级", choices=LEVELS)
    method = models.CharField(
        "督办方式", max_length=10, choices=SuperviseMethod.choices, default=SuperviseMethod.ONLINE
    )
    issuer = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="督办单位"
    )
    issuer_code = models.BigIntegerField()
    receiver = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="被督办单位"
    )
    receiver_code = models.BigIntegerField()
    demand = models.TextField("督办要求")
    due_on = models.DateField("回复期限", null=True)  # as the issuer set it; none: the limit of law.py holds
    drafted_at = models.DateTimeField("拟稿时间")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="拟稿人"
    )
    escalation = models.OneToOneField(
        Escalation, on_delete=models.PROTECT, null=True, related_name="supervision_order", verbose_name="所据超期"
    )
    issued_at = models.DateTimeField("签发时间", null=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="签发人"
    )
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="supervision_order")
    clock = models.OneToOneField(Deadline, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_by = models.ForeignKey(  # empty where the matter itself ended, or left the receiver
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="结束人"
    )
    ended_note = models.TextField("结束说明", blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = "督办单"
        verbose_name_plural = "督办单"
        indexes = [
            models.Index(fields=["receiver_code", "state"], name="order_in_range"),
            # What waits for this unit: to be issued or judged, to be answered?
            models.Index(fields=["issuer"], condition=Q(state__in=["drafted", "replied"]), name="order_waits_above"),
            models.Index(fields=["receiver"], condition=Q(state__in=["issued", "returned"]), name="order_waits_below"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state_known"),
            models.CheckConstraint(condition=Q(level__in=[1, 2]), name="order_of_city_or_above"),
            models.CheckConstraint(condition=~Q(issuer=F("receiver")), name="order_not_to_itself"),
            models.CheckConstraint(
                condition=Q(drafted_by__isnull=False) | Q(escalation__isnull=False), name="order_drafted_by_someone"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(UNISSUED), issued_at=None, issued_by=None, document=None, clock=None)
                | ~Q(state__in=sorted(UNISSUED))
                & Q(issued_at__isnull=False, issued_by__isnull=False, document__isnull=False, clock__isnull=False),
                name="order_issued_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ORDER_ENDED), ended_at__isnull=False)
                | ~Q(state__in=sorted(ORDER_ENDED)) & Q(ended_at=None, ended_by=None, ended_note=""),
                name="order_ended_has_moment",
            ),
            models.UniqueConstraint(
                fields=["petition", "issuer", "receiver"], condition=Q(state="drafted"), name="order_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return self.document.number if self.document else f"督办单草稿（{self.petition}）"

    def get_absolute_url(self) -> str:
        return reverse("cases:order", args=[self.pk])

    @property
    def item(self) -> str:
        """How its clock is told apart from those of other orders about the petition."""
        return f"order:{self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.state == OrderState.DRAFTED

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def owes_answer(self) -> bool:
        return self.state in ANSWER_OWED

    def is_late(self, at: dt.datetime) -> bool:
        """Whether the answer is owed after its last moment; see SupervisionQuerySet.unanswered."""
        return self.owes_answer and self.clock is not None and self.clock.is_overdue(at)


class SupervisionReply(models.Model):
    """One answer to an order, and the issuer's judgement of it."""

    order = models.ForeignKey(SupervisionOrder, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField("办理情况和整改措施")
    at = models.DateTimeField("回复时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="回复人")
    judged_at = models.DateTimeField("验收时间", null=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="验收人"
    )
    accepted = models.BooleanField("通过", null=True)
    note = models.TextField("验收意见", blank=True)

    class Meta:
        verbose_name = "督办回复"
        verbose_name_plural = "督办回复"
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(judged_at=None), name="order_reply_one_open"),
            models.CheckConstraint(
                condition=Q(judged_at=None, judged_by=None, accepted=None, note="")
                | Q(judged_at__isnull=False, judged_by__isnull=False, accepted=True)
                | Q(judged_at__isnull=False, judged_by__isnull=False, accepted=False) & ~Q(note=""),
                name="order_reply_judged_whole",
            ),
        ]
