"""The statutory calendar: one row a day with a running number of working days, and the editions it came in."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class CalendarEdition(models.Model):
    """One publication of a year's working days: by the package, by estimate, or by the State Council's notice.

    Deadlines keep the edition they were computed from, so that a correction can recompute the open ones.
    """

    class Source(models.TextChoices):
        PACKAGE = "package", "历年安排（chinesecalendar）"
        ESTIMATE = "estimate", "暂定（法定节日推算，无调休）"
        NOTICE = "notice", "国务院办公厅通知"

    year = models.SmallIntegerField("年份")
    source = models.CharField("来源", max_length=10, choices=Source.choices)
    reference = models.CharField("文号或说明", max_length=200, blank=True)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="录入人"
    )

    class Meta:
        verbose_name = "日历版次"
        verbose_name_plural = "日历版次"

    @property
    def provisional(self) -> bool:
        return self.source == self.Source.ESTIMATE


class WorkDay(models.Model):
    """One day. `number` counts the working days from the first day of the table up to and including this one."""

    day = models.DateField("日期", primary_key=True)
    is_working = models.BooleanField("工作日")
    number = models.IntegerField("工作日序号")
    note = models.CharField("说明", max_length=40, blank=True)  # 春节, 国庆节（调休上班) ...
    edition = models.ForeignKey(CalendarEdition, on_delete=models.PROTECT, related_name="days")

    class Meta:
        verbose_name = "日历"
        verbose_name_plural = "日历"
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=Q(is_working=True), name="workday_number_unique"),
        ]
