"""Checklists in versions: what the nation asks, and what a region asks beside it. Append-only, items too."""

import datetime as dt

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from fedportal.orgs.models import Organization
from stations.check_facts import ListKind, Section
from stations.check_querysets import ChecklistQuerySet

LABEL_LENGTH, REASON_LENGTH = 100, 200


class Checklist(models.Model):
    """One version of a list. Without a unit it is the nation's; a region's own adds its items for all in its range.

    In force is the newest of each unit on the line from the nation down. A check keeps the items that it was made by.
    """

    kind = models.CharField("类别", max_length=12, choices=ListKind.choices)
    org = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="制定单位"
    )
    number = models.SmallIntegerField("版本")
    valid_from = models.DateField("施行日期")
    reason = models.CharField("依据和说明", max_length=REASON_LENGTH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="制定人",
    )
    at = models.DateTimeField("制定时间")

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = "检查清单"
        verbose_name_plural = "检查清单"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"], condition=Q(org=None), name="checklist_national_version_once"
            ),
            models.UniqueConstraint(
                fields=["org", "kind", "number"], condition=Q(org__isnull=False), name="checklist_version_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=ListKind.values), name="checklist_kind_known"),
            models.CheckConstraint(
                condition=Q(org=None, by=None) | Q(org__isnull=False, by__isnull=False), name="checklist_from_someone"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.whose}{self.get_kind_display()}清单第 {self.number} 版"

    @property
    def whose(self) -> str:
        return self.org.region_name if self.org else "全国"

    def begun(self, on: dt.date) -> bool:
        """Whether it is in force, or has been."""
        return self.valid_from <= on


class ChecklistItem(models.Model):
    """One thing that is looked at. `graded`: any number of its points; else all or none."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="items")
    place = models.SmallIntegerField("顺序")
    code = models.SlugField("代码", max_length=30, db_index=False)
    section = models.CharField("部分", max_length=12, choices=Section.choices)
    label = models.CharField("内容", max_length=LABEL_LENGTH)
    points = models.SmallIntegerField("分值")
    evidence = models.BooleanField("须附照片", default=False)
    graded = models.BooleanField("按程度评分", default=False)
    source = models.CharField("依据", max_length=100, blank=True)

    class Meta:
        verbose_name = "检查项目"
        verbose_name_plural = "检查项目"
        ordering = ("checklist__org__level", "place")
        constraints = [
            models.UniqueConstraint(fields=["checklist", "place"], name="checklist_item_place_once"),
            models.UniqueConstraint(fields=["checklist", "code"], name="checklist_item_code_once"),
            models.CheckConstraint(condition=Q(points__gt=0, points__lte=100), name="checklist_item_has_points"),
            models.CheckConstraint(condition=Q(section__in=Section.values), name="checklist_item_section_known"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.label
