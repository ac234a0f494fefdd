"""Ledgers of petitions on their way in: the uploaded file, what was found in it, and how far it has come."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from cases.categories import CHOICES
from cases.models.ledger import Ledger, LedgerRow


def stored_name(batch: "ImportBatch", file_name: str) -> str:
    """A random name: the cadre's own may hold a person's."""
    return f"imports/{uuid.uuid4().hex}"


class ImportBatch(Ledger):
    """One uploaded ledger, from the file to the petitions made of it."""

    file = models.FileField("文件", upload_to=stored_name, blank=True)  # empty once it is no longer needed
    # For what the ledger does not say of its rows.
    channel = models.CharField("信访形式", max_length=15)
    matter_class = models.CharField("事项性质", max_length=15)
    category = models.CharField("事项类别", max_length=40, choices=CHOICES)

    class Meta:
        verbose_name = "台账导入"
        verbose_name_plural = "台账导入"
        indexes = [
            models.Index(fields=["org", "-id"], name="import_of_org"),
            # The worker's question, every few seconds: is there anything to do?
            models.Index(
                fields=["attempts", "id"],
                condition=Q(status__in=["uploaded", "confirmed"]),
                name="import_waiting",
            ),
            # Was this very file here before?
            models.Index(fields=["org", "file_digest"], name="import_same_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["uploaded", "checked", "confirmed", "done", "failed", "discarded"]),
                name="import_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="done", finished_at__isnull=False) | ~Q(status="done"),
                name="import_done_has_moment",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("cases:import", args=[self.pk])


class ImportRow(LedgerRow):
    """A row of a ledger of petitions about which something is to be said."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")

    class Meta:
        verbose_name = "台账行"
        verbose_name_plural = "台账行"
        constraints = [models.UniqueConstraint(fields=["batch", "state", "number"], name="import_row_once")]
