"""Ledgers on their way out that are too long to wait for: who asked, why, for how many, and how far it has come."""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from fedportal.accounts.roles import Can
from fedportal.orgs.models import Organization

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class ExportQuerySet(models.QuerySet):
    """Exports by who asked for them and by what is to be done with them."""

    def visible_to(self, user: "User") -> Self:
        """One's own alone, as long as one works in the unit for which it was asked."""
        if not user.is_authenticated or not user.can(Can.EXPORT):
            return self.none()
        return self.filter(by=user, org=user.org_id)

    def waiting(self) -> Self:
        """What the worker takes next; one that keeps failing goes to the end of the queue."""
        return self.filter(status=Export.Status.WAITING).order_by("attempts", "pk")


class Export(models.Model):
    """One ledger that the worker writes."""

    class Status(models.TextChoices):
        WAITING = "waiting", "正在生成"
        DONE = "done", "已生成"
        FAILED = "failed", "未能生成"
        GONE = "gone", "已清除"

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="导出人")
    asked_at = models.DateTimeField("提出时间")
    reason = models.CharField("事由", max_length=200)
    filters = ArrayField(models.CharField(max_length=20), verbose_name="筛选条件", default=list)  # their labels alone
    # What the filter found when it was asked: ids, so that nobody's name lies here. Empty once the file is there.
    petitions = ArrayField(models.BigIntegerField(), default=list)
    asked = models.IntegerField("筛选出的条数")
    key = models.UUIDField(default=uuid.uuid4, unique=True)  # names the file: whoever writes it again writes this one
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.WAITING)
    problem = models.CharField("问题", max_length=300, blank=True)
    attempts = models.SmallIntegerField("处理次数", default=0)
    rows = models.IntegerField("导出条数", default=0)
    finished_at = models.DateTimeField("完成时间", null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = "台账导出"
        verbose_name_plural = "台账导出"
        indexes = [
            models.Index(fields=["by", "-id"], name="export_of_user"),
            # The worker's question, every few seconds: is there anything to do?
            models.Index(fields=["attempts", "id"], condition=Q(status="waiting"), name="export_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "done", "failed", "gone"]), name="export_status_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="export_has_reason"),
            models.CheckConstraint(
                condition=Q(status="waiting") | Q(petitions=[]), name="export_forgets_what_it_held"
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(finished_at__isnull=False), name="export_done_has_moment"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("cases:export", args=[self.pk])

    @property
    def file_name(self) -> str:
        """Where its file lies in the storage."""
        return f"exports/{self.key.hex}"

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    @property
    def missing(self) -> int:
        """How many had left the reader's range by the time they were written."""
        return self.asked - self.rows
