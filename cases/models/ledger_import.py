"""Ledgers on their way in: the uploaded file, what was found in it, and how far it has come."""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cases.categories import CHOICES
from fedportal.accounts.roles import Can
from fedportal.lib.encrypted_fields import EncryptedJSONField
from fedportal.orgs.models import Organization

if TYPE_CHECKING:
    from fedportal.accounts.models import User


def stored_name(batch: "ImportBatch", file_name: str) -> str:
    """A random name: the cadre's own may hold a person's."""
    return f"imports/{uuid.uuid4().hex}"


class ImportBatchQuerySet(models.QuerySet):
    """Ledgers by owner and by what is to be done with them."""

    def visible_to(self, user: "User") -> Self:
        """One's own unit's alone: a ledger is working material, not yet a case."""
        if not user.is_authenticated or not user.can(Can.IMPORT):
            return self.none()
        return self.filter(org=user.org_id)

    def waiting(self) -> Self:
        """What the worker takes next; one that keeps failing goes to the end of the queue."""
        return self.filter(status__in=WAITING).order_by("attempts", "pk")


class ImportBatch(models.Model):
    """One uploaded ledger, from the file to the petitions made of it."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", "正在核对"
        CHECKED = "checked", "待确认"
        CONFIRMED = "confirmed", "正在导入"
        DONE = "done", "已导入"
        FAILED = "failed", "未能导入"
        DISCARDED = "discarded", "已放弃"

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="导入人")
    uploaded_at = models.DateTimeField("上传时间")
    file = models.FileField("文件", upload_to=stored_name, blank=True)  # empty once it is no longer needed
    file_name = models.CharField("文件名", max_length=255)
    file_size = models.IntegerField("文件大小")
    file_digest = models.CharField("文件摘要", max_length=64)
    # For what the ledger does not say of its rows.
    channel = models.CharField("信访形式", max_length=15)
    matter_class = models.CharField("事项性质", max_length=15)
    category = models.CharField("事项类别", max_length=40, choices=CHOICES)
    layout = EncryptedJSONField("表格位置", default=dict)  # with the first rows as samples
    mapping = models.JSONField("列的对应", default=list)  # a field's name for each column, empty: not imported
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.UPLOADED)
    problem = models.CharField("问题", max_length=300, blank=True)  # why it cannot go on, for the page
    attempts = models.SmallIntegerField("处理次数", default=0)
    good = models.IntegerField("可以导入", default=0)
    warned = models.IntegerField("有提醒", default=0)  # of the good ones
    bad = models.IntegerField("有误", default=0)
    known = models.IntegerField("已导入过", default=0)
    imported = models.IntegerField("导入数", default=0)
    finished_at = models.DateTimeField("完成时间", null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "台账导入"
        verbose_name_plural = "台账导入"
        indexes = [
            models.Index(fields=["org", "-id"], name="import_of_org"),
            # The worker's question, every few seconds: is there anything to do?
            models.Index(
                fields=["attempts", "id"],
                condition=Q(status__in=["uploaded", "confirmed"]),
                name="import_waiting",
            ),
            # Was this very file here before?
            models.Index(fields=["org", "file_digest"], name="import_same_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["uploaded", "checked", "confirmed", "done", "failed", "discarded"]),
                name="import_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="done", finished_at__isnull=False) | ~Q(status="done"),
                name="import_done_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("cases:import", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether the worker has something to do with it."""
        return self.status in WAITING


WAITING = (ImportBatch.Status.UPLOADED, ImportBatch.Status.CONFIRMED)


class ImportRow(models.Model):
    """A row of a ledger about which something is to be said; those in good order leave no trace here."""

    class State(models.TextChoices):
        BAD = "bad", "有误"
        KNOWN = "known", "已导入过"
        WARNED = "warned", "有提醒"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.IntegerField("行号")  # as Excel shows it
    state = models.CharField("情况", max_length=10, choices=State.choices)
    remarks = EncryptedJSONField("说明", default=list)  # pairs of column and words
    cells = EncryptedJSONField("原内容", default=list)  # of bad rows, to be given back
    known_as = models.CharField("已登记编号", max_length=90, blank=True)

    class Meta:
        verbose_name = "台账行"
        verbose_name_plural = "台账行"
        constraints = [models.UniqueConstraint(fields=["batch", "state", "number"], name="import_row_once")]
