"""Personal safety protection orders: applied for, decided, in force, extended, broken, ended (D15 to D26)."""

import datetime as dt

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models.erasable import locked_until_erased
from cases.models.petition import Petition
from cases.violence_law import MEASURES
from cases.workflow.violence_orders import Applicant, BreachTold, Ground, OrderEnd, OrderResult
from fedportal.lib.encrypted_fields import EncryptedTextField

NUMBERS = range(1, len(MEASURES) + 1)


class ProtectionOrder(models.Model):
    """One application and what became of it. Where she lives stands in none of it (法发〔2022〕10号 art. 4)."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="protection_orders")
    applicant = models.CharField("申请人", max_length=12, choices=Applicant.choices)
    ground = models.CharField("代为申请的理由", max_length=10, choices=Ground.choices, blank=True)
    wished = models.BooleanField("符合本人意愿", default=True)
    measures = ArrayField(models.PositiveSmallIntegerField(), verbose_name="申请的措施")  # numbers of MEASURES
    court = models.CharField("受理的人民法院", max_length=100)
    oral = models.BooleanField("口头申请，记入笔录", default=False)
    urgent = models.BooleanField("情况紧急", default=False)
    accepted_at = models.DateTimeField("法院受理时间")
    recorded_at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    result = models.CharField("裁定", max_length=10, choices=OrderResult.choices, blank=True)
    decided_at = models.DateTimeField("作出时间", null=True)
    number = models.CharField("裁定文号", max_length=60, blank=True)
    valid_until = models.DateField("有效期至", null=True)
    served_at = models.DateTimeField("送达时间", null=True)
    reconsidered_on = models.DateField("申请复议日期", null=True)
    ended_at = models.DateTimeField("失效时间", null=True)
    ended = models.CharField("失效原因", max_length=10, choices=OrderEnd.choices, blank=True)
    fed_back_on = models.DateField("向法院反馈执行情况", null=True)

    class Meta:
        verbose_name = "人身安全保护令"
        verbose_name_plural = "人身安全保护令"
        constraints = [
            models.CheckConstraint(
                condition=Q(measures__contained_by=list(NUMBERS)) & ~Q(measures=[]), name="protection_measures_known"
            ),
            models.CheckConstraint(
                condition=Q(applicant=Applicant.HERSELF, ground="")
                | ~Q(applicant=Applicant.HERSELF) & Q(ground__in=Ground.values),
                name="protection_for_her_has_ground",
            ),
            models.CheckConstraint(
                condition=Q(result="", decided_at=None, valid_until=None)
                | Q(result=OrderResult.GRANTED, decided_at__isnull=False, valid_until__isnull=False)
                | Q(
                    result__in=[OrderResult.REFUSED, OrderResult.WITHDRAWN], decided_at__isnull=False, valid_until=None
                ),
                name="protection_granted_says_until",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended="", fed_back_on=None)
                | Q(result=OrderResult.GRANTED, ended_at__isnull=False, ended__in=OrderEnd.values),
                name="protection_ended_says_why",
            ),
        ]

    @property
    def item(self) -> str:
        return f"order:{self.pk}"

    @property
    def measures_words(self) -> str:
        return "；".join(MEASURES[number - 1].rstrip("：") for number in self.measures)

    @property
    def awaits_end(self) -> bool:
        """Granted, and its end was not written down yet, in force or not."""
        return self.result == OrderResult.GRANTED and self.ended_at is None

    def is_in_force(self, on: dt.date) -> bool:
        """Whether it protects her on that day, whoever has written down its end or not."""
        return self.awaits_end and self.valid_until is not None and on <= self.valid_until


class OrderExtension(models.Model):
    """The court lets it go on, before it ends (art. 30)."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="order_extensions")
    order = models.ForeignKey(ProtectionOrder, on_delete=models.PROTECT, related_name="extensions")
    number = models.CharField("裁定文号", max_length=60)
    before = models.DateField("原有效期至")
    until = models.DateField("延长至")
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "保护令延长"
        verbose_name_plural = "保护令延长"
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("before")), name="protection_extended_later")]
        triggers = [
            locked_until_erased(
                "order_extension_append_only", operation=pgtrigger.Update | pgtrigger.Delete, texts=["number"]
            )
        ]


class OrderBreach(models.Model):
    """He broke it: what he did, and to whom it was reported (art. 34)."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="order_breaches")
    order = models.ForeignKey(ProtectionOrder, on_delete=models.PROTECT, related_name="breaches")
    happened_at = models.DateTimeField("发生时间")
    told = ArrayField(models.CharField(max_length=10, choices=BreachTold.choices), verbose_name="已报告")
    note = EncryptedTextField("违反情况")
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "违反保护令"
        verbose_name_plural = "违反保护令"
        constraints = [
            models.CheckConstraint(
                condition=Q(told__contained_by=BreachTold.values) & ~Q(told=[]), name="protection_breach_is_told"
            )
        ]
        triggers = [
            locked_until_erased(
                "order_breach_append_only", operation=pgtrigger.Update | pgtrigger.Delete, texts=["note"]
            )
        ]

    @property
    def told_words(self) -> str:
        return "、".join(BreachTold(code).label for code in self.told)


class SafetyPlan(models.Model):
    """What she does when it begins again, made with her; the newest counts, the others stay."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="safety_plans")
    signs = EncryptedTextField("危险信号", blank=True)
    places = EncryptedTextField("可以去的安全地方和走法", blank=True)
    helpers = EncryptedTextField("可以求助的人、约定的暗语", blank=True)
    papers = EncryptedTextField("随身的证件、钱物、药品", blank=True)
    children = EncryptedTextField("孩子和老人怎么办", blank=True)
    at = models.DateTimeField("制定时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    PARTS = ("signs", "places", "helpers", "papers", "children")

    class Meta:
        verbose_name = "安全计划"
        verbose_name_plural = "安全计划"
        ordering = ("at", "pk")
        triggers = [
            locked_until_erased(
                "safety_plan_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                texts=["signs", "places", "helpers", "papers", "children"],
            )
        ]

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Each part that was filled, with its name."""
        named = ((self._meta.get_field(name).verbose_name, getattr(self, name)) for name in self.PARTS)  # type: ignore[union-attr]
        return [(str(label), words) for label, words in named if words]
