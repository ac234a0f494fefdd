"""The audit trail: rows are added, never changed, never removed."""

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models

from fedportal.orgs.models import Organization


class AccessEvent(models.Model):
    """Someone did or read something: who, when, from where, what."""

    at = models.DateTimeField("时间")
    verb = models.CharField("操作", max_length=40)  # noun.verb, as in petition.accept
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="操作人"
    )
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="单位")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    object_id = models.BigIntegerField(null=True)
    address = models.GenericIPAddressField("来源地址", null=True)
    detail = models.JSONField("详情", default=dict)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        indexes = [
            models.Index(fields=["content_type", "object_id", "at"], name="access_of_subject"),
            models.Index(fields=["actor", "at"], name="access_by_actor"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
