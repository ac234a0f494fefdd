"""Photos, scans and recordings that belong to a petition."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.letter import Letter
from cases.models.petition import Petition
from fedportal.lib.file_types import BY_EXTENSION, FileType


class AttachmentQuerySet(models.QuerySet):
    """Attachments by whether they still count."""

    def kept(self) -> Self:
        """Those that nobody has removed."""
        return self.filter(removed_at=None)


def stored_name(attachment: "Attachment", file_name: str) -> str:
    """A random name: a file's own may hold a person's."""
    return f"attachments/{uuid.uuid4().hex}"


class Attachment(models.Model):
    """One file. What was removed is hidden and stays, with who removed it and why."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField("名称", max_length=120)
    extension = models.CharField("类型", max_length=5)  # from the content
    size = models.PositiveIntegerField("大小")  # bytes
    digest = models.CharField("摘要", max_length=64)  # SHA-256 of what is stored
    file = models.FileField("文件", upload_to=stored_name)
    uploaded_at = models.DateTimeField("上传时间")
    # Empty where an agency sent it with its answer to a letter.
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="files")
    removed_at = models.DateTimeField("移除时间", null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removal_reason = models.CharField("移除原因", max_length=200, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "digest"], condition=Q(removed_at=None), name="attachment_once"
            ),
            models.CheckConstraint(
                condition=Q(uploaded_by__isnull=False) | Q(letter__isnull=False), name="attachment_from_someone"
            ),
            models.CheckConstraint(condition=Q(extension__in=sorted(BY_EXTENSION)), name="attachment_kind_known"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removal_reason="")
                | Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removal_reason=""),
                name="attachment_removed_by_someone",
            ),
        ]

    @property
    def kind(self) -> FileType:
        return BY_EXTENSION[self.extension]
