"""The daily log of a station (domain.md rows 38, 39): when it opened, who was on duty, what it served. Of the women
who were served it holds nothing but their number."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from fedportal.lib.unopened import unopened
from fedportal.orgs.models import Organization
from stations.models.station import Station, counts_versions
from stations.station_facts import Service

if TYPE_CHECKING:
    from fedportal.accounts.models import User

KIND = "station_service"  # as other systems are told of one
MOST_PEOPLE = 5000  # of one entry: a large lecture; more is a slip of the finger


class StationDay(models.Model):
    """A day on which a station was open: who was on duty, from when to when, and how many came."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="days")
    day = models.DateField("日期")
    opened_at = models.DateTimeField("开门时间")
    closed_at = models.DateTimeField("关门时间", null=True)
    duty_name = models.CharField("值班人员", max_length=60)
    visitors = models.PositiveIntegerField("来访人次", default=0)
    note = models.CharField("值班记录", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "值班日志"
        verbose_name_plural = "值班日志"
        constraints = [
            models.UniqueConstraint(fields=["station", "day"], name="station_day_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="station_day_closed_after_opening"
            ),
            models.CheckConstraint(condition=~Q(duty_name=""), name="station_day_has_duty"),
        ]


class ServiceEntryQuerySet(models.QuerySet):
    """Services by whether they count and when they were."""

    def visible_to(self, user: "User") -> Self:
        """Those of the stations of her range."""
        return self.filter(station__in=Station.objects.visible_to(user))

    def unopened(self) -> Self:
        """As the interface asks of every object; an entry has nothing enciphered."""
        return unopened(self)

    def counted(self) -> Self:
        """Those that nobody has struck."""
        return self.filter(struck_at=None)

    def between(self, first: dt.date, last: dt.date) -> Self:
        return self.filter(day__gte=first, day__lte=last)


class ServiceEntry(models.Model):
    """One service that was given: which of the six kinds, to how many people. What was struck stays, and why."""

    # names it in addresses of the interface
    ref = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="services")
    day = models.DateField("日期")
    service = models.CharField("服务类别", max_length=10, choices=Service.choices)
    people = models.PositiveSmallIntegerField("人次", default=1)
    words = models.CharField("说明", max_length=200, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    # Names the page that it was typed on, so that a form sent twice on a bad line makes one entry.
    origin_key = models.CharField(max_length=60, null=True, unique=True)  # noqa: DJ001  (imported ones have none)
    struck_at = models.DateTimeField("划去时间", null=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="划去人"
    )
    struck_reason = models.CharField("划去原因", max_length=200, blank=True)
    # Another number after every change: the trigger below counts, no verb has to.
    version = models.IntegerField(default=1, db_default=1, editable=False)

    objects = ServiceEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "服务记录"
        verbose_name_plural = "服务记录"
        indexes = [
            models.Index(fields=["station", "-day", "-id"], name="service_of_station"),
            # What was served in these days, and what was entered last, in a whole range?
            models.Index(fields=["-day", "-id"], name="service_by_day"),
            models.Index(fields=["-entered_at", "-id"], name="service_by_entry"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(service__in=Service.values), name="service_kind_known"),
            models.CheckConstraint(condition=Q(people__gte=1, people__lte=MOST_PEOPLE), name="service_of_somebody"),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None, struck_reason="")
                | Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason=""),
                name="service_struck_with_a_reason",
            ),
        ]
        triggers = [counts_versions()]


class LogEvent(models.Model):
    """A correction in the log of a station: who, when, what it said before and after, and why. Append-only."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="log_events")
    entry = models.ForeignKey(ServiceEntry, on_delete=models.PROTECT, null=True, related_name="events")
    day = models.DateField("日期")  # of the log
    verb = models.CharField("操作", max_length=40)
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="操作人"
    )
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    changes = models.JSONField(default=list)  # [label, before, after], in words
    reason = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "日志更正"
        verbose_name_plural = "日志更正"
        indexes = [models.Index(fields=["station", "day"], name="log_event_of_day")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
