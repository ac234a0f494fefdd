"""Applications for demonstration stations and units, and the names that were given; with their history."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.urls import reverse

from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Level, Organization
from stations.accreditation_querysets import AccreditationQuerySet
from stations.accreditation_workflow import (
    JUDGED_AT,
    LEVELS,
    OPEN,
    AccreditationKind,
    AccreditationState,
    Ground,
)
from stations.models.station import Station
from stations.models.station_check import StationCheck

KIND = "accreditation"  # as other systems are told of one
STATEMENT_LENGTH, NOTE_LENGTH = 2000, 1000
_NAMED = ("valid", "withdrawn", "expired", "superseded")


class Accreditation(models.Model):
    """One application of one station or unit for one level, and the name that came of it.

    `unit` is the station's unit, or the unit that is named itself; `applicant` applies for it. The county judges
    first, then whoever stands above, up to the level applied for. `gate_check` is the check by which it was let
    through last.
    """

    # names it in addresses of the interface
    ref = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    kind = models.CharField("类别", max_length=14, choices=AccreditationKind.choices)
    level = models.SmallIntegerField("申报级别", choices=[(level.value, level.label) for level in LEVELS])
    station = models.ForeignKey(
        Station, on_delete=models.PROTECT, null=True, related_name="accreditations", verbose_name="站点"
    )
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    org_code = models.BigIntegerField()  # the unit's place
    applicant = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="申报单位")
    state = models.CharField(
        "状态", max_length=10, choices=AccreditationState.choices, default=AccreditationState.DRAFT
    )
    statement = models.TextField("自评报告", max_length=STATEMENT_LENGTH)
    self_check = models.ForeignKey(
        StationCheck, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="自评"
    )
    gate_check = models.ForeignKey(
        StationCheck, on_delete=models.PROTECT, null=True, related_name="opened", verbose_name="依据的检查"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="申报人")
    at = models.DateTimeField("申报时间")
    moved_at = models.DateTimeField("最近变动")
    named_at = models.DateTimeField("命名时间", null=True)
    namer = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="命名单位"
    )
    valid_until = models.DateField("有效期至", null=True)  # the last day on which it holds
    ended_at = models.DateTimeField("结束时间", null=True)
    ground = models.CharField("撤销事由", max_length=12, choices=Ground.choices, blank=True)
    # Whether other systems are told of it: of a village without violence while it is named alone. A column, for the
    # feed compares columns to know what has gone out of sight.
    told = models.GeneratedField(
        expression=Q(state="valid") | ~Q(state="draft") & ~Q(kind="no_violence"),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
    )
    # Another number after every change: the trigger below counts, no verb has to.
    version = models.IntegerField(default=1, db_default=1, editable=False)

    deadlines = GenericRelation(Deadline)

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        verbose_name = "示范创建"
        verbose_name_plural = "示范创建"
        indexes = [models.Index(fields=["org_code", "-moved_at"], name="accreditation_in_range")]
        constraints = [
            models.UniqueConstraint(
                fields=["station"], condition=Q(state__in=sorted(OPEN)), name="accreditation_one_open_of_a_station"
            ),
            models.UniqueConstraint(
                fields=["station"], condition=Q(state="valid"), name="accreditation_one_name_of_a_station"
            ),
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=Q(station=None, state__in=sorted(OPEN)),
                name="accreditation_one_open_of_a_unit",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=Q(station=None, state="valid"),
                name="accreditation_one_name_of_a_unit",
            ),
            models.CheckConstraint(condition=Q(state__in=AccreditationState.values), name="accreditation_state_known"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="accreditation_level_known"),
            models.CheckConstraint(
                condition=Q(kind="station", station__isnull=False) | ~Q(kind="station") & Q(station=None),
                name="accreditation_of_a_station_or_unit",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_NAMED, named_at__isnull=False, namer__isnull=False, valid_until__isnull=False)
                | ~Q(state__in=_NAMED) & Q(named_at=None, namer=None, valid_until=None),
                name="accreditation_named_wholly",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_NAMED) | ~Q(kind="station") | Q(gate_check__isnull=False),
                name="accreditation_named_through_the_gate",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn") & ~Q(ground="") | ~Q(state="withdrawn") & Q(ground=""),
                name="accreditation_withdrawn_with_a_ground",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="counts_versions",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}：{self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("stations:accreditation", args=[self.pk])

    @property
    def term(self) -> str:
        """Until when it is named, in words. Of a village without violence no day is told: ending before it would say
        that somebody has spoken up."""
        if self.kind == AccreditationKind.NO_VIOLENCE:
            return "逐季核定"
        return f"有效期至 {self.valid_until}" if self.valid_until else ""

    @property
    def title(self) -> str:
        """县级妇女维权服务示范站."""
        return f"{self.get_level_display()}{self.get_kind_display()}"

    @property
    def subject(self) -> str:
        """What is named."""
        return self.station.name if self.station else self.unit.region_name

    @property
    def judged_at(self) -> Level | None:
        """The level that judges it now."""
        return JUDGED_AT.get(AccreditationState(self.state))


class AccreditationStep(models.Model):
    """One move of an application: who, when, with what opinion. Append-only."""

    of = models.ForeignKey(Accreditation, on_delete=models.PROTECT, related_name="steps", verbose_name="申报")
    verb = models.CharField("操作", max_length=40)
    source = models.CharField("原状态", max_length=10)
    target = models.CharField("新状态", max_length=10)
    # Nobody where it ended by itself.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="办理人"
    )
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    at = models.DateTimeField("时间")
    note = models.TextField("意见", max_length=NOTE_LENGTH, blank=True)

    class Meta:
        verbose_name = "创建办理过程"
        verbose_name_plural = "创建办理过程"
        ordering = ("pk",)
        indexes = [models.Index(fields=["of", "at"], name="accreditation_story")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
