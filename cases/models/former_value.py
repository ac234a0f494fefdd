"""What stood of the petitioner's own data before it was corrected."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.erasable import locked_until_erased
from cases.models.party import Party
from cases.models.petition import Petition
from fedportal.lib.encrypted_fields import EncryptedCharField
from fedportal.lib.reciphering import more_than_reciphered


class FormerValue(models.Model):
    """One value as it was, by whom and when it was corrected. Read on the page of the case alone, masked as the
    standing one is; never changed, but that another key may encipher it. `value` is the one place where such data
    lies: whatever guards Party guards it.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="former_values")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="former_values")
    field = models.CharField("项目", max_length=20)  # a key of cases.corrections.FIELDS
    value = EncryptedCharField("更正前的内容", max_length=200)
    at = models.DateTimeField("更正时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="更正人")

    class Meta:
        verbose_name = "更正前的内容"
        verbose_name_plural = "更正前的内容"
        constraints = [models.CheckConstraint(condition=~Q(value=""), name="former_value_says_something")]
        triggers = [
            locked_until_erased("append_only", operation=pgtrigger.Delete, deletable=True),
            pgtrigger.Protect(
                name="never_changed", operation=pgtrigger.Update, condition=more_than_reciphered("value")
            ),
        ]
