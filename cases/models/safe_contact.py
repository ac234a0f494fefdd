"""How a person may be reached without bringing her into danger, what was held back, and under which name we write."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models.document import Document
from cases.models.party import Party
from cases.models.petition import Petition
from cases.workflow.contacting import Verdict, Way, Weekday
from fedportal.lib.encrypted_fields import EncryptedCharField, EncryptedTextField
from fedportal.orgs.models import Organization

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class SafeContactQuerySet(models.QuerySet["SafeContact"]):
    """Safe-contact facts by whether they still hold."""

    def current(self) -> Self:
        """Those that hold now, each with its windows."""
        return self.filter(replaced_at=None).prefetch_related("windows")


class SafeContact(models.Model):
    """What one person has said about reaching her. A change makes a new row; the one before it stays, with its end.

    `ways` are those that she allows. Where she named hours, she is telephoned in them only. `code_word` and `note`
    may give her away to whoever reads them: only the unit that holds the matter sees them.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="safe_contacts")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="safe_contacts", verbose_name="当事人")
    ways = ArrayField(models.CharField(max_length=10, choices=Way.choices), verbose_name="可以用的联系方式")
    no_message = models.BooleanField("不留言", default=True)
    number_shared = models.BooleanField("号码与加害人共用，或者对方能看到", default=False)
    code_word = EncryptedCharField("暗语", max_length=60, blank=True)
    note = EncryptedTextField("说明", blank=True)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    replaced_at = models.DateTimeField("更改时间", null=True)

    objects = SafeContactQuerySet.as_manager()

    class Meta:
        verbose_name = "安全联系"
        verbose_name_plural = "安全联系"
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=Q(replaced_at=None), name="safe_contact_one_holds"),
            models.CheckConstraint(
                condition=Q(ways__contained_by=Way.values) & ~Q(ways=[]), name="safe_contact_ways_known"
            ),
            # Whoever shares the telephone reads what is sent to it.
            models.CheckConstraint(
                condition=Q(number_shared=False) | ~Q(ways__contains=[Way.MESSAGE]), name="safe_contact_shared_is_mute"
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("at")), name="safe_contact_ends_after_it_began"
            ),
        ]


class CallWindow(models.Model):
    """Hours of certain weekdays in which she may be telephoned."""

    contact = models.ForeignKey(SafeContact, on_delete=models.CASCADE, related_name="windows")
    days = ArrayField(models.SmallIntegerField(choices=Weekday.choices), verbose_name="星期")
    begins = models.TimeField("自")
    ends = models.TimeField("至")

    class Meta:
        verbose_name = "可以打电话的时间"
        verbose_name_plural = "可以打电话的时间"
        ordering = ("begins", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(begins__lt=F("ends")), name="call_window_hours_in_order"),
            models.CheckConstraint(
                condition=Q(days__contained_by=Weekday.values) & ~Q(days=[]), name="call_window_days_known"
            ),
        ]


class HeldContactQuerySet(models.QuerySet["HeldContact"]):
    """Contacts that were held back, by reader and state."""

    def open(self) -> Self:
        """Those for which nobody has said yet what was done instead."""
        return self.filter(done_at=None)

    def visible_to(self, user: "User") -> Self:
        """Those of the reader's own unit, about matters that she may read."""
        return self.filter(org=user.org_id, petition__in=Petition.objects.visible_to(user))


class HeldContact(models.Model):
    """A contact that may not go as it was meant: a task of `org` until somebody says what was done instead."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="held_contacts")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="held_contacts")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    way = models.CharField("方式", max_length=10, choices=Way.choices)
    what = models.CharField("事由", max_length=120)  # names no person
    verdict = models.CharField(
        "结论", max_length=5, choices=[choice for choice in Verdict.choices if choice[0] != "go"]
    )
    why = models.CharField("原因", max_length=200)
    instead = models.CharField("改为", max_length=200)
    wait_until = models.DateTimeField("可以联系的时间", null=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    done_at = models.DateTimeField("处理时间", null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="处理人"
    )
    done_words = models.CharField("处理情况", max_length=300, blank=True)

    objects = HeldContactQuerySet.as_manager()

    class Meta:
        verbose_name = "联系待办"
        verbose_name_plural = "联系待办"
        indexes = [
            # What waits on this unit's desk?
            models.Index(fields=["org", "at"], condition=Q(done_at=None), name="held_contact_open_of_org"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "org", "way", "what"], condition=Q(done_at=None), name="held_contact_one_task"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, done_words="")
                | Q(done_at__isnull=False, done_by__isnull=False) & ~Q(done_words=""),
                name="held_contact_done_says_how",
            ),
            models.CheckConstraint(
                condition=Q(verdict="held", wait_until=None) | Q(verdict="wait", wait_until__isnull=False),
                name="held_contact_waits_until",
            ),
        ]


class NeutralSender(models.Model):
    """Under which name a unit writes and telephones where nobody may know who it is."""

    org = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="neutral_sender")
    name = models.CharField("对外署名", max_length=40)
    callback = models.CharField("回电号码", max_length=40, blank=True)
    return_address = models.CharField("回信地址", max_length=120, blank=True)
    at = models.DateTimeField("更改时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="更改人")

    class Meta:
        verbose_name = "对外署名"
        verbose_name_plural = "对外署名"
