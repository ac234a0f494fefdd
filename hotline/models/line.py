"""The lines of 12338: which unit answers which number, when, and with what behind it; with their history."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.workflow.contacting import Weekday
from fedportal.orgs.models import Organization
from hotline.line_facts import Service, Staffing
from hotline.line_querysets import LineQuerySet

WEEK = list(Weekday.values)
WORKING_WEEK = WEEK[:5]


def working_week() -> list[int]:
    """Monday to Friday."""
    return list(WORKING_WEEK)


class HotlineLine(models.Model):
    """One line of 12338 of a county, a city or a province.

    `number` is what people dial with its area code, for one number may be answered in many counties. Hours are those
    of Beijing; a line round the clock has none. A closed line stays, for its calls do.
    """

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="开设单位")
    org_code = models.BigIntegerField()
    number = models.CharField("号码", max_length=20)
    opened_on = models.DateField("开通日期")
    closed_on = models.DateField("停用日期", null=True, blank=True)  # the first day on which nobody answers it
    staffing = models.CharField("接听时间", max_length=10, choices=Staffing.choices)
    days = ArrayField(models.SmallIntegerField(choices=Weekday.choices), verbose_name="接听日", default=working_week)
    begins = models.TimeField("开始", null=True, blank=True)
    rests_from = models.TimeField("午休自", null=True, blank=True)
    rests_until = models.TimeField("午休至", null=True, blank=True)
    ends = models.TimeField("结束", null=True, blank=True)
    in_centre = models.BooleanField("进驻综治中心", default=False)
    unified_sign = models.BooleanField("统一标识", default=False)
    services = ArrayField(
        models.CharField(max_length=12, choices=Service.choices), verbose_name="服务内容", default=list, blank=True
    )
    greeting = models.CharField("接听用语", max_length=200)
    closing = models.CharField("结束用语", max_length=200)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = "12338 线路"
        verbose_name_plural = "12338 线路"
        indexes = [models.Index(fields=["org_code"], name="line_in_range")]
        constraints = [
            models.UniqueConstraint(fields=["org", "number"], condition=Q(closed_on=None), name="line_once_in_a_unit"),
            models.CheckConstraint(condition=Q(number__regex=r"^[0-9]{3,4}-[0-9]{5,8}$"), name="line_number_dialled"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")), name="line_closed_after_it_opened"
            ),
            models.CheckConstraint(
                condition=Q(staffing="round", days=WEEK, begins=None, ends=None, rests_from=None)
                | Q(staffing="office", begins__isnull=False, ends__isnull=False, begins__lt=F("ends")),
                name="line_hours_of_its_staffing",
            ),
            models.CheckConstraint(condition=Q(days__contained_by=WEEK) & ~Q(days=[]), name="line_days_known"),
            models.CheckConstraint(
                condition=Q(rests_from=None, rests_until=None)
                | Q(rests_from__isnull=False, rests_until__isnull=False)
                & Q(rests_from__gt=F("begins"), rests_until__gt=F("rests_from"), ends__gt=F("rests_until")),
                name="line_rest_within_hours",
            ),
            models.CheckConstraint(condition=Q(services__contained_by=Service.values), name="line_services_known"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("hotline:line", args=[self.pk])

    @property
    def hours_words(self) -> str:
        """周一至周五 08:30—11:30、14:30—17:30；或者 24 小时."""
        if self.staffing == Staffing.ROUND_THE_CLOCK:
            return "24 小时"
        first, last = f"{self.begins:%H:%M}", f"{self.ends:%H:%M}"
        rest = f"{self.rests_from:%H:%M}、{self.rests_until:%H:%M}—" if self.rests_from else ""
        return f"{_days_words(sorted(self.days))} {first}—{rest}{last}"

    @property
    def service_words(self) -> str:
        return "、".join(Service(name).label for name in Service.values if name in self.services)


def _days_words(days: list[int]) -> str:
    """周一至周五, where they follow each other; else each."""
    labels = [Weekday(day).label for day in days]
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{labels[0]}至{labels[-1]}"
    return "、".join(labels)


class LineEvent(models.Model):
    """One change of a line: who, when, what it said before and after. Append-only."""

    line = models.ForeignKey(HotlineLine, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField("操作", max_length=40)
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="操作人"
    )
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    changes = models.JSONField(default=list)  # [label, before, after], in words

    class Meta:
        verbose_name = "线路变更"
        verbose_name_plural = "线路变更"
        indexes = [models.Index(fields=["line", "at"], name="line_event_story")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
