"""A roster of people that somebody brought in as a file: what its lines say, until they are taken in or given up."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from fedportal.lib.encrypted_fields import EncryptedJSONField
from fedportal.orgs.models import Organization
from fedportal.orgs.querysets import InScopeQuerySet


class RosterImportQuerySet(InScopeQuerySet):
    """Those of one's own unit alone: they hold numbers of people whom nobody has taken in yet."""

    def visible_to(self, user):  # type: ignore[no-untyped-def]
        return super().visible_to(user).filter(org=user.org_id)


class RosterImport(models.Model):
    """One file, read and checked line by line; its lines are enciphered, and go once it is over."""

    class State(models.TextChoices):
        CHECKED = "checked", "待确认"
        DONE = "done", "已导入"
        DISCARDED = "discarded", "已放弃"

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    org_code = models.BigIntegerField()
    file_name = models.CharField("文件", max_length=255)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.CHECKED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间")
    good = models.IntegerField("可以导入", default=0)
    bad = models.IntegerField("有误", default=0)
    known = models.IntegerField("已有", default=0)
    lines = EncryptedJSONField("各行", null=True)  # roster.Line, as JSON
    ended_at = models.DateTimeField("结束时间", null=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = "人员名册导入"
        verbose_name_plural = "人员名册导入"
        indexes = [models.Index(fields=["org_code", "at"], name="roster_import_in_range")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="checked", ended_at=None, lines__isnull=False)
                | ~Q(state="checked") & Q(ended_at__isnull=False, lines__isnull=True),
                name="roster_import_forgets_its_lines",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("stations:roster_import", args=[self.pk])
