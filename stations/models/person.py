"""The people of the network: jurors, mediators, lawyers, volunteers, cadres; what they do, and until when."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.workflow.contacting import Weekday
from fedportal.deadlines.models import Deadline
from fedportal.lib.blind_index import LENGTH
from fedportal.lib.encrypted_fields import EncryptedCharField
from fedportal.lib.masking import HIDDEN
from fedportal.orgs.models import Organization
from stations.network_facts import CredentialKind, LeftWhy, RoleKind, Sex
from stations.network_querysets import CredentialQuerySet, PersonQuerySet, RoleQuerySet

KIND = "network_person"  # as other systems are told of one
CREDENTIAL = "network_credential"  # the same, of what stands in its document
WEEK = list(Weekday.values)


class NetworkPerson(models.Model):
    """One person whom a federation keeps in its network; at which level she serves, her unit says.

    Her name is public as her office is; telephone and identity number are enciphered and found by blind indexes.
    Who has left stays until the list of disposal empties the row: figures count her, and no longer say who she was.
    """

    ref = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    version = models.IntegerField("版本", default=1)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="登记单位")
    org_code = models.BigIntegerField()
    name = models.CharField("姓名", max_length=60, blank=True)
    initials = models.CharField("拼音首字母", max_length=60, blank=True)
    sex = models.CharField("性别", max_length=10, choices=Sex.choices)
    phone = EncryptedCharField("联系电话", max_length=40, blank=True)
    id_number = EncryptedCharField("身份证号", max_length=18, blank=True)
    phone_index = models.CharField(max_length=LENGTH, blank=True, default="", editable=False)
    id_index = models.CharField(max_length=LENGTH, blank=True, default="", editable=False)
    workplace = models.CharField("工作单位", max_length=120, blank=True)
    joined_on = models.DateField("加入日期")
    left_on = models.DateField("离队日期", null=True)  # the first day on which she is no longer of it
    left_why = models.CharField("离队原因", max_length=10, choices=LeftWhy.choices, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="network_person",
        verbose_name="平台账号",
    )
    days = ArrayField(
        models.SmallIntegerField(choices=Weekday.choices), verbose_name="可以服务的日子", default=list, blank=True
    )
    begins = models.TimeField("自", null=True, blank=True)
    ends = models.TimeField("至", null=True, blank=True)
    paused_until = models.DateField("暂停服务至", null=True, blank=True)  # the last day of the pause
    trained_on = models.DateField("最近一次全省信访业务培训", null=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    kept_at = models.DateTimeField("标记保留时间", null=True)
    kept_reason = models.CharField("保留理由", max_length=200, blank=True)
    disposed_at = models.DateTimeField("处置时间", null=True)

    deadlines = GenericRelation(Deadline)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "维权队伍人员"
        verbose_name_plural = "维权队伍人员"
        indexes = [
            models.Index(fields=["org_code", "name"], name="person_in_range"),
            # whose telephone is this?
            models.Index(fields=["phone_index"], condition=~Q(phone_index=""), name="person_by_phone"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "id_index"],
                condition=Q(left_on=None) & ~Q(id_index=""),
                name="person_once_in_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None, left_why="") | Q(left_on__gte=F("joined_on")) & ~Q(left_why=""),
                name="person_left_says_why",
            ),
            models.CheckConstraint(condition=Q(days__contained_by=WEEK), name="person_days_known"),
            models.CheckConstraint(
                condition=Q(begins=None, ends=None) | Q(begins__isnull=False, ends__gt=F("begins")),
                name="person_hours_in_order",
            ),
            models.CheckConstraint(
                condition=Q(disposed_at=None) & ~Q(name="")
                | Q(disposed_at__isnull=False, left_on__isnull=False, name="", id_index="", phone_index=""),
                name="person_named_until_disposed",
            ),
        ]

    def __str__(self) -> str:
        return self.name or HIDDEN

    def get_absolute_url(self) -> str:
        return reverse("stations:person", args=[self.pk])

    @property
    def number(self) -> str:
        """RY000012, as a list of disposal names her."""
        return f"RY{self.pk:06d}"

    @property
    def available_words(self) -> str:
        """周一、周三 14:00—17:00; 随时; 没有登记."""
        days = "、".join(Weekday(day).label for day in sorted(self.days))
        if len(self.days) == len(WEEK):
            days = "每天"
        hours = f"{self.begins:%H:%M}—{self.ends:%H:%M}" if self.begins and self.ends else ""
        return f"{days} {hours}".strip() or "没有登记"


class NetworkRole(models.Model):
    """What somebody does, from when to when, and who appointed her. One of a kind at a time."""

    person = models.ForeignKey(NetworkPerson, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField("身份", max_length=20, choices=RoleKind.choices)
    full_time = models.BooleanField("专职", default=False)
    appointed_by = models.CharField("任命、聘任单位", max_length=120, blank=True)
    begins = models.DateField("任期自")
    until = models.DateField("任期至", null=True, blank=True)  # the last day, as appointed; empty: without a term
    ended_on = models.DateField("离任日期", null=True)  # the first day on which she holds it no more

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = "维权队伍身份"
        verbose_name_plural = "维权队伍身份"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(ended_on=None), name="role_of_a_kind_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("begins")), name="role_term_in_order"),
            models.CheckConstraint(condition=Q(ended_on=None) | Q(ended_on__gte=F("begins")), name="role_ends_after"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Credential(models.Model):
    """A qualification; one that runs out is owed a look until it is renewed or ended (network_law.CREDENTIAL)."""

    person = models.ForeignKey(NetworkPerson, on_delete=models.PROTECT, related_name="credentials")
    kind = models.CharField("资质", max_length=15, choices=CredentialKind.choices)
    number = EncryptedCharField("证书编号", max_length=60, blank=True)
    issuer = models.CharField("发证机关", max_length=120, blank=True)
    issued_on = models.DateField("发证日期")
    expires_on = models.DateField("有效期至", null=True, blank=True)  # its last day
    ended_on = models.DateField("换证、注销日期", null=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = "资质证书"
        verbose_name_plural = "资质证书"
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("issued_on")), name="credential_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("issued_on")), name="credential_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class NetworkEvent(models.Model):
    """One line of somebody's story in the network. It never says a number or an address. Append-only."""

    person = models.ForeignKey(NetworkPerson, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField("操作", max_length=40)
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="操作人"
    )
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    note = models.CharField("内容", max_length=300, blank=True)

    class Meta:
        verbose_name = "维权队伍变更"
        verbose_name_plural = "维权队伍变更"
        indexes = [models.Index(fields=["person", "at"], name="network_event_story")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
