"""Files of many rows on their way in: what any kind of them has in common, from the upload to the last row."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models

from fedportal.accounts.roles import Can
from fedportal.lib.encrypted_fields import EncryptedJSONField
from fedportal.orgs.models import Organization

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class LedgerQuerySet(models.QuerySet):
    """Ledgers by owner and by what is to be done with them."""

    def visible_to(self, user: "User") -> Self:
        """One's own unit's alone: a ledger is working material, not yet a case."""
        if not user.is_authenticated or not user.can(self.model.needs):  # type: ignore[attr-defined]
            return self.none()
        return self.filter(org=user.org_id)

    def waiting(self) -> Self:
        """What the worker takes next; one that keeps failing goes to the end of the queue."""
        return self.filter(status__in=WAITING).order_by("attempts", "pk")


class LedgerStatus(models.TextChoices):
    """How far a ledger has come."""

    UPLOADED = "uploaded", "正在核对"
    CHECKED = "checked", "待确认"
    CONFIRMED = "confirmed", "正在导入"
    DONE = "done", "已导入"
    FAILED = "failed", "未能导入"
    DISCARDED = "discarded", "已放弃"


WAITING = (LedgerStatus.UPLOADED, LedgerStatus.CONFIRMED)


class Ledger(models.Model):
    """One uploaded ledger, from the file to what is made of it. Its rows stand in `rows`."""

    Status = LedgerStatus
    needs: ClassVar[Can] = Can.IMPORT  # the right to bring such a one in

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="导入人")
    uploaded_at = models.DateTimeField("上传时间")
    file_name = models.CharField("文件名", max_length=255)
    file_size = models.IntegerField("文件大小")
    file_digest = models.CharField("文件摘要", max_length=64)
    layout = EncryptedJSONField("表格位置", default=dict)  # with the first rows as samples
    mapping = models.JSONField("列的对应", default=list)  # a field's name for each column, empty: not imported
    status = models.CharField("状态", max_length=10, choices=LedgerStatus.choices, default=LedgerStatus.UPLOADED)
    problem = models.CharField("问题", max_length=300, blank=True)  # why it cannot go on, for the page
    attempts = models.SmallIntegerField("处理次数", default=0)
    good = models.IntegerField("可以导入", default=0)
    warned = models.IntegerField("有提醒", default=0)  # of the good ones
    bad = models.IntegerField("有误", default=0)
    known = models.IntegerField("已导入过", default=0)
    imported = models.IntegerField("导入数", default=0)
    finished_at = models.DateTimeField("完成时间", null=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_waiting(self) -> bool:
        """Whether the worker has something to do with it."""
        return self.status in WAITING


class RowState(models.TextChoices):
    """What is to be said about a row."""

    BAD = "bad", "有误"
    KNOWN = "known", "已导入过"
    WARNED = "warned", "有提醒"


class LedgerRow(models.Model):
    """A row of a ledger about which something is to be said; those in good order leave no trace here."""

    State = RowState

    number = models.IntegerField("行号")  # as Excel shows it
    state = models.CharField("情况", max_length=10, choices=RowState.choices)
    remarks = EncryptedJSONField("说明", default=list)  # pairs of column and words
    cells = EncryptedJSONField("原内容", default=list)  # of bad rows, to be given back
    known_as = models.CharField("已登记编号", max_length=90, blank=True)

    class Meta:
        abstract = True
