"""How other systems name what they write in this room."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from fedportal.lib.system_names import SYSTEM_NAME
from fedportal.orgs.models import Organization
from stations.models.partner_base import PartnerBase
from stations.models.person import NetworkPerson
from stations.models.rights_post import RightsPost
from stations.models.station import Station
from stations.models.station_log import ServiceEntry

NAMED = ("station", "service", "person", "post", "base")


def _one_alone() -> Q:
    """Exactly one of them is named."""
    return reduce(or_, (Q(**{f"{name}__isnull": name != which for name in NAMED}) for which in NAMED))


class ExternalName(models.Model):
    """One row under the number that it has in another system: sent again under it, it is the same one. `system` is as
    the clients of `org` call it; another unit's system may bear the same name, and neither learns of the other's
    numbers. Exactly one of the five is named."""

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="编号的单位")
    system = models.CharField("系统", max_length=40)
    external_id = models.CharField("对方编号", max_length=100)
    at = models.DateTimeField("登记时间")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, null=True, related_name="external_names")
    service = models.ForeignKey(ServiceEntry, on_delete=models.PROTECT, null=True, related_name="external_names")
    person = models.ForeignKey(NetworkPerson, on_delete=models.PROTECT, null=True, related_name="external_names")
    post = models.ForeignKey(RightsPost, on_delete=models.PROTECT, null=True, related_name="external_names")
    base = models.ForeignKey(PartnerBase, on_delete=models.PROTECT, null=True, related_name="external_names")

    class Meta:
        verbose_name = "其他系统的编号"
        verbose_name_plural = "其他系统的编号"
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["org", "system", "external_id"],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"external_{name}_once",
                )
                for name in NAMED
            ),
            models.CheckConstraint(condition=_one_alone(), name="external_names_one"),
            models.CheckConstraint(condition=Q(system__regex=SYSTEM_NAME), name="external_name_of_a_system"),
            models.CheckConstraint(condition=~Q(external_id=""), name="external_name_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.system}/{self.external_id}"
