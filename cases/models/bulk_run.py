"""Moves made with many petitions at once: who asked, with which answers, and what became of each so far."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from fedportal.orgs.models import Organization

if TYPE_CHECKING:
    from fedportal.accounts.models import User

KEPT = dt.timedelta(days=1)  # for which a result can be looked at again; what nobody took up by then is not done


class BulkRunQuerySet(models.QuerySet["BulkRun"]):
    """Such runs by who asked and by what is left to do."""

    def visible_to(self, user: "User") -> Self:
        """One's own alone, as long as one works in the unit for which it was asked."""
        return self.filter(by=user, org=user.org_id) if user.is_authenticated else self.none()

    def kept(self, at: dt.datetime) -> Self:
        return self.filter(asked_at__gt=at - KEPT)

    def waiting(self) -> Self:
        """What is to be gone on with; one that keeps failing goes to the end of the queue."""
        return self.filter(finished_at=None).order_by("attempts", "pk")


class BulkRun(models.Model):
    """One move with the petitions that were selected. `outcomes` grows by one with each, in the same transaction: so
    many of `petitions` have been gone through, whatever died in between.
    """

    # Names the sending: the same form sent twice is one run.
    token = models.UUIDField(default=uuid.uuid4)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="办理人")
    move = models.CharField("办理", max_length=30)
    note = models.TextField("说明", blank=True)
    answers = models.JSONField("填写内容")  # keys, days and codes, as cases.actions.bulk reads them
    petitions = ArrayField(models.BigIntegerField())
    numbers = ArrayField(models.CharField(max_length=90))
    outcomes = models.JSONField("结果", default=list)  # of each: pk, number, done, words
    asked_at = models.DateTimeField("提出时间")
    attempts = models.SmallIntegerField("处理次数", default=0)  # since the last petition that was gone through
    finished_at = models.DateTimeField("完成时间", null=True)

    objects = BulkRunQuerySet.as_manager()

    class Meta:
        verbose_name = "批量办理"
        verbose_name_plural = "批量办理"
        indexes = [
            # The worker's question, every few seconds: is there anything to do?
            models.Index(fields=["attempts", "id"], condition=Q(finished_at=None), name="bulk_run_waiting"),
        ]
        constraints = [models.UniqueConstraint(fields=["by", "token"], name="bulk_run_once")]

    def get_absolute_url(self) -> str:
        return reverse("cases:bulk_result", args=[self.token])

    @property
    def is_waiting(self) -> bool:
        return self.finished_at is None

    @property
    def asked(self) -> int:
        return len(self.petitions)

    @property
    def gone_through(self) -> int:
        return len(self.outcomes)

    def told(self, *, done: bool) -> list[dict[str, Any]]:
        """What became of those with which the move was made, or of those with which it was not."""
        return [each for each in self.outcomes if each["done"] == done]
