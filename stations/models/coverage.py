"""What is counted as it is written: services by station and month, and stations by township (domain.md rows 28, 41).

Triggers of the database keep these rows (migrations 0002 and 0003); no verb writes them, and they equal a plain count
at any time, whoever writes what beside whom.
"""

from django.db import models
from django.db.models import F, Q

from stations.models.station import Station


class StationMonth(models.Model):
    """The services of one station in one month that nobody has struck: `entries`, and people by kind (人次)."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="months")
    month = models.DateField("月份")  # its first day
    entries = models.IntegerField(default=0)
    complaint = models.IntegerField(default=0)
    legal = models.IntegerField(default=0)
    education = models.IntegerField(default=0)
    governance = models.IntegerField(default=0)
    needs = models.IntegerField(default=0)
    hardship = models.IntegerField(default=0)

    class Meta:
        verbose_name = "站点月度服务"
        verbose_name_plural = "站点月度服务"
        constraints = [
            models.UniqueConstraint(fields=["station", "month"], name="station_month_once"),
            models.CheckConstraint(condition=Q(entries__gte=0), name="station_month_not_negative"),
        ]


class TownCoverage(models.Model):
    """A township and its villages: units that are in use, and those with a live station. `town` is its code of
    twelve digits, also where that unit itself is no more."""

    town = models.BigIntegerField(primary_key=True)
    towns = models.IntegerField(default=0)
    towns_live = models.IntegerField(default=0)
    villages = models.IntegerField(default=0)
    villages_live = models.IntegerField(default=0)

    class Meta:
        verbose_name = "乡镇覆盖"
        verbose_name_plural = "乡镇覆盖"
        constraints = [
            models.CheckConstraint(
                condition=Q(towns_live__lte=F("towns"), villages_live__lte=F("villages")),
                name="town_covers_no_more_than_there_is",
            ),
        ]


class TownServed(models.Model):
    """Of the units of a township with a live station, those with one that logged a service in the quarter."""

    town = models.BigIntegerField()
    quarter = models.DateField()  # its first day
    towns = models.IntegerField(default=0)
    villages = models.IntegerField(default=0)

    class Meta:
        verbose_name = "乡镇有效覆盖"
        verbose_name_plural = "乡镇有效覆盖"
        constraints = [models.UniqueConstraint(fields=["town", "quarter"], name="town_served_once")]
