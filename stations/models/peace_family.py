"""Households looked at by the list of 平安家庭 (domain.md 3.6, rows 53 and 54); the last look counts.

No name stands here. A household is what the village calls it, a house number or its number in the village's own list,
enciphered as every address is and in a table of its own, which is shown to the village and the township right above
alone: for those further up there is a household, a place, and what was found. No photo is taken and no remark
written: what is found in a home is yes or no.
"""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from fedportal.lib.blind_index import LENGTH
from fedportal.lib.encrypted_fields import EncryptedCharField
from fedportal.orgs.models import Organization
from stations.peace_querysets import HouseholdQuerySet

HOME_LENGTH = 40


class Household(models.Model):
    """One home of a village, nameless; `latest` is what was found last."""

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    org_code = models.BigIntegerField()
    latest = models.OneToOneField("PeaceCheck", on_delete=models.PROTECT, null=True, related_name="+")
    left_on = models.DateField("移出日期", null=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "平安家庭户"
        verbose_name_plural = "平安家庭户"
        indexes = [models.Index(fields=["org_code"], name="household_in_range")]  # figures ask of those that left, too
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]


class HomeLabel(models.Model):
    """What the village calls a household. Gone as soon as it has left the list, by hand or by itself."""

    household = models.OneToOneField(Household, on_delete=models.PROTECT, primary_key=True, related_name="label")
    words = EncryptedCharField("门牌号或者户号", max_length=HOME_LENGTH)
    index = models.CharField(max_length=LENGTH, unique=True, editable=False)  # with the village in it

    class Meta:
        verbose_name = "门牌号"
        verbose_name_plural = "门牌号"
        constraints = [models.CheckConstraint(condition=~Q(index=""), name="home_label_is_found")]


class PeaceCheck(models.Model):
    """One look at one home: the versions it was made by, and of their items those not met and those that do not
    apply; all others were met. Whether it passes follows from it. Append-only: who erred looks again."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="checks")
    checked_on = models.DateField("核对日期")
    lists = ArrayField(models.BigIntegerField(), verbose_name="清单版本")
    unmet = ArrayField(models.BigIntegerField(), default=list, verbose_name="没有做到")
    spared = ArrayField(models.BigIntegerField(), default=list, verbose_name="不适用")
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="核对人")

    class Meta:
        verbose_name = "平安家庭核对"
        verbose_name_plural = "平安家庭核对"
        indexes = [models.Index(fields=["household", "-at"], name="peace_check_story")]
        constraints = [
            models.CheckConstraint(condition=~Q(lists=[]), name="peace_check_by_a_list"),
            models.CheckConstraint(
                condition=~Q(unmet__overlap=models.F("spared")), name="peace_check_unmet_or_spared"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def passed(self) -> bool:
        return not self.unmet
