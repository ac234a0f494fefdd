"""The inbox: a copy of what an organization is told. The case itself waits in its work queue."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from fedportal.accounts.roles import Role
from fedportal.deadlines.limits import Light
from fedportal.deadlines.models import Escalation
from fedportal.notices.querysets import NoticeQuerySet
from fedportal.orgs.models import Organization


class Notice(models.Model):
    """One message to the people of one role in one organization."""

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    # Empty where a person's act is told, and no climb of the engine.
    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, null=True, related_name="notices")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    subject = GenericForeignKey()
    light = models.SmallIntegerField("灯色", choices=Light.choices)
    text = models.CharField("内容", max_length=200)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="阅读人"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = "提醒"
        indexes = [
            models.Index(fields=["org", "-at"], name="notice_of_org"),
            # The bell: how many are unread here?
            models.Index(fields=["org", "role"], condition=Q(read_at=None), name="notice_unread"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["escalation", "org", "role"], name="notice_once_per_escalation"),
        ]
