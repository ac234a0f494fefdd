"""Templates of papers that a federation has re-worded."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cases.workflow import DocumentKind
from fedportal.orgs.models import Organization


class DocumentTemplateQuerySet(models.QuerySet["DocumentTemplate"]):
    """Templates by unit and time."""

    def at(self, moment: dt.datetime) -> Self:
        """Those in use at that moment."""
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=moment), uploaded_at__lte=moment)

    def in_force(self, kind: str, org: Organization, moment: dt.datetime | None) -> "DocumentTemplate | None":
        """The template of the unit itself, else of the nearest superior; None: the built-in one."""
        covering = self.at(moment or timezone.now()).filter(
            kind=kind, org__code__lte=org.code, org__code_end__gt=org.code
        )
        return covering.select_related("org").order_by("-org__level", "-uploaded_at").first()


def stored_name(template: "DocumentTemplate", file_name: str) -> str:
    return f"templates/{uuid.uuid4().hex}"


class DocumentTemplate(models.Model):
    """One version of a template: in use from its upload until it is replaced or withdrawn; never changed."""

    kind = models.CharField("文种", max_length=15, choices=DocumentKind.choices)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    file = models.FileField("文件", upload_to=stored_name)
    file_name = models.CharField("文件名", max_length=255)
    uploaded_at = models.DateTimeField("启用时间")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("停用时间", null=True)

    objects = DocumentTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "公文模板"
        verbose_name_plural = "公文模板"
        constraints = [
            models.UniqueConstraint(fields=["org", "kind"], condition=Q(ended_at=None), name="template_one_in_use"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("uploaded_at")), name="template_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="template_kind_known"),
        ]

    def content(self) -> bytes:
        """The file's bytes."""
        with self.file.open("rb") as file:
            return bytes(file.read())
