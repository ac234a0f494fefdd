"""Notes of work: what was done about a petition, where, with whom."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.erasable import locked_until_erased
from cases.models.petition import Petition
from cases.workflow.aftercare import StepKind
from fedportal.orgs.models import Organization


class HandlingStep(models.Model):
    """One talk, call, inquiry or the like. Written down once; what was wrong is said in a further one."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="handling_steps")
    kind = models.CharField("方式", max_length=15, choices=StepKind.choices)
    happened_at = models.DateTimeField("时间")
    place = models.CharField("地点", max_length=100, blank=True)
    people = models.CharField("参加人员", max_length=200, blank=True)
    note = models.TextField("情况")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="handling_step_kind_known"),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")), name="handling_step_happened_before"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="handling_step_says_something"),
        ]
        triggers = [
            locked_until_erased(
                "append_only", operation=pgtrigger.Update | pgtrigger.Delete, texts=["place", "people", "note"]
            )
        ]
