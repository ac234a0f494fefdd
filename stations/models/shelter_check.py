"""What was found when somebody looked at what a shelter must have: by its keepers, or by a unit above that two keys
had let in. Scored by the versions of the list then in force; no photos, and what is lacking is enciphered."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from fedportal.lib.encrypted_fields import EncryptedCharField
from fedportal.orgs.models import Organization
from stations.check_facts import CheckKind
from stations.models.checklist import ChecklistItem
from stations.models.shelter import NEUTRAL, Shelter

REMARK_LENGTH = 200
KINDS = {CheckKind.SELF.value: "自查", CheckKind.YEARLY.value: "上级检查"}
_APPEND_ONLY = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class ShelterCheck(models.Model):
    """One look at one shelter, written down at once. `org` is the unit that looked."""

    shelter = models.ForeignKey(Shelter, on_delete=models.PROTECT, related_name="checks")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="检查单位")
    kind = models.CharField("类别", max_length=10, choices=list(KINDS.items()))
    at = models.DateTimeField("检查时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="检查人")
    points = models.SmallIntegerField("得分")
    whole = models.SmallIntegerField("总分")
    missing = models.SmallIntegerField("未达项数")

    class Meta:
        verbose_name = "庇护所检查"
        verbose_name_plural = "庇护所检查"
        indexes = [models.Index(fields=["shelter", "-at"], name="shelter_check_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="shelter_check_kind_known"),
            models.CheckConstraint(
                condition=Q(whole__gt=0, points__gte=0, points__lte=F("whole"), missing__gte=0),
                name="shelter_check_scored",
            ),
        ]
        triggers = _APPEND_ONLY

    def __str__(self) -> str:
        return NEUTRAL

    def get_absolute_url(self) -> str:
        return reverse("stations:shelter_check", args=[self.pk])

    @property
    def percent(self) -> int:
        """Rounded down: 79.9 is not 80."""
        return 100 * self.points // self.whole


class ShelterCheckAnswer(models.Model):
    """What was found of one item."""

    of = models.ForeignKey(ShelterCheck, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+", verbose_name="项目")
    points = models.SmallIntegerField("得分")
    met = models.BooleanField("达标")
    remark = EncryptedCharField("说明", max_length=REMARK_LENGTH, blank=True)

    class Meta:
        verbose_name = "庇护所检查结果"
        verbose_name_plural = "庇护所检查结果"
        constraints = [
            models.UniqueConstraint(fields=["of", "item"], name="shelter_check_answer_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="shelter_check_answer_scored"),
        ]
        triggers = _APPEND_ONLY
