"""What happens during a stay: going out and coming back, belongings, visitors, the care plan, referrals, extensions,
the hand-over of minors and the visits after she has left. Words that tell of her are enciphered."""

from collections.abc import Sequence

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.erasable import locked_until_erased
from fedportal.lib.encrypted_fields import EncryptedCharField, EncryptedTextField
from stations.models.shelter import Shelter
from stations.models.shelter_stay import Resident, ShelterStay
from stations.shelter_facts import ReferralKind, Verifier

_NO_DELETE = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]


def told_until_erased(*texts: str, cleared: Sequence[str] = ()) -> list[pgtrigger.Trigger]:
    """Append-only, but for these texts of a stay on a list on which two persons have agreed; what is `cleared` must
    say something, and says that it was."""
    may = "stations_may_erase(OLD.stay_id)"
    operation = pgtrigger.Update | pgtrigger.Delete
    return [locked_until_erased("append_only", operation=operation, texts=texts, cleared=cleared, may=may)]


class InOutLog(models.Model):
    """She goes out, says when she will be back, and comes back; while she is out the line is open."""

    stay = models.ForeignKey(ShelterStay, on_delete=models.PROTECT, related_name="outings")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="outings", verbose_name="外出人")
    out_at = models.DateTimeField("外出时间")
    back_by = models.DateTimeField("说好归所时间")
    words = EncryptedCharField("事由、同行人", max_length=200, blank=True)
    out_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    back_at = models.DateTimeField("归所时间", null=True)
    back_noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "出入登记"
        verbose_name_plural = "出入登记"
        constraints = [
            models.UniqueConstraint(fields=["resident"], condition=Q(back_at=None), name="resident_out_once"),
            models.CheckConstraint(condition=Q(back_by__gt=F("out_at")), name="outing_back_after_going"),
            models.CheckConstraint(
                condition=Q(back_at=None, back_noted_by=None)
                | Q(back_at__gte=F("out_at"), back_noted_by__isnull=False),
                name="outing_back_noted_by_someone",
            ),
        ]
        triggers = _NO_DELETE


class Belonging(models.Model):
    """What she left in keeping (H10), until it is given back."""

    stay = models.ForeignKey(ShelterStay, on_delete=models.PROTECT, related_name="belongings")
    words = EncryptedCharField("物品", max_length=200)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField("发还时间", null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "物品登记"
        verbose_name_plural = "物品登记"
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by=None)
                | Q(returned_at__isnull=False, returned_by__isnull=False),
                name="belonging_returned_by_someone",
            )
        ]
        triggers = _NO_DELETE


class Visitor(models.Model):
    """Who came to see her, or was turned away (H9)."""

    stay = models.ForeignKey(ShelterStay, on_delete=models.PROTECT, related_name="visitors")
    name = EncryptedCharField("来访人", max_length=100)
    agreed = models.BooleanField("本人同意会见")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "来访登记"
        verbose_name_plural = "来访登记"
        triggers = told_until_erased("name")


class CarePlan(models.Model):
    """Her needs and what is done about them (H5); the newest version counts, the others stay."""

    stay = models.ForeignKey(ShelterStay, on_delete=models.PROTECT, related_name="plans")
    safety = EncryptedTextField("安全评估", max_length=1000)
    needs = EncryptedTextField("需求评估", max_length=1000)
    steps = EncryptedTextField("服务安排", max_length=2000)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "个案服务方案"
        verbose_name_plural = "个案服务方案"
        triggers = told_until_erased("safety", "needs", "steps")


class StayReferral(models.Model):
    """She is handed on for one kind of help (H5): to an agency of the referral directory, as petitions and calls are,
    or to whom the words name. They are enciphered, for they tell of her; which agency it is stands behind the policy
    of the stay, and no page of an agency counts it."""

    stay = models.ForeignKey(ShelterStay, on_delete=models.PROTECT, related_name="referrals")
    kind = models.CharField("转介", max_length=12, choices=ReferralKind.choices)
    agency = models.ForeignKey(
        "orgs.Agency", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="转介单位", db_index=False
    )
    words = EncryptedCharField("转介单位、事项", max_length=200, blank=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "庇护转介"
        verbose_name_plural = "庇护转介"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ReferralKind.values), name="stay_referral_known"),
            models.CheckConstraint(condition=Q(agency__isnull=False) | ~Q(words=""), name="stay_referral_to_somebody"),
        ]
        triggers = told_until_erased(cleared=["words"])


class StayExtension(models.Model):
    """The stay goes on (H4): filed with, or consented to by, the civil-affairs department, as the region rules."""

    stay = models.ForeignKey(ShelterStay, on_delete=models.PROTECT, related_name="extensions")
    days = models.PositiveSmallIntegerField("延长日数")
    consent = models.BooleanField("民政部门同意")  # else filed
    number = models.CharField("备案号、同意文号", max_length=60)
    source = models.CharField("依据", max_length=200)
    until = models.DateTimeField("延长至")
    at = models.DateTimeField("办理时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "庇护延期"
        verbose_name_plural = "庇护延期"
        constraints = [
            models.CheckConstraint(condition=Q(days__gt=0) & ~Q(number=""), name="stay_extension_has_number")
        ]
        triggers = told_until_erased("number")


class MinorHandOver(models.Model):
    """A minor is handed to another guardian: police or committee confirm who it is, two keepers sign (H7)."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="hand_overs")
    stay = models.ForeignKey(ShelterStay, on_delete=models.PROTECT, related_name="hand_overs")
    guardian = EncryptedCharField("接领监护人", max_length=100)
    guardian_id = EncryptedCharField("证件号", max_length=40)
    verifier = models.CharField("身份确认单位", max_length=10, choices=Verifier.choices)
    verified = EncryptedCharField("确认人、文号", max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="移交人")
    at = models.DateTimeField("移交时间")
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="核对人"
    )
    witnessed_at = models.DateTimeField("核对时间", null=True)

    class Meta:
        verbose_name = "未成年人移交"
        verbose_name_plural = "未成年人移交"
        constraints = [
            models.UniqueConstraint(fields=["resident"], name="minor_handed_over_once"),
            models.CheckConstraint(condition=Q(verifier__in=Verifier.values), name="minor_verifier_known"),
            models.CheckConstraint(
                condition=Q(witness=None, witnessed_at=None)
                | Q(witness__isnull=False, witnessed_at__isnull=False) & ~Q(witness=F("by")),
                name="minor_witness_is_another",
            ),
        ]
        triggers = _NO_DELETE


class LeavingVisit(models.Model):
    """How she is after she has left."""

    stay = models.ForeignKey(ShelterStay, on_delete=models.PROTECT, related_name="visits")
    safe = models.BooleanField("目前安全")
    words = EncryptedTextField("回访情况", max_length=1000)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "庇护离所回访"
        verbose_name_plural = "庇护离所回访"
        triggers = told_until_erased("words")


class ShelterDuty(models.Model):
    """Which keeper is on duty from when to when; the women's zone has a woman at any time (H10)."""

    shelter = models.ForeignKey(Shelter, on_delete=models.PROTECT, related_name="duties")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="值班人"
    )
    sex = models.CharField("性别", max_length=1)  # as she is named
    begins_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "庇护所值班"
        verbose_name_plural = "庇护所值班"
        indexes = [models.Index(fields=["shelter", "begins_at"], name="shelter_duty_when")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="shelter_duty_ends_after"),
            models.CheckConstraint(condition=Q(sex__in=["f", "m"]), name="shelter_duty_sex_known"),
        ]


class ShelterOpening(models.Model):
    """Two keys: who is no keeper asks with a reason, one of the keepers opens, for hours; both are known for good."""

    shelter = models.ForeignKey(Shelter, on_delete=models.PROTECT, null=True, related_name="openings")
    org_code = models.BigIntegerField()  # of the unit whose shelters are asked about
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("申请时间")
    reason = EncryptedCharField("理由", max_length=300)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("同意时间", null=True)
    until = models.DateTimeField("开放至", null=True)

    class Meta:
        verbose_name = "庇护所查阅"
        verbose_name_plural = "庇护所查阅"
        constraints = [
            models.CheckConstraint(
                condition=Q(shelter=None, opened_by=None, opened_at=None, until=None)
                | Q(shelter__isnull=False, opened_by__isnull=False, opened_at__isnull=False, until__isnull=False)
                & ~Q(opened_by=F("asked_by")),
                name="shelter_opening_has_two_keys",
            )
        ]
        triggers = _NO_DELETE
