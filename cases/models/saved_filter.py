"""Filters of the list that someone keeps by name, as personal work-lists."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from fedportal.lib.encrypted_fields import EncryptedCharField

MOST = 20  # a person's; POLICY: more is no work-list that one takes in at a glance


class SavedFilter(models.Model):
    """One work-list: the list's address under a name. It holds conditions, never rows: what it shows is of today."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField("名称", max_length=20)
    # As in the address, see cases.work_lists.canonical: what is searched for may be a telephone number.
    query = EncryptedCharField("条件", max_length=2_000)
    place = models.SmallIntegerField("位置")

    class Meta:
        verbose_name = "工作清单"
        verbose_name_plural = "工作清单"
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_filter_name_once"),
            models.UniqueConstraint(
                fields=["user", "place"], name="saved_filter_place_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(place__gte=0, place__lt=MOST), name="saved_filter_at_most_twenty"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_filter_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
