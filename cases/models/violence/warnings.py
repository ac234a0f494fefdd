"""Warning letters of the police (告诫书), and the visits by which they are looked after (反家庭暴力法 art. 16, 17)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.erasable import locked_until_erased
from cases.models.petition import Petition
from cases.models.violence.reports import PoliceReport
from cases.workflow.aftercare import VisitChannel
from cases.workflow.violence_reports import WarningEnd, WarningFinding
from fedportal.lib.encrypted_fields import EncryptedTextField


class WarningLetter(models.Model):
    """One letter of which the federation was told (公通字〔2024〕34号 art. 11). It is looked after until it ended."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="warning_letters")
    report = models.ForeignKey(PoliceReport, on_delete=models.PROTECT, null=True, related_name="warning_letters")
    station = models.CharField("出具的公安机关", max_length=100)
    number = models.CharField("告诫书编号", max_length=60)
    issued_on = models.DateField("出具日期")
    delivered_on = models.DateField("送达加害人日期")
    committee = models.CharField("查访的村（居）委会", max_length=100, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    ended_at = models.DateTimeField("查访结束时间", null=True)
    ended = models.CharField("结束原因", max_length=10, choices=WarningEnd.choices, blank=True)

    class Meta:
        verbose_name = "告诫书"
        verbose_name_plural = "告诫书"
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(ended_at=None), name="warning_one_runs"),
            models.CheckConstraint(condition=Q(delivered_on__gte=F("issued_on")), name="warning_delivered_after"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended="") | Q(ended_at__isnull=False, ended__in=WarningEnd.values),
                name="warning_ended_says_why",
            ),
        ]

    @property
    def item(self) -> str:
        return f"warning:{self.pk}"


class WarningVisit(models.Model):
    """One visit. `first` is the first that found something; what she said is enciphered."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="warning_visits")
    letter = models.ForeignKey(WarningLetter, on_delete=models.PROTECT, related_name="visits")
    visited_at = models.DateTimeField("查访时间")
    first = models.BooleanField("首次查访", default=False)
    finding = models.CharField("查访结果", max_length=10, choices=WarningFinding.choices)
    channel = models.CharField("见她的方式", max_length=10, choices=VisitChannel.choices)
    safe_to_talk = models.BooleanField("现在方便说话")
    educated = models.BooleanField("已对加害人法治教育", default=False)
    note = EncryptedTextField("查访情况", blank=True)
    recorded_at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="查访人")

    class Meta:
        verbose_name = "告诫书查访"
        verbose_name_plural = "告诫书查访"
        ordering = ("visited_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["letter"], condition=Q(first=True), name="warning_first_visit_once"),
            # Who could not speak freely has told nobody anything.
            models.CheckConstraint(
                condition=Q(safe_to_talk=True) | Q(finding=WarningFinding.UNCLEAR), name="warning_found_if_free"
            ),
            models.CheckConstraint(
                condition=~Q(first=True) | ~Q(finding=WarningFinding.UNCLEAR), name="warning_first_found_something"
            ),
        ]
        triggers = [
            locked_until_erased(
                "warning_visit_append_only", operation=pgtrigger.Update | pgtrigger.Delete, texts=["note"]
            )
        ]
