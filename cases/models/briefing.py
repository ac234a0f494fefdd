"""Briefings to the party committee and the government (信访专报), and what they made of them."""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse

from cases.models.document import Document
from cases.models.petition import Petition
from cases.workflow import BriefingUse
from fedportal.accounts.roles import Can
from fedportal.orgs.models import Organization

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class BriefingQuerySet(models.QuerySet):
    """Briefings by reader."""

    def visible_to(self, user: "User") -> Self:
        """Those of one's own unit: a county's small figures are whole only there."""
        if not user.is_authenticated or not user.can(Can.EXPORT):
            return self.none()
        return self.filter(org=user.org_id)


class Briefing(models.Model):
    """One briefing: its paper, the filter that it speaks of, and the figures as they stood and as they are shown."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="briefing")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    made_at = models.DateTimeField("统计时间")
    scope = models.CharField("范围", max_length=300)  # the filter in words, without a typed word: that may be a name
    figures = models.JSONField("数据")  # tables of words, small cells already hidden
    beyond = models.BooleanField("报送本县（区）以外", default=True)
    # The cases told of without a name: what the text may not contain is read from them.
    cases = models.ManyToManyField(Petition, related_name="+", verbose_name="典型案例")

    objects = BriefingQuerySet.as_manager()

    class Meta:
        verbose_name = "信访专报"
        verbose_name_plural = "信访专报"
        indexes = [models.Index(fields=["org", "-made_at"], name="briefing_of_org")]
        triggers = [
            pgtrigger.Protect(
                name="figures_stay", operation=pgtrigger.UpdateOf("figures", "scope", "beyond", "made_at")
            )
        ]

    def __str__(self) -> str:
        return self.document.number

    def get_absolute_url(self) -> str:
        return reverse("cases:briefing", args=[self.pk])


class BriefingAdoption(models.Model):
    """What a receiver made of a briefing: an instruction, a measure, a circular."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="adoptions")
    kind = models.CharField("情况", max_length=15, choices=BriefingUse.choices)
    organ = models.CharField("批示（采纳）单位或者领导", max_length=120)
    on = models.DateField("日期")
    words = models.TextField("内容")
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "专报采纳情况"
        verbose_name_plural = "专报采纳情况"
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
