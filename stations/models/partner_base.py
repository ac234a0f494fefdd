"""Partner bases: agencies of the directory that have more to say of themselves."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from fedportal.orgs.models import Agency, Organization
from stations.models.station import counts_versions
from stations.network_querysets import BaseQuerySet
from stations.post_facts import BaseKind

KIND = "partner_base"  # as other systems are told of one


class PartnerBase(models.Model):
    """What more is known of an agency that is a base of the federation's work (维权合议庭, 家庭暴力投诉站, …).

    Name, telephone and whom to ask stand in the directory, from which letters and work orders choose: there is one
    list of whom to refer to. A base that is closed stays an agency until that is retired too.
    """

    # names it in addresses of the interface
    ref = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    # Another number after every change: the trigger below counts, no verb has to.
    version = models.IntegerField(default=1, db_default=1, editable=False)
    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="base", verbose_name="单位")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="登记单位")
    org_code = models.BigIntegerField()
    kind = models.CharField("阵地类型", max_length=15, choices=BaseKind.choices)
    address = models.CharField("地址", max_length=200, blank=True)
    hours = models.CharField("服务时间", max_length=100, blank=True)
    takes = ArrayField(models.CharField(max_length=60), verbose_name="接收哪些事项")
    opened_on = models.DateField("成立日期")
    closed_on = models.DateField("停办日期", null=True)
    entered_at = models.DateTimeField("登记时间", default=timezone.now)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = "维权阵地"
        verbose_name_plural = "维权阵地"
        indexes = [models.Index(fields=["org_code"], name="base_in_range")]
        constraints = [
            models.CheckConstraint(condition=~Q(takes=[]), name="base_takes_something"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")), name="base_closed_after_it_opened"
            ),
        ]
        triggers = [counts_versions()]

    def __str__(self) -> str:
        return self.agency.name

    def get_absolute_url(self) -> str:
        return reverse("stations:base", args=[self.pk])
