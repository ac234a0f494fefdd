"""What a matter taught us, said when it is closed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.petition import Petition
from cases.workflow.aftercare import RootCause


class Conclusion(models.Model):
    """The answers of one closing: a matter that was opened again has several, and the last one counts."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="conclusions")
    at = models.DateTimeField("办结时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    root_cause = models.CharField("成因", max_length=15, choices=RootCause.choices, blank=True)
    typical = models.BooleanField("典型案例", default=False)
    relief_told = models.BooleanField("已告知社会救助", default=False)
    relief_helped = models.BooleanField("已帮助申请社会救助", default=False)
    unvisited = models.TextField("未确认安全即办结的理由", blank=True)

    class Meta:
        verbose_name = "办结情况"
        verbose_name_plural = "办结情况"
        constraints = [
            models.CheckConstraint(
                condition=Q(root_cause="") | Q(root_cause__in=RootCause.values), name="conclusion_cause_known"
            ),
        ]
