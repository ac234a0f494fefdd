"""Disposal of what is no longer needed: lists that two persons agree on, and what stays of each record."""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from fedportal.accounts.roles import Can
from fedportal.orgs.models import Organization

if TYPE_CHECKING:
    from fedportal.accounts.models import User

PETITION = "petition"  # how lines and tombstones name a matter; other rooms name their records themselves
NUMBER_LENGTH = 90  # characters; of a longer number of another system the beginning


class DisposalBatchQuerySet(models.QuerySet["DisposalBatch"]):
    """Lists by reader and by where they stand."""

    def visible_to(self, user: "User") -> Self:
        """Those of one's own unit, for those who may dispose."""
        if not user.is_authenticated or not user.can(Can.DISPOSE):
            return self.none()
        return self.filter(org=user.org_id)

    def drawn(self) -> Self:
        """Those that wait for their second person."""
        return self.filter(confirmed_at=None, cancelled_at=None)

    def running(self) -> Self:
        """Those that a worker has still to work off."""
        return self.exclude(confirmed_at=None).filter(finished_at=None)


class DisposalBatch(models.Model):
    """A list of records whose time is over: drawn up by one person, confirmed by another, worked off by a worker.

    Once confirmed, it and its list stay as they are: the rows that say so open the locks of the records named in it
    (the functions `…_may_erase` of the rooms that hold them), and of no others.
    """

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    rule = models.CharField("依据", max_length=200)
    drawn_at = models.DateTimeField("拟订时间")
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="拟订人"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="确认人"
    )
    cancelled_at = models.DateTimeField("取消时间", null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="取消人"
    )
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True)

    objects = DisposalBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "到期处置"
        verbose_name_plural = "到期处置"
        indexes = [
            models.Index(fields=["org", "-id"], name="disposal_of_org"),
            # The worker's question: is there anything to do?
            models.Index(
                fields=["id"], condition=Q(confirmed_at__isnull=False, finished_at=None), name="disposal_running"
            ),
        ]
        constraints = [
            # Two different persons, whatever the code says.
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(confirmed_by=F("drawn_by")),
                name="disposal_by_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False, confirmed_at=None) & ~Q(cancel_reason=""),
                name="disposal_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(confirmed_at__isnull=False), name="disposal_finished_was_confirmed"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="agreed_stays",
                operation=pgtrigger.UpdateOf(
                    *("org_id", "rule", "drawn_at", "drawn_by_id", "confirmed_at", "confirmed_by_id", "cancelled_at")
                ),
                condition=pgtrigger.Q(old__confirmed_at__isnull=False),
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def get_absolute_url(self) -> str:
        return reverse("cases:disposal", args=[self.pk])

    @property
    def state_words(self) -> str:
        """Where it stands, as the list of lists says it."""
        if self.cancelled_at:
            return "已取消"
        if self.confirmed_at is None:
            return "待确认"
        return "已完成" if self.finished_at else "正在处置"


class DisposalItemQuerySet(models.QuerySet["DisposalItem"]):
    """Lines of lists by whether something is still to be done."""

    def waiting(self) -> Self:
        """Neither done nor passed over."""
        return self.filter(done_at=None, passed_over="")

    def standing(self) -> Self:
        """Those of lists that may still come to something: no other list names the same record meanwhile."""
        return self.waiting().filter(batch__cancelled_at=None)


class DisposalItem(models.Model):
    """One record of a list."""

    batch = models.ForeignKey(DisposalBatch, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=20, default=PETITION)
    object_id = models.BigIntegerField()
    number = models.CharField("编号", max_length=NUMBER_LENGTH)
    retention = models.CharField("保管期限", max_length=10)
    archived_at = models.DateTimeField("归档时间")
    done_at = models.DateTimeField("处置时间", null=True)
    passed_over = models.CharField("没有处置的原因", max_length=100, blank=True)

    objects = DisposalItemQuerySet.as_manager()

    class Meta:
        verbose_name = "处置清单"
        verbose_name_plural = "处置清单"
        indexes = [models.Index(fields=["kind", "object_id"], name="disposal_item_of_record")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "kind", "object_id"], name="disposal_item_once"),
            models.CheckConstraint(condition=Q(done_at=None) | Q(passed_over=""), name="disposal_item_one_end"),
        ]
        triggers = [
            # Nobody adds to, or takes from, a list on which two persons have agreed.
            pgtrigger.Trigger(
                name="agreed_list_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Delete,
                declare=[("list", "bigint")],
                func="""
                IF TG_OP = 'DELETE' THEN list = OLD.batch_id; ELSE list = NEW.batch_id; END IF;
                IF EXISTS (SELECT FROM privacy_disposalbatch WHERE id = list AND confirmed_at IS NOT NULL) THEN
                    RAISE EXCEPTION 'a list on which two persons have agreed may not be changed'
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.ReadOnly(name="says_the_same", fields=["batch", "kind", "object_id", "number"]),
        ]


class FileToRemove(models.Model):
    """A stored file that nothing names any more; it goes once the transaction that let it go has held."""

    batch = models.ForeignKey(DisposalBatch, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)

    class Meta:
        verbose_name = "待删除的文件"
        verbose_name_plural = "待删除的文件"


class Tombstone(models.Model):
    """That a record was, and is disposed of: its number and the rule, and nothing of whom it was about.

    `key_digest` is the keyed digest of the key under which it had come in, so that no import brings it back
    unknowingly.
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    number = models.CharField("编号", max_length=NUMBER_LENGTH)
    key_digest = models.CharField(max_length=32, blank=True)
    rule = models.CharField("依据", max_length=200)
    at = models.DateTimeField("处置时间")
    batch = models.ForeignKey(DisposalBatch, on_delete=models.PROTECT, related_name="tombstones")

    class Meta:
        verbose_name = "处置凭据"
        verbose_name_plural = "处置凭据"
        indexes = [
            # Has what comes in here been disposed of?
            models.Index(fields=["key_digest"], condition=~Q(key_digest=""), name="tombstone_by_key")
        ]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="tombstone_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
