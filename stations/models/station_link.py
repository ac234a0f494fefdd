"""How far a station is woven in with the governance centre (三融三联, domain.md row 36), and files that show it."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from fedportal.lib.file_types import BY_EXTENSION, FileType
from stations.models.station import Station
from stations.station_facts import Linkage


class StationLink(models.Model):
    """One of the three integrations or three links: whether there is one, and what shows it."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="links")
    link = models.CharField("项目", max_length=12, choices=Linkage.choices)
    met = models.BooleanField("已做到")
    evidence = models.CharField("佐证", max_length=500, blank=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="填写人")

    class Meta:
        verbose_name = "三融三联"
        verbose_name_plural = "三融三联"
        constraints = [
            models.UniqueConstraint(fields=["station", "link"], name="station_link_once"),
            models.CheckConstraint(condition=Q(link__in=Linkage.values), name="station_link_known"),
            models.CheckConstraint(condition=Q(met=False) | ~Q(evidence=""), name="station_link_shown"),
        ]


class StationFileQuerySet(models.QuerySet):
    """Files by whether they still count."""

    def kept(self) -> Self:
        return self.filter(removed_at=None)


def stored_name(file: "StationFile", file_name: str) -> str:
    """A random name: a file's own may hold a person's."""
    return f"stations/{uuid.uuid4().hex}"


class StationFile(models.Model):
    """A photo or paper of a station; `link` is what it shows, if one of those. What was removed stays, hidden."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="files")
    link = models.CharField("佐证项目", max_length=12, choices=Linkage.choices, blank=True)
    name = models.CharField("名称", max_length=120)
    extension = models.CharField("类型", max_length=5)  # from the content
    size = models.PositiveIntegerField("大小")  # bytes
    digest = models.CharField("摘要", max_length=64)  # SHA-256 of what is stored
    file = models.FileField("文件", upload_to=stored_name)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField("移除时间", null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removal_reason = models.CharField("移除原因", max_length=200, blank=True)

    objects = StationFileQuerySet.as_manager()

    class Meta:
        verbose_name = "站点材料"
        verbose_name_plural = "站点材料"
        constraints = [
            models.UniqueConstraint(
                fields=["station", "digest", "link"], condition=Q(removed_at=None), name="station_file_once"
            ),
            models.CheckConstraint(condition=Q(extension__in=sorted(BY_EXTENSION)), name="station_file_kind_known"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removal_reason="")
                | Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removal_reason=""),
                name="station_file_removed_by_someone",
            ),
        ]

    @property
    def kind(self) -> FileType:
        return BY_EXTENSION[self.extension]
