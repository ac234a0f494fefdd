"""Courses, and who attended them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from fedportal.orgs.models import Level, Organization
from stations.models.person import NetworkPerson
from stations.network_facts import CourseKind
from stations.network_querysets import CourseQuerySet


class TrainingCourse(models.Model):
    """One course, at which level it was held and by whom it is entered."""

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="登记单位")
    org_code = models.BigIntegerField()
    name = models.CharField("培训名称", max_length=100)
    kind = models.CharField("内容", max_length=12, choices=CourseKind.choices)
    level = models.SmallIntegerField("举办层级", choices=Level.choices)
    begins = models.DateField("开始日期")
    ends = models.DateField("结束日期")
    hours = models.SmallIntegerField("学时", default=0)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = "培训"
        verbose_name_plural = "培训"
        indexes = [models.Index(fields=["org_code", "ends"], name="course_in_range")]
        constraints = [
            models.UniqueConstraint(fields=["org", "name", "begins"], name="course_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="course_days_in_order"),
            models.CheckConstraint(condition=Q(hours__gte=0, hours__lte=1000), name="course_hours_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stations:course", args=[self.pk])

    @property
    def counts_for_cadres(self) -> bool:
        """Whether it is the training that row 81 asks of petition cadres."""
        return self.level == Level.PROVINCE and self.kind == CourseKind.PETITION


class TrainingRecord(models.Model):
    """Somebody attended a course."""

    course = models.ForeignKey(TrainingCourse, on_delete=models.PROTECT, related_name="records")
    person = models.ForeignKey(NetworkPerson, on_delete=models.PROTECT, related_name="trainings")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = "参训记录"
        verbose_name_plural = "参训记录"
        constraints = [models.UniqueConstraint(fields=["course", "person"], name="training_once")]
