"""What volunteers are asked to do, who has signed up for it, and the hours that they gave."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from fedportal.orgs.models import Organization
from fedportal.orgs.querysets import InScopeQuerySet
from stations.models.person import NetworkPerson
from stations.network_facts import ServiceKind
from stations.network_querysets import ServiceQuerySet

LONGEST = 16 * 60  # minutes; network_law.LONGEST_SERVICE


class VolunteerTask(models.Model):
    """Something for which volunteers are wanted. A task that is called off says why."""

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="发布单位")
    org_code = models.BigIntegerField()
    title = models.CharField("任务", max_length=60)
    kind = models.CharField("服务内容", max_length=12, choices=ServiceKind.choices)
    place = models.CharField("地点", max_length=100, blank=True)
    begins_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    wanted = models.SmallIntegerField("需要人数")
    published_at = models.DateTimeField("发布时间")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="发布人"
    )
    called_off_at = models.DateTimeField("取消时间", null=True)
    reason = models.CharField("取消理由", max_length=100, blank=True)

    objects = InScopeQuerySet.as_manager()

    class Meta:
        verbose_name = "志愿服务任务"
        verbose_name_plural = "志愿服务任务"
        indexes = [models.Index(fields=["org_code", "begins_at"], name="task_in_range")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="task_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(wanted__gte=1, wanted__lte=500), name="task_wants_somebody"),
            models.CheckConstraint(
                condition=Q(called_off_at=None, reason="") | Q(called_off_at__isnull=False) & ~Q(reason=""),
                name="task_called_off_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("stations:task", args=[self.pk])


class TaskSignUp(models.Model):
    """A volunteer who will come; once withdrawn, she may sign up again."""

    task = models.ForeignKey(VolunteerTask, on_delete=models.PROTECT, related_name="sign_ups")
    person = models.ForeignKey(NetworkPerson, on_delete=models.PROTECT, related_name="sign_ups")
    at = models.DateTimeField("报名时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    withdrawn_at = models.DateTimeField("退出时间", null=True)

    class Meta:
        verbose_name = "志愿服务报名"
        verbose_name_plural = "志愿服务报名"
        constraints = [
            models.UniqueConstraint(
                fields=["task", "person"], condition=Q(withdrawn_at=None), name="sign_up_once_at_a_time"
            )
        ]


class VolunteerService(models.Model):
    """Time that a volunteer gave on one day, in minutes; it counts once another person than the writer has confirmed
    it."""

    person = models.ForeignKey(NetworkPerson, on_delete=models.PROTECT, related_name="services")
    task = models.ForeignKey(
        VolunteerTask, on_delete=models.PROTECT, null=True, blank=True, related_name="services", verbose_name="任务"
    )
    served_on = models.DateField("服务日期")
    minutes = models.SmallIntegerField("分钟")
    kind = models.CharField("服务内容", max_length=12, choices=ServiceKind.choices)
    logged_at = models.DateTimeField("登记时间")
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    decided_at = models.DateTimeField("确认时间", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="确认人"
    )
    refused = models.CharField("不予确认的理由", max_length=100, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "志愿服务时长"
        verbose_name_plural = "志愿服务时长"
        indexes = [
            models.Index(fields=["person", "served_on"], name="service_of_person"),
            # what has nobody confirmed?
            models.Index(fields=["person"], condition=Q(decided_at=None), name="service_waiting"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=10, minutes__lte=LONGEST), name="service_minutes_known"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, refused="")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decided_by=F("logged_by")),
                name="service_confirmed_by_another",
            ),
            models.UniqueConstraint(
                fields=["person", "served_on", "kind", "task"],
                condition=Q(refused=""),
                nulls_distinct=False,
                name="service_logged_once",
            ),
        ]

    @property
    def hours(self) -> str:
        """1.5 小时."""
        return f"{self.minutes / 60:g} 小时" if self.minutes % 30 == 0 else f"{self.minutes} 分钟"
