"""What a call has of the report that the law commands: of whom, and that the police were told."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.workflow.violence_reports import ReportTo, Trigger
from hotline.call_facts import ReportFor


class MandatorilyReported(models.Model):
    """Of a minor or of who lacks capacity the police are told at once (反家庭暴力法 art. 14, 未成年人保护法 art. 11).

    What was reported goes over to the petition that comes of the call (cases.models.MandatoryReport).
    """

    report_for = models.CharField("受害人", max_length=12, choices=ReportFor.choices, blank=True)
    report_triggers = ArrayField(
        models.PositiveSmallIntegerField(choices=Trigger.choices), verbose_name="情形", default=list, blank=True
    )
    reported_at = models.DateTimeField("强制报告时间", null=True)
    reported_to = ArrayField(
        models.CharField(max_length=10, choices=ReportTo.choices), verbose_name="报告对象", default=list, blank=True
    )
    report_station = models.CharField("公安机关", max_length=100, blank=True)
    # Who told the police: the shift leader may have, and another writes it down. Empty before anything is told.
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="报告人"
    )
    report_person = models.CharField("接报人", max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def owes_report(self) -> bool:
        return bool(self.report_for) and self.reported_at is None

    @property
    def reported_words(self) -> str:
        """公安机关（市中派出所）."""
        to = "、".join(ReportTo(code).label for code in self.reported_to)
        return f"{to}（{self.report_station}）" if self.report_station else to


def reported_for_whom(kind: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(reported_at=None, reported_to=[])
        | ~Q(report_for="") & Q(reported_at__isnull=False, reported_to__contains=[ReportTo.POLICE]),
        name=f"{kind}_reported_for_whom",
    )
