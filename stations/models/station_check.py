"""Checks of stations: what was found item by item, with photos; the result is computed and never typed."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from fedportal.deadlines.models import Deadline
from fedportal.lib.file_types import BY_EXTENSION, FileType
from fedportal.orgs.models import Organization
from stations.check_facts import CheckKind, Partner
from stations.check_querysets import AnswerQuerySet, StationCheckQuerySet
from stations.models.checklist import ChecklistItem
from stations.models.station import Station

KIND = "station_check"  # as other systems are told of one
REMARK_LENGTH, NOTE_LENGTH = 200, 1000
_UNDECIDED = Q(points=None, whole=None, four_haves=None, five_ones=None, systems=None, missing=None)
_STANDS = """
    IF EXISTS (SELECT FROM stations_stationcheck c WHERE c.id = OLD.of_id AND c.done_at IS NOT NULL) THEN
        RAISE EXCEPTION 'what was found stays' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


_PHOTO_STANDS = """
    IF EXISTS (
        SELECT FROM stations_checkanswer a JOIN stations_stationcheck c ON c.id = a.of_id
        WHERE a.id = OLD.answer_id AND c.done_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'what was shown stays' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
"""


def stored_name(photo: "CheckPhoto", file_name: str) -> str:
    """A random name: a file's own may hold a person's."""
    return f"check_photos/{uuid.uuid4().hex}"


class StationCheck(models.Model):
    """One look at one station. Begun, it is filled in by its maker alone; done, it stays as it is.

    `org_code` is the station's place; `org` is the unit that looks. What is missing is put right by the station's
    unit and looked at again: `settled_at` is when a later check found nothing missing, or a new yearly one took over.
    """

    # names it in addresses of the interface
    ref = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="checks", verbose_name="站点")
    org_code = models.BigIntegerField()
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="检查单位")
    kind = models.CharField("类别", max_length=10, choices=CheckKind.choices)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="rechecks", verbose_name="复查的检查"
    )
    joint = ArrayField(models.CharField(max_length=12, choices=Partner.choices), default=list, verbose_name="会同单位")
    checked_on = models.DateField("检查日期")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="检查人")
    began_at = models.DateTimeField("开始时间")
    done_at = models.DateTimeField("完成时间", null=True)
    note = models.TextField("总体情况", blank=True, max_length=NOTE_LENGTH)
    points = models.SmallIntegerField("得分", null=True)
    whole = models.SmallIntegerField("总分", null=True)
    four_haves = models.BooleanField("四有达标", null=True)
    five_ones = models.BooleanField("五个一达标", null=True)
    systems = models.BooleanField("制度上墙达标", null=True)
    missing = models.SmallIntegerField("未达项数", null=True)
    rectified_at = models.DateTimeField("整改报告时间", null=True)
    rectified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="整改报告人"
    )
    rectification = models.TextField("整改情况", blank=True, max_length=NOTE_LENGTH)
    settled_at = models.DateTimeField("销号时间", null=True)
    # Another number after every change: the trigger below counts, no verb has to.
    version = models.IntegerField(default=1, db_default=1, editable=False)

    deadlines = GenericRelation(Deadline)

    objects = StationCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "站点检查"
        verbose_name_plural = "站点检查"
        indexes = [
            models.Index(fields=["org_code", "-checked_on"], name="station_check_in_range"),
            # What was found here last? (the gate of an application, the standing of each station)
            models.Index(fields=["station", "-checked_on", "-id"], name="station_check_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "by"], condition=Q(done_at=None), name="station_check_one_begun_each"
            ),
            models.CheckConstraint(condition=Q(kind__in=CheckKind.values), name="station_check_kind_known"),
            models.CheckConstraint(
                condition=Q(done_at=None) & _UNDECIDED
                | Q(done_at__isnull=False, whole__gt=0, points__gte=0, points__lte=F("whole"), missing__gte=0)
                & Q(four_haves__isnull=False, five_ones__isnull=False, systems__isnull=False),
                name="station_check_done_wholly",
            ),
            models.CheckConstraint(
                condition=Q(kind="recheck", follows__isnull=False) | ~Q(kind="recheck") & Q(follows=None),
                name="station_check_again_of_one",
            ),
            models.CheckConstraint(
                condition=Q(rectified_at=None, rectified_by=None, rectification="")
                | Q(rectified_at__isnull=False, rectified_by__isnull=False, missing__gt=0) & ~Q(rectification=""),
                name="station_check_rectified_wholly",
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
        return f"{self.station.name} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("stations:station_check", args=[self.pk])

    @property
    def title(self) -> str:
        """2026-11-23 年度检查, where its station is told beside."""
        return f"{self.checked_on:%Y-%m-%d} {self.get_kind_display()}"

    @property
    def percent(self) -> int:
        """Of the points there were, rounded down: 79.9 is not 80."""
        return 100 * self.points // self.whole if self.points is not None and self.whole else 0

    @property
    def partners(self) -> str:
        return "、".join(str(Partner(name).label) for name in self.joint)

    @property
    def rectified_words(self) -> str:
        """How far what was missing has been put right; empty where nothing is asked: what a unit finds of itself."""
        if not self.missing or self.kind == CheckKind.SELF:
            return ""
        if self.settled_at:
            return "已销号"
        return "待复查" if self.rectified_at else "待整改"

    @property
    def passed(self) -> bool:
        """The gate of an application: 四有 and 五个一."""
        return bool(self.four_haves and self.five_ones)


class CheckAnswer(models.Model):
    """What was found of one item. `met` is computed of its points."""

    of = models.ForeignKey(StationCheck, on_delete=models.PROTECT, related_name="answers", verbose_name="检查")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+", verbose_name="项目")
    points = models.SmallIntegerField("得分", null=True)
    met = models.BooleanField("达标", null=True)
    remark = models.CharField("说明", max_length=REMARK_LENGTH, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "检查结果"
        verbose_name_plural = "检查结果"
        constraints = [
            models.UniqueConstraint(fields=["of", "item"], name="check_answer_once"),
            models.CheckConstraint(
                condition=Q(points=None, met=None) | Q(points__gte=0, met__isnull=False), name="check_answer_wholly"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Trigger(name="stays", when=pgtrigger.Before, operation=pgtrigger.Update, func=_STANDS),
        ]


class CheckPhoto(models.Model):
    """A photo that shows one item; in the enciphered store, cleaned of where and by what it was taken."""

    answer = models.ForeignKey(CheckAnswer, on_delete=models.PROTECT, related_name="photos")
    extension = models.CharField("类型", max_length=5)  # from the content
    size = models.PositiveIntegerField("大小")  # bytes
    digest = models.CharField("摘要", max_length=64)  # SHA-256 of what is stored
    file = models.FileField("文件", upload_to=stored_name)
    at = models.DateTimeField("上传时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="上传人")

    class Meta:
        verbose_name = "检查照片"
        verbose_name_plural = "检查照片"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["answer", "digest"], name="check_photo_once"),
            models.CheckConstraint(condition=Q(extension__in=sorted(BY_EXTENSION)), name="check_photo_kind_known"),
        ]
        triggers = [
            pgtrigger.Protect(name="no_update", operation=pgtrigger.Update),
            pgtrigger.Trigger(name="stays", when=pgtrigger.Before, operation=pgtrigger.Delete, func=_PHOTO_STANDS),
        ]

    def get_absolute_url(self) -> str:
        return reverse("stations:check_photo", args=[self.pk])

    @property
    def file_type(self) -> FileType:
        return BY_EXTENSION[self.extension]
