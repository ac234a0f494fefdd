"""The rights of those whose data it is: on which basis it is kept, what they asked for, who else was given it, what
may not be disposed of."""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cases.models.party import Party
from cases.models.petition import Petition
from fedportal.lib.encrypted_fields import EncryptedCharField, EncryptedTextField
from fedportal.orgs.models import Organization
from fedportal.privacy.purposes import Basis

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class ProcessingBasis(models.Model):
    """On which basis the data of one matter is processed, where it is another than the duty of the federation; a
    change makes a new row (个人信息保护法 art. 13, 14, 18)."""

    class Consenter(models.TextChoices):
        SELF = "self", "本人"
        GUARDIAN = "guardian", "监护人"  # of whoever is under fourteen (art. 31)

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="processing_bases")
    basis = models.CharField("处理依据", max_length=10, choices=Basis.choices)
    consent_version = models.CharField("同意文本", max_length=10, blank=True)
    consented_by = models.CharField("同意人", max_length=10, choices=Consenter.choices, blank=True)
    told_on = models.DateField("事后告知日期", null=True)  # of an emergency; none: she has still to be told
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "处理依据"
        verbose_name_plural = "处理依据"
        indexes = [models.Index(fields=["petition", "-id"], name="basis_of_petition")]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="consent") & ~Q(consent_version="") & ~Q(consented_by="")
                | ~Q(basis="consent") & Q(consent_version="", consented_by=""),
                name="basis_consent_names_its_text",
            ),
            models.CheckConstraint(
                condition=Q(basis="emergency") | Q(told_on=None), name="basis_told_of_an_emergency"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Disclosure(models.Model):
    """That data of a matter was given to somebody outside: to whom, what, on which basis, when.

    It names papers and agencies, and no person; it is kept for three years at least (网络数据安全管理条例 art. 12) and
    is not disposed of with its matter.
    """

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, null=True, related_name="disclosures", verbose_name="信访事项"
    )
    rows = models.PositiveIntegerField("件数", default=1)  # of an export, which names no single matter
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="提供单位")
    to = models.CharField("接收方", max_length=120)
    what = models.CharField("内容", max_length=200)
    basis = models.CharField("依据", max_length=100)
    at = models.DateTimeField("提供时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")

    class Meta:
        verbose_name = "对外提供记录"
        verbose_name_plural = "对外提供记录"
        indexes = [
            models.Index(fields=["org", "-at", "-id"], name="disclosure_of_org"),
            models.Index(fields=["petition"], condition=Q(petition__isnull=False), name="disclosure_of_petition"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    """Holds by whether they last."""

    def standing(self) -> Self:
        return self.filter(ended_at=None)


class LegalHold(models.Model):
    """A matter that may not be disposed of, whatever its time, until somebody lifts the hold with words."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="legal_holds")
    reason = models.CharField("保留原因", max_length=200)
    at = models.DateTimeField("标记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="标记人")
    ended_at = models.DateTimeField("解除时间", null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="解除人"
    )
    ended_words = models.CharField("解除原因", max_length=200, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = "保留标记"
        verbose_name_plural = "保留标记"
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(ended_at=None), name="legal_hold_one_stands"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_words="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_words=""),
                name="legal_hold_ended_says_why",
            ),
        ]


class RightsRequestQuerySet(models.QuerySet["RightsRequest"]):
    """Requests by reader and state."""

    def visible_to(self, user: "User") -> Self:
        """Those that the reader's unit has to answer, about matters that she may read."""
        return self.filter(org=user.org_id, petition__in=Petition.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(decided_at=None)

    def restricting(self) -> Self:
        """Deletions that were granted: until the file goes, the data of that person is kept and no more (art. 47)."""
        return self.filter(kind="delete", granted=True)


class RightsRequest(models.Model):
    """What somebody asks about her own data (个人信息保护法 art. 44 to 50): a refusal says why."""

    class Kind(models.TextChoices):
        ACCESS = "access", "查阅"
        COPY = "copy", "复制"
        CORRECT = "correct", "更正、补充"
        DELETE = "delete", "删除"

    class Standing(models.TextChoices):
        SELF = "self", "本人"
        GUARDIAN = "guardian", "监护人"
        AGENT = "agent", "受委托人"
        KIN = "kin", "近亲属（本人已去世）"  # art. 49

    class Proof(models.TextChoices):
        CARD = "card", "当面核对身份证件"
        KNOWN = "known", "当面，承办人认识本人"
        CALL_BACK = "call_back", "按登记的号码回电核对"
        PAPERS = "papers", "核对身份证件和委托、监护、亲属证明"

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="rights_requests")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="rights_requests", verbose_name="当事人")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="受理单位")
    kind = models.CharField("申请事项", max_length=10, choices=Kind.choices)
    standing = models.CharField("申请人", max_length=10, choices=Standing.choices)
    requester = EncryptedCharField("申请人姓名", max_length=60)
    proof = models.CharField("身份核验", max_length=10, choices=Proof.choices)
    text = EncryptedTextField("申请内容", blank=True)
    received_at = models.DateTimeField("收到时间")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    decided_at = models.DateTimeField("答复时间", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )
    granted = models.BooleanField("同意", null=True)
    answer = models.TextField("答复", blank=True)

    objects = RightsRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "个人信息申请"
        verbose_name_plural = "个人信息申请"
        indexes = [models.Index(fields=["org", "-received_at", "-id"], name="rights_request_of_org")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, granted=None, answer="")
                | Q(decided_at__isnull=False, decided_by__isnull=False, granted__isnull=False) & ~Q(answer=""),
                name="rights_request_decided_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition.number} {self.get_kind_display()}申请"

    def get_absolute_url(self) -> str:
        return reverse("cases:rights_request", args=[self.pk])

    @property
    def item(self) -> str:
        """Its name among the like duties of the petition."""
        return f"rights:{self.pk}"

    @property
    def restricts(self) -> bool:
        """Whether it says that her data is kept and no more; as `restricting`."""
        return bool(self.granted) and self.kind == self.Kind.DELETE

    @property
    def gives_copy(self) -> bool:
        """Whether she may be handed her data."""
        return bool(self.granted) and self.kind in (self.Kind.ACCESS, self.Kind.COPY)
