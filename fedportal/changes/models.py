"""Which objects each transaction changed, and which feed this is."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from fedportal.changes.webhooks.models import Delivery, DeliveryAttempt, Subscription

__all__ = ["Change", "Delivery", "DeliveryAttempt", "Feed", "Subscription"]


class Change(models.Model):
    """That one transaction changed one object, however often. Written by triggers alone (`triggers`)."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    xid = models.BigIntegerField()  # of the transaction: pg_current_xact_id()
    org_code = models.BigIntegerField(null=True)  # where the object is, after this; NULL: everybody's
    also_code = models.BigIntegerField(null=True)  # another place from which it is seen
    was_codes = ArrayField(models.BigIntegerField(), default=list, db_default=[])  # where it was before, if elsewhere
    hides = models.BooleanField(default=False, db_default=False)  # may have taken it out of somebody's sight
    at = models.DateTimeField(db_default=Now())
    # Of older rows of the same object that were folded into this one: the sum of their numbers, so that an object's
    # revision, the sum over all its rows, never goes back.
    carried = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = "数据变更"
        verbose_name_plural = "数据变更"
        indexes = [
            models.Index(fields=["kind", "object_id", "xid"], include=["carried"], name="change_of_object"),
            BrinIndex(fields=["at"], name="change_at"),  # What has changed since?
        ]
        constraints = [
            # also the order of the feed
            models.UniqueConstraint(fields=["xid", "kind", "object_id"], name="change_once_a_transaction"),
        ]


class Feed(models.Model):
    """The one row that says which feed this is. A database that was restored from a dump counts its transactions
    anew: `manage.py new_feed` then begins another, and every cursor of the old one is refused."""

    only = models.BooleanField(primary_key=True, default=True)
    key = models.UUIDField(default=uuid.uuid4)
    forgotten_below = models.BigIntegerField(default=0)  # tombstones of older transactions may be gone

    class Meta:
        verbose_name = "变更流"
        verbose_name_plural = "变更流"
        constraints = [models.CheckConstraint(condition=Q(only=True), name="one_feed")]

    @classmethod
    def current(cls) -> "Feed":
        return cls.objects.get_or_create(only=True)[0]
