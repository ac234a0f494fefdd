"""What every record of the hotline has that its own time ends, where it became no petition (hotline.disposables)."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Disposable(models.Model):
    """Kept whatever its time where somebody marked it so, and for which reason; disposed of otherwise."""

    kept_at = models.DateTimeField("标记保留时间", null=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="标记人"
    )
    kept_reason = models.CharField("保留原因", max_length=200, blank=True)
    disposed_at = models.DateTimeField("处置时间", null=True)  # what led to a person was taken out

    class Meta:
        abstract = True


def kept_for_a_reason(kind: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(kept_at=None, kept_by=None, kept_reason="")
        | Q(kept_at__isnull=False, kept_by__isnull=False) & ~Q(kept_reason=""),
        name=f"{kind}_kept_for_a_reason",
    )
