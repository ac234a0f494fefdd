"""What was found about the items of a checklist."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.checklists import CHECKLISTS, Finding
from cases.models.petition import Petition


class Check(models.Model):
    """The latest finding about one item of one matter; how it came about stands on the timeline."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="checks")
    checklist = models.CharField("核查表", max_length=20)
    item = models.CharField("项目", max_length=20)
    finding = models.CharField("结果", max_length=10, choices=Finding.choices)
    note = models.CharField("说明", max_length=300, blank=True)
    at = models.DateTimeField("核查时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="核查人")

    class Meta:
        verbose_name = "核查结果"
        verbose_name_plural = "核查结果"
        constraints = [
            models.UniqueConstraint(fields=["petition", "checklist", "item"], name="check_once_an_item"),
            models.CheckConstraint(condition=Q(checklist__in=sorted(CHECKLISTS)), name="check_list_known"),
        ]
