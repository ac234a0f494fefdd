"""How other systems name a petition."""

from django.db import models
from django.db.models import Q

from cases.models.petition import Petition
from fedportal.lib.system_names import SYSTEM_NAME
from fedportal.orgs.models import Organization


class ExternalId(models.Model):
    """One petition under the number that it has in another system: a second notice under the same number is about the
    same petition. `system` is as the clients of `org` call it, such as `binzhou-12345`; another unit's system may
    bear the same name, and neither learns of the other's numbers."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="external_ids")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="编号的单位")
    system = models.CharField("系统", max_length=40)
    external_id = models.CharField("对方编号", max_length=100)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "其他系统的编号"
        verbose_name_plural = "其他系统的编号"
        constraints = [
            models.UniqueConstraint(fields=["org", "system", "external_id"], name="external_id_once"),
            models.CheckConstraint(condition=Q(system__regex=SYSTEM_NAME), name="external_id_system_named"),
            models.CheckConstraint(condition=~Q(external_id=""), name="external_id_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.system}/{self.external_id}"
