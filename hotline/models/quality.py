"""Quality: what a call is judged by, which calls were drawn and what was found."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from fedportal.orgs.models import Organization
from hotline.models.call import Call
from hotline.quality_querysets import QualityFormQuerySet, QualityReviewQuerySet

KIND = "quality_review"  # as other systems are told of one


class QualityForm(models.Model):
    """What calls are judged by, in one version of one unit: criteria with their points, a hundred together.
    Append-only; the newest of the unit holds, else that of the nearest unit above."""

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="制定单位")
    org_code = models.BigIntegerField()
    number = models.SmallIntegerField("版本")
    criteria = models.JSONField("评分项目")  # [{"label": …, "points": …}]
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="制定人")
    at = models.DateTimeField("制定时间")

    objects = QualityFormQuerySet.as_manager()

    class Meta:
        verbose_name = "质检表"
        verbose_name_plural = "质检表"
        constraints = [models.UniqueConstraint(fields=["org", "number"], name="quality_form_version_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.org.region_name}质检表第 {self.number} 版"


class QualityReview(models.Model):
    """One call that was drawn for review, and what was found: once, and it stays."""

    # names it in addresses of the interface
    ref = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="quality", verbose_name="来电")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    org_code = models.BigIntegerField()
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="接线员"
    )
    week = models.DateField("抽取的周")  # its Monday
    drawn_at = models.DateTimeField("抽取时间")
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="抽取人"
    )
    form = models.ForeignKey(
        QualityForm, on_delete=models.PROTECT, null=True, related_name="reviews", verbose_name="质检表"
    )
    points = models.JSONField("得分", default=list)  # one for each criterion of the form
    total = models.SmallIntegerField("总分", null=True)
    announced = models.BooleanField("已告知录音", null=True)  # domain.md L10
    remarks = models.TextField("评语", blank=True, max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="质检人"
    )
    at = models.DateTimeField("质检时间", null=True)
    # Another number after every change: the trigger below counts, no verb has to.
    version = models.IntegerField(default=1, db_default=1, editable=False)

    objects = QualityReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "质检"
        verbose_name_plural = "质检"
        indexes = [models.Index(fields=["org_code", "-week", "agent"], name="quality_in_range")]
        constraints = [
            models.CheckConstraint(
                condition=Q(at=None, by=None, form=None, total=None, announced=None)
                | Q(at__isnull=False, by__isnull=False, form__isnull=False, announced__isnull=False)
                & Q(total__gte=0, total__lte=100)
                & ~Q(by=F("agent")),
                name="quality_reviewed_wholly_by_another",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="counts_versions",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"质检 {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("hotline:quality_review", args=[self.pk])
