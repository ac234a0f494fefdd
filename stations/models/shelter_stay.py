"""Who asks for shelter, who stays, and in which bed from when to when. What tells who they are is enciphered."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cases.models import Petition
from cases.models.erasable import locked_until_erased
from fedportal.deadlines.models import Deadline
from fedportal.lib.encrypted_fields import EncryptedCharField, EncryptedTextField
from fedportal.orgs.models import Organization
from stations.models.shelter import NEUTRAL, Shelter, counted
from stations.shelter_facts import LIVING_IN, Basis, Decision, DeclineReason, Exit, Sex, StayState
from stations.shelter_querysets import ApplicationQuerySet, StayQuerySet

KIND = "shelter_stay"  # as other systems are told of one


class ShelterApplication(models.Model):
    """One household that asks for shelter, on what basis, and what was decided.

    `wall` holds blind indexes of the respondent's numbers and address: staff whose own are among them (cases'
    relation wall) never see the household. `walled_org` is the unit that the respondent works in.
    """

    shelter = models.ForeignKey(Shelter, on_delete=models.PROTECT, related_name="applications")
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField("依据", max_length=12, choices=Basis.choices)
    basis_note = EncryptedCharField("文号、说明", max_length=100, blank=True)
    needs = EncryptedTextField("特别需要", max_length=300, blank=True)
    wall = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    walled_org = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField("申请时间")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField("审核", max_length=10, choices=Decision.choices, default=Decision.APPLIED)
    decided_at = models.DateTimeField("审核时间", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decline_reason = models.CharField("不予接收原因", max_length=10, choices=DeclineReason.choices, blank=True)
    decline_words = EncryptedCharField("不予接收说明", max_length=300, blank=True)
    disposed_at = models.DateTimeField("处置时间", null=True)
    kept_at = models.DateTimeField("标记保留时间", null=True)
    kept_reason = EncryptedCharField("保留原因", max_length=200, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "庇护申请"
        verbose_name_plural = "庇护申请"
        indexes = [
            # Who waits for a bed here, the longest first?
            models.Index(
                fields=["shelter", "applied_at"],
                condition=Q(decision__in=["applied", "waiting"]),
                name="application_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="application_basis_known"),
            models.CheckConstraint(
                condition=Q(decision="applied", decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision="applied"),
                name="application_decided_by_someone",
            ),
            # H10: the reason of a refusal is told
            models.CheckConstraint(
                condition=Q(decision="declined", decline_reason__in=DeclineReason.values)
                | ~Q(decision="declined") & Q(decline_reason=""),
                name="application_declined_with_a_reason",
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return NEUTRAL

    def get_absolute_url(self) -> str:
        return reverse("stations:application", args=[self.pk])


class Resident(models.Model):
    """One person of a household. `person_key` is a number made of her identity number's blind index, or of the row of
    the party that she is; empty where neither is known."""

    application = models.ForeignKey(ShelterApplication, on_delete=models.PROTECT, related_name="residents")
    place = models.PositiveSmallIntegerField("顺序")  # the first leads the household
    name = EncryptedCharField("姓名", max_length=60)
    sex = models.CharField("性别", max_length=1, choices=Sex.choices)
    born_on = models.DateField("出生日期")
    id_number = EncryptedCharField("证件号", max_length=40, blank=True)
    phone = EncryptedCharField("安全联系电话", max_length=40, blank=True)
    carer = EncryptedCharField("照料人", max_length=60, blank=True)  # of small children (H8)
    person_key = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "入住人"
        verbose_name_plural = "入住人"
        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(fields=["application", "place"], name="resident_place_once"),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="resident_sex_known"),
        ]

    def __str__(self) -> str:
        return NEUTRAL


class ShelterStay(models.Model):
    """One household in a shelter, from admission to the last visit after it has left."""

    # names it in addresses of the interface
    ref = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    application = models.OneToOneField(ShelterApplication, on_delete=models.PROTECT, related_name="stay")
    shelter = models.ForeignKey(Shelter, on_delete=models.PROTECT, related_name="stays")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    org_code = models.BigIntegerField()
    state = models.CharField("状态", max_length=10, choices=StayState.choices, default=StayState.IN_STAY)
    admitted_at = models.DateTimeField("入住时间")
    admitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    adults = models.PositiveSmallIntegerField("成人")
    minors = models.PositiveSmallIntegerField("未成年人")
    until = models.DateTimeField("庇护期届满")
    left_at = models.DateTimeField("离所时间", null=True)
    exit = models.CharField("离所方式", max_length=10, choices=Exit.choices, blank=True)
    exit_words = EncryptedTextField("书面申请（理由）", max_length=500, blank=True)
    exit_with = EncryptedCharField("接收人、护送人", max_length=100, blank=True)
    closed_at = models.DateTimeField("结案时间", null=True)
    # Another number after every change: the trigger below counts, no verb has to.
    version = models.IntegerField(default=1, db_default=1, editable=False)

    deadlines = GenericRelation(Deadline)

    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = NEUTRAL
        verbose_name_plural = NEUTRAL
        indexes = [
            models.Index(fields=["shelter", "admitted_at"], name="stay_of_shelter"),
            models.Index(fields=["org_code", "admitted_at"], name="stay_in_range"),  # T-09
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=StayState.values), name="stay_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=list(LIVING_IN), left_at=None, exit="")
                | Q(left_at__isnull=False, exit__in=Exit.values) & ~Q(state__in=list(LIVING_IN)),
                name="stay_left_by_an_exit",
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete), counted()]

    def __str__(self) -> str:
        return NEUTRAL

    def get_absolute_url(self) -> str:
        return reverse("stations:stay", args=[self.pk])


class StayWorker(models.Model):
    """A case worker who is named for one stay; she sees it, and no other of the shelter."""

    stay = models.ForeignKey(ShelterStay, on_delete=models.PROTECT, related_name="workers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField("指定时间")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField("解除时间", null=True)

    class Meta:
        verbose_name = "个案工作者"
        verbose_name_plural = "个案工作者"
        constraints = [
            models.UniqueConstraint(fields=["stay", "user"], condition=Q(until=None), name="stay_worker_named_once")
        ]

    def __str__(self) -> str:
        return NEUTRAL


class StayEvent(models.Model):
    """One act of a stay's story. Append-only."""

    stay = models.ForeignKey(ShelterStay, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField("操作", max_length=40)
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = EncryptedTextField("内容", max_length=600, blank=True)

    class Meta:
        verbose_name = "庇护经过"
        verbose_name_plural = "庇护经过"
        indexes = [models.Index(fields=["stay", "at"], name="stay_event_story")]
        triggers = [
            locked_until_erased(
                "append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                texts=("words",),
                may="stations_may_erase(OLD.stay_id)",
            )
        ]
