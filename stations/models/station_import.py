"""Ledgers of stations on their way in."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from cases.models.ledger import WAITING, Ledger, LedgerRow


def stored_name(batch: Ledger, file_name: str) -> str:
    """A random name: the cadre's own may hold a person's."""
    return f"imports/{uuid.uuid4().hex}"


class StationImport(Ledger):
    """One uploaded ledger, from the file to the stations made of it."""

    file = models.FileField("文件", upload_to=stored_name, blank=True)  # empty once it is no longer needed

    class Meta:
        verbose_name = "站点导入"
        verbose_name_plural = "站点导入"
        indexes = [
            models.Index(fields=["org", "-id"], name="station_import_of_org"),
            # The worker's question, every few seconds: is there anything to do?
            models.Index(
                fields=["attempts", "id"],
                condition=Q(status__in=[str(status) for status in WAITING]),
                name="station_import_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="done", finished_at__isnull=False) | ~Q(status="done"),
                name="station_import_done_has_moment",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("stations:import", args=[self.pk])


class StationImportRow(LedgerRow):
    """A row of a ledger of stations about which something is to be said."""

    batch = models.ForeignKey(StationImport, on_delete=models.CASCADE, related_name="rows")

    class Meta:
        verbose_name = "站点导入行"
        verbose_name_plural = "站点导入行"
        constraints = [models.UniqueConstraint(fields=["batch", "state", "number"], name="station_import_row_once")]
