"""What was brought before the police about her: a report and its result, and the report that the law commands."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models.petition import Petition
from cases.workflow.violence_reports import PoliceResult, Reporter, ReportTo, Trigger
from fedportal.lib.encrypted_fields import EncryptedTextField


class PoliceReport(models.Model):
    """One report of violence to the police. Their time for a decision runs from when they accepted it."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="police_reports")
    reporter = models.CharField("报警人", max_length=12, choices=Reporter.choices)
    reported_at = models.DateTimeField("报警时间")
    station = models.CharField("公安机关", max_length=100)
    accepted_at = models.DateTimeField("受理时间", null=True)
    number = models.CharField("报警回执、接处警编号", max_length=60, blank=True)
    note = EncryptedTextField("说明", blank=True)
    recorded_at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    result = models.CharField("处理结果", max_length=12, choices=PoliceResult.choices, blank=True)
    result_at = models.DateTimeField("作出时间", null=True)
    appraised = models.BooleanField("已作伤情鉴定", default=False)
    result_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "报警"
        verbose_name_plural = "报警"
        constraints = [
            models.CheckConstraint(condition=Q(reporter__in=Reporter.values), name="police_reporter_known"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(accepted_at__gte=F("reported_at")), name="police_accepted_after"
            ),
            models.CheckConstraint(
                condition=Q(result="", result_at=None, result_by=None)
                | Q(result__in=PoliceResult.values, result_at__gte=F("reported_at"), result_by__isnull=False),
                name="police_result_says_when",
            ),
        ]

    @property
    def item(self) -> str:
        """Its name among the like duties of the petition."""
        return f"police:{self.pk}"


class MandatoryReport(models.Model):
    """The report that the law commands of a minor or of who lacks capacity: when it was known, when told, to whom."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="mandatory_reports")
    triggers = ArrayField(models.PositiveSmallIntegerField(choices=Trigger.choices), verbose_name="情形", default=list)
    known_at = models.DateTimeField("知悉时间")
    reported_at = models.DateTimeField("报告时间")
    to = ArrayField(models.CharField(max_length=10, choices=ReportTo.choices), verbose_name="报告对象")
    station = models.CharField("公安机关", max_length=100)
    person = models.CharField("接报人", max_length=60)
    accepted_at = models.DateTimeField("公安机关受理、立案时间", null=True)
    recorded_at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="报告人")
    feedback_at = models.DateTimeField("反馈时间", null=True)
    feedback = EncryptedTextField("反馈内容", blank=True)
    feedback_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "强制报告"
        verbose_name_plural = "强制报告"
        constraints = [
            models.CheckConstraint(
                condition=Q(triggers__contained_by=Trigger.values), name="mandatory_triggers_known"
            ),
            models.CheckConstraint(
                condition=Q(to__contained_by=ReportTo.values, to__contains=[ReportTo.POLICE]),
                name="mandatory_to_the_police",
            ),
            models.CheckConstraint(condition=Q(reported_at__gte=F("known_at")), name="mandatory_reported_after_known"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(accepted_at__gte=F("reported_at")), name="mandatory_accepted_after"
            ),
            models.CheckConstraint(
                condition=Q(feedback_at=None, feedback_by=None)
                | Q(feedback_at__gte=F("reported_at"), feedback_by__isnull=False),
                name="mandatory_feedback_by_someone",
            ),
        ]

    @property
    def item(self) -> str:
        return f"mandatory:{self.pk}"

    @property
    def triggers_words(self) -> str:
        return "；".join(Trigger(number).label for number in self.triggers)

    @property
    def to_words(self) -> str:
        return "、".join(ReportTo(code).label for code in self.to)
