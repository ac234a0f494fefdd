"""Papers that a federation writes about a petition: notices, letters, opinions, orders (公文)."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.erasable import locked_until_erased
from cases.models.petition import Petition
from cases.workflow import DocumentKind, ToldHow
from cases.workflow.papers import BRIEFINGS
from fedportal.orgs.models import Organization


def stored_name(document: "Document", file_name: str) -> str:
    """A random name: a paper's own may hold a person's."""
    return f"documents/{uuid.uuid4().hex}"


class Document(models.Model):
    """One paper with its wording; the file is made from the template of its kind and frozen when it is served.

    A duty to tell is done when the paper is served, not when it is written: `meets` names the kinds of deadline
    that the serving meets.
    """

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="documents", null=True, verbose_name="信访事项"
    )
    kind = models.CharField("文种", max_length=15, choices=DocumentKind.choices)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="发文单位")
    number = models.CharField("发文字号", max_length=90, unique=True)
    title = models.CharField("标题", max_length=200)
    main_to = models.CharField("主送", max_length=300)
    copy_to = models.CharField("抄送", max_length=300, blank=True)
    body = models.TextField("正文")  # paragraphs, a line each
    basis = models.CharField("依据", max_length=300, blank=True)
    made_at = models.DateTimeField("成文时间")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="拟稿人"
    )
    meets = models.JSONField("送达即完成的时限", default=list)
    served_at = models.DateTimeField("送达时间", null=True)
    served_how = models.CharField("送达方式", max_length=20, choices=ToldHow.choices, blank=True)
    served_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="送达人"
    )
    receipt = models.CharField("送达回证", max_length=300, blank=True)  # who signed, which number the post gave
    file = models.FileField("定稿", upload_to=stored_name, blank=True)  # frozen when served
    file_digest = models.CharField("定稿摘要", max_length=64, blank=True)  # SHA-256

    class Meta:
        verbose_name = "公文"
        verbose_name_plural = "公文"
        indexes = [models.Index(fields=["petition", "made_at"], name="document_of_petition")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_known"),
            models.CheckConstraint(
                condition=Q(served_at=None, served_how="", served_by=None)
                | Q(served_at__isnull=False, served_by__isnull=False) & ~Q(served_how=""),
                name="document_served_how_and_by",
            ),
        ]
        triggers = [
            # What was reported upwards says for ever what it said then (art. 46, item 4).
            locked_until_erased(
                "reported_is_fixed",
                texts=["title", "main_to", "copy_to", "body", "basis", "receipt", "file", "file_digest"],
                operation=pgtrigger.UpdateOf("number", "title", "main_to", "copy_to", "body", "served_at"),
                condition=pgtrigger.Q(old__served_at__isnull=False)
                & (
                    pgtrigger.Q(old__kind="urgent_report")
                    | pgtrigger.Q(old__kind="briefing")
                    | pgtrigger.Q(old__kind="report")
                ),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def paragraphs(self) -> list[str]:
        return [line.strip() for line in self.body.splitlines() if line.strip()]

    @property
    def serving_word(self) -> str:
        """How it is called that the paper reached its addressee."""
        return "报送" if self.kind in {DocumentKind.URGENT_REPORT, *BRIEFINGS} else "送达"

    @property
    def is_served(self) -> bool:
        return self.served_at is not None
