"""The series of the numbers of matters and papers."""

from django.db import models

from fedportal.orgs.models import Organization


class NumberSeries(models.Model):
    """The last number of a series that a unit gave out in a year; its row lock keeps the numbers gapless."""

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=10, default="妇信")  # the code letters of the number
    year = models.SmallIntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "series", "year"], name="number_series_unique")]
