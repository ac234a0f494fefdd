"""Rosters of people on their way in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from cases.models.ledger import WAITING, Ledger, LedgerRow
from fedportal.accounts.roles import Can
from stations.models.station_import import stored_name


class RosterImport(Ledger):
    """One uploaded roster, from the file to the people made of it."""

    needs: ClassVar[Can] = Can.KEEP_NETWORK  # a township brings in its own

    file = models.FileField("文件", upload_to=stored_name, blank=True)  # empty once it is no longer needed

    class Meta:
        verbose_name = "人员名册导入"
        verbose_name_plural = "人员名册导入"
        indexes = [
            models.Index(fields=["org", "-id"], name="roster_import_of_org"),
            # The worker's question, every few seconds: is there anything to do?
            models.Index(
                fields=["attempts", "id"],
                condition=Q(status__in=[str(status) for status in WAITING]),
                name="roster_import_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="done", finished_at__isnull=False) | ~Q(status="done"),
                name="roster_import_done_has_moment",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("stations:roster_import", args=[self.pk])


class RosterImportRow(LedgerRow):
    """A row of a roster about which something is to be said."""

    batch = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="rows")

    class Meta:
        verbose_name = "人员名册导入行"
        verbose_name_plural = "人员名册导入行"
        constraints = [models.UniqueConstraint(fields=["batch", "state", "number"], name="roster_import_row_once")]
