"""Shelters: who keeps them, their rooms and beds. Name, address and telephone are enciphered, for keepers alone."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from fedportal.deadlines.models import Deadline
from fedportal.lib.encrypted_fields import EncryptedCharField, EncryptedTextField
from fedportal.orgs.models import Organization
from stations.shelter_facts import RoomUse, ShelterKind, Zone
from stations.shelter_querysets import BedQuerySet, KeeperQuerySet, ShelterQuerySet

NEUTRAL = "庇护事项"  # what anything is called that others might read
KIND = "shelter"  # as other systems are told of one


def counted() -> pgtrigger.Trigger:
    """Another `version` after every change."""
    return pgtrigger.Trigger(
        name="counts_versions",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
    )


class Shelter(models.Model):
    """One shelter. `org` is the unit that answers for it; its region and kind are all that others learn of it."""

    # what stands for it before those who only seek a bed (nearest_beds), through a digest that changes daily
    ref = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="管理单位")
    org_code = models.BigIntegerField()
    kind = models.CharField("类别", max_length=10, choices=ShelterKind.choices)
    name = EncryptedCharField("名称", max_length=80)
    address = EncryptedTextField("地址", max_length=200)
    pick_up = EncryptedTextField("接送约定", max_length=300, blank=True)
    phone = EncryptedCharField("值班电话", max_length=40)
    opened_on = models.DateField("启用日期")
    # Two keys found it: who entered it, and a second person, before it is in use. Those of before were entered by one.
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    closed_on = models.DateField("停用日期", null=True, blank=True)
    closed_reason = models.CharField("停用原因", max_length=200, blank=True)
    version = models.IntegerField(default=1, db_default=1, editable=False)  # the trigger below counts

    deadlines = GenericRelation(Deadline)

    objects = ShelterQuerySet.as_manager()

    class Meta:
        verbose_name = "庇护所"
        verbose_name_plural = "庇护所"
        indexes = [
            # Where is there one? (nearest_beds)
            models.Index(fields=["org_code", "id"], condition=Q(closed_on=None), name="shelter_live_in_range"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ShelterKind.values), name="shelter_kind_known"),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_reason="")
                | Q(closed_on__gte=F("opened_on")) & ~Q(closed_reason=""),
                name="shelter_closed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(entered_by=None, confirmed_by=None, confirmed_at__isnull=False)
                | Q(entered_by__isnull=False, confirmed_by=None, confirmed_at=None)
                | Q(entered_by__isnull=False, confirmed_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(confirmed_by=F("entered_by")),
                name="shelter_founded_by_two",
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete), counted()]

    def __str__(self) -> str:
        return NEUTRAL

    def get_absolute_url(self) -> str:
        return reverse("stations:shelter_today", args=[self.pk])


class ShelterKeeper(models.Model):
    """A person who is named as keeper, from one moment until another."""

    shelter = models.ForeignKey(Shelter, on_delete=models.PROTECT, related_name="keepers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="管护人"
    )
    sex = models.CharField("性别", max_length=1)  # the women's zone is staffed by women (H10)
    named_at = models.DateTimeField("指定时间")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField("解除时间", null=True)

    objects = KeeperQuerySet.as_manager()

    class Meta:
        verbose_name = "管护人"
        verbose_name_plural = "管护人"
        constraints = [
            models.UniqueConstraint(fields=["shelter", "user"], condition=Q(until=None), name="keeper_named_once"),
            models.CheckConstraint(condition=Q(sex__in=["f", "m"]), name="keeper_sex_known"),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return NEUTRAL


class ShelterRoom(models.Model):
    """A room, and the zone that it lies in; its label says nothing of where it is."""

    shelter = models.ForeignKey(Shelter, on_delete=models.PROTECT, related_name="rooms")
    label = models.CharField("房间", max_length=20)
    use = models.CharField("用途", max_length=10, choices=RoomUse.choices, default=RoomUse.LIVING)
    zone = models.CharField("分区", max_length=10, choices=Zone.choices, blank=True)

    class Meta:
        verbose_name = "庇护所房间"
        verbose_name_plural = "庇护所房间"
        ordering = ("zone", "label")
        constraints = [
            models.UniqueConstraint(fields=["shelter", "label"], name="shelter_room_once"),
            models.CheckConstraint(condition=Q(use__in=RoomUse.values), name="shelter_room_use_known"),
            models.CheckConstraint(
                condition=Q(use="living", zone__in=Zone.values) | ~Q(use="living") & Q(zone=""),
                name="shelter_living_room_has_zone",
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.label} {self.get_zone_display()}".strip()


class ShelterBed(models.Model):
    """One bed. What is out of use stays, with the reason."""

    shelter = models.ForeignKey(Shelter, on_delete=models.PROTECT, related_name="beds")
    room = models.ForeignKey(ShelterRoom, on_delete=models.PROTECT, related_name="beds", verbose_name="房间")
    label = models.CharField("床号", max_length=10)
    out_since = models.DateTimeField("停用时间", null=True)
    out_reason = models.CharField("停用原因", max_length=100, blank=True)

    objects = BedQuerySet.as_manager()

    class Meta:
        verbose_name = "床位"
        verbose_name_plural = "床位"
        ordering = ("room__zone", "room__label", "label")
        constraints = [
            models.UniqueConstraint(fields=["room", "label"], name="shelter_bed_once"),
            models.CheckConstraint(
                condition=Q(out_since=None, out_reason="") | Q(out_since__isnull=False) & ~Q(out_reason=""),
                name="shelter_bed_out_says_why",
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.room.label}-{self.label}"

    @property
    def zone(self) -> str:
        return self.room.zone


class ShelterEvent(models.Model):
    """One change of a shelter: who, when, what. Append-only; names no address."""

    shelter = models.ForeignKey(Shelter, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField("操作", max_length=40)
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = EncryptedCharField("内容", max_length=300, blank=True)

    class Meta:
        verbose_name = "庇护所变更"
        verbose_name_plural = "庇护所变更"
        indexes = [models.Index(fields=["shelter", "at"], name="shelter_event_story")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
