"""Stations that serve women: of which unit, where, under whose roof, who is there; with their history."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from fedportal.lib.encrypted_fields import EncryptedCharField
from fedportal.orgs.models import Organization
from stations.station_facts import HostKind, StationKind
from stations.station_querysets import StationQuerySet

KIND = "station"  # as other systems are told of one


def counts_versions() -> pgtrigger.Trigger:
    """Another `version` after every change, so that no verb has to count."""
    return pgtrigger.Trigger(
        name="counts_versions",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
    )


class Station(models.Model):
    """One station of a township, a village or a county: `org` is the unit whose women it serves.

    It is live from the day on which it opened until `closed_on`, the first day on which it serves nobody; a closed
    one stays, for its log does. `public` ones are found by anybody, with address, telephone and hours.
    """

    # names it in addresses of the interface
    ref = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="服务的单位")
    org_code = models.BigIntegerField()
    kind = models.CharField("类别", max_length=10, choices=StationKind.choices)
    name = models.CharField("名称", max_length=120)
    host_kind = models.CharField("依托单位类别", max_length=10, choices=HostKind.choices)
    host_name = models.CharField("依托单位", max_length=120, blank=True)
    address = models.CharField("地址", max_length=200)
    phone = models.CharField("对外电话", max_length=40, blank=True)
    hours = models.CharField("开放时间", max_length=100)
    opened_on = models.DateField("建站日期")
    closed_on = models.DateField("撤销日期", null=True, blank=True)
    closed_reason = models.CharField("撤销原因", max_length=200, blank=True)
    public = models.BooleanField("向社会公开", default=True)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="录入人"
    )
    # Another number after every change: the trigger below counts, no verb has to.
    version = models.IntegerField(default=1, db_default=1, editable=False)

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = "站点"
        verbose_name_plural = "站点"
        indexes = [
            models.Index(fields=["org_code", "id"], name="station_in_range"),
            # Has this unit a live station? (coverage)
            models.Index(fields=["org"], condition=Q(closed_on=None), name="station_live_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "kind", "name"], condition=Q(closed_on=None), name="station_once_in_a_unit"
            ),
            models.CheckConstraint(condition=Q(kind__in=StationKind.values), name="station_kind_known"),
            models.CheckConstraint(condition=Q(host_kind__in=HostKind.values), name="station_host_known"),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_reason="")
                | Q(closed_on__gte=F("opened_on")) & ~Q(closed_reason=""),
                name="station_closed_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="station_named"),
        ]
        triggers = [counts_versions()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stations:station", args=[self.pk])


class StationContact(models.Model):
    """A named person of a station. What is `published` the public reads: name, duty and telephone of an official."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="contacts")
    place = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("姓名", max_length=60)
    duty = models.CharField("职责", max_length=60, blank=True)
    phone = EncryptedCharField("电话", max_length=40, blank=True)
    published = models.BooleanField("对外公开", default=False)

    class Meta:
        verbose_name = "站点人员"
        verbose_name_plural = "站点人员"
        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(
                fields=["station", "place"],
                name="station_contact_place_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(name=""), name="station_contact_named"),
        ]

    def __str__(self) -> str:
        return self.name


class StationEvent(models.Model):
    """One change of a station: who, when, what it said before and after. Append-only."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField("操作", max_length=40)
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="操作人"
    )
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    changes = models.JSONField(default=list)  # [label, before, after], in words
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "站点变更"
        verbose_name_plural = "站点变更"
        indexes = [models.Index(fields=["station", "at"], name="station_event_story")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
