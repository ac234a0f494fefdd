"""One petition joined to another (并案): what it was before, so that it can be taken out again (分案)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.petition import Petition
from cases.workflow import OPEN, Status


class MergerQuerySet(models.QuerySet["Merger"]):
    """Mergers by whether they still hold."""

    def holding(self) -> Self:
        """Those that nobody has split."""
        return self.filter(split_at=None)


class Merger(models.Model):
    """From `merged_at` until `split_at` the petition is a part of the survivor, whose contacts include its own."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="mergers")
    survivor = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="absorbed")
    resumes = models.CharField("并案前状态", max_length=15, choices=Status.choices)
    contacts = models.PositiveSmallIntegerField("并入的次数")
    clocks = models.JSONField(
        "并案时结束的时限", default=dict
    )  # id of the deadline: whether it awaited acknowledgement
    merged_at = models.DateTimeField("并案时间")
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    split_at = models.DateTimeField("分案时间", null=True)
    split_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MergerQuerySet.as_manager()

    class Meta:
        verbose_name = "并案"
        verbose_name_plural = "并案"
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(split_at=None), name="merger_into_one"),
            models.CheckConstraint(condition=~Q(petition=F("survivor")), name="merger_of_two"),
            models.CheckConstraint(condition=Q(resumes__in=sorted(OPEN)), name="merger_of_an_open_one"),
            models.CheckConstraint(
                condition=Q(split_at=None, split_by=None) | Q(split_at__gte=F("merged_at"), split_by__isnull=False),
                name="merger_split_by_someone",
            ),
        ]
