"""The audit trail: rows are added, never changed, never removed; and the seals that would show it."""

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from fedportal.orgs.models import Organization


class AccessEvent(models.Model):
    """Someone did or read something: who, when, from where, what."""

    at = models.DateTimeField("时间")
    verb = models.CharField("操作", max_length=40)  # noun.verb, as in petition.accept
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="操作人"
    )
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="单位")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    object_id = models.BigIntegerField(null=True)
    address = models.GenericIPAddressField("来源地址", null=True)
    detail = models.JSONField("详情", default=dict)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        indexes = [
            models.Index(fields=["content_type", "object_id", "at"], name="access_of_subject"),
            models.Index(fields=["actor", "at"], name="access_by_actor"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            # Whoever wrote it: it waits for its seal from the same transaction on.
            pgtrigger.Trigger(
                name="waits_for_seal",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="added"),
                func="""
                    INSERT INTO audit_unsealedevent (event_id) SELECT id FROM added;
                    RETURN NULL;
                """,
            ),
        ]


class UnsealedEvent(models.Model):
    """An event that has no seal yet; a queue, which each sealing empties.

    No foreign key: an event that is gone before it was sealed stays named here.
    """

    event_id = models.BigIntegerField("记录编号", primary_key=True)

    class Meta:
        verbose_name = "待封存记录"
        verbose_name_plural = "待封存记录"


class Algorithm(models.TextChoices):
    """Hashes of 32 bytes, by their names in hashlib."""

    SHA256 = "sha256", "SHA-256"
    SM3 = "sm3", "SM3"


class AuditSealQuerySet(models.QuerySet["AuditSeal"]):
    """Seals in the order of the chain."""

    def newest(self) -> "AuditSeal | None":
        return self.order_by("-day", "-number").first()


class AuditSeal(models.Model):
    """One link of the chain: the hash over an event and over the link before it.

    `day` is the day on which it was sealed, in the time of the portal: a day that has passed gets no more links,
    however late a transaction commits. The first link of a day takes up the last of the day before.
    """

    event_id = models.BigIntegerField("记录编号", primary_key=True)  # no foreign key: it outlasts the event
    day = models.DateField("封存日")
    number = models.PositiveIntegerField("当日序号")  # from 1
    algorithm = models.CharField("算法", max_length=6, choices=Algorithm.choices)
    previous = models.BinaryField("前一哈希")
    hash = models.BinaryField("哈希")

    objects = AuditSealQuerySet.as_manager()

    class Meta:
        verbose_name = "审计封存"
        verbose_name_plural = "审计封存"
        constraints = [
            # Also the answer to: which link is the last, and which come after this one?
            models.UniqueConstraint(fields=["day", "number"], name="seal_place_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="seal_number_from_one"),
            models.CheckConstraint(condition=Q(algorithm__in=Algorithm.values), name="seal_algorithm_known"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
