"""The course of one case of violence at home, beside its petition."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.models.petition import Petition
from cases.violence_querysets import ViolenceCaseQuerySet
from cases.workflow.violence import CourseState, Relation, VictimGroup, ViolenceForm, Wish
from fedportal.lib.encrypted_fields import EncryptedTextField

KIND = "violence_course"  # as other systems are told of one
S = CourseState
# Who holds these has a plan; a case that was referred or broke out anew may have one from before.
WITH_PLAN = (S.PLANNED, S.PROTECTING, S.MONITORING, S.CLOSED)
REPORTED_FOR = (VictimGroup.MINOR, VictimGroup.NO_CAPACITY)


class ViolenceCase(models.Model):
    """What is done to her, by whom, what she wants, and where the course stands. `round_at` is when the present round
    began here: what was found before that counts no more. `relapsed_at` is when he was last violent again, or when
    that was learned where nobody knows: what was reported before that counts no more, whenever it was typed."""

    # names it in addresses of the interface
    ref = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    petition = models.OneToOneField(Petition, on_delete=models.PROTECT, related_name="violence")
    # Where its petition is now, for the feed: the database keeps it (migration 0076).
    org_code = models.BigIntegerField(db_default=0, default=0, editable=False)
    state = models.CharField("个案状态", max_length=12, choices=CourseState.choices, default=CourseState.REPORTED)
    forms = ArrayField(models.CharField(max_length=12, choices=ViolenceForm.choices), verbose_name="暴力形式")
    relation = models.CharField("加害人是她的", max_length=12, choices=Relation.choices)
    groups = ArrayField(
        models.CharField(max_length=12, choices=VictimGroup.choices), verbose_name="受害人类别", default=list
    )
    # Those of `groups` that were answered; the others follow from the people of the matter, and end with them.
    said_groups = ArrayField(models.CharField(max_length=12, choices=VictimGroup.choices), default=list)
    repeated = models.BooleanField("以前也发生过")
    injured = models.BooleanField("有伤")
    history = EncryptedTextField("起因、经过、以前的处理", blank=True)
    wishes = ArrayField(models.CharField(max_length=10, choices=Wish.choices), verbose_name="本人意愿")
    wish_words = EncryptedTextField("本人的话", blank=True)
    # She is told that she may call the police, ask for a warning letter (公通字〔2024〕34号 art. 6) and apply for a
    # protection order (法发〔2022〕10号 art. 13).
    told_at = models.DateTimeField("告知权利时间", null=True)
    plan = EncryptedTextField("个案方案", blank=True)
    planned_at = models.DateTimeField("方案时间", null=True)
    plan_handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="个案负责人"
    )
    superior_told_at = models.DateTimeField("报告上级时间", null=True)
    superior_told_how = models.CharField("报告方式、对象", max_length=100, blank=True)
    round_at = models.DateTimeField("本轮起始")
    relapsed_at = models.DateTimeField("最近一次再次施暴时间", null=True)
    relapses = models.PositiveSmallIntegerField("再次施暴次数", default=0)
    opened_at = models.DateTimeField("建立时间")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("结案时间", null=True)
    # Another number after every change: the trigger below counts, no verb has to.
    version = models.IntegerField(default=1, db_default=1, editable=False)

    objects: ClassVar[models.Manager] = ViolenceCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "家庭暴力个案"
        verbose_name_plural = "家庭暴力个案"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CourseState.values), name="violence_state_known"),
            models.CheckConstraint(
                condition=Q(forms__contained_by=ViolenceForm.values) & ~Q(forms=[]), name="violence_forms_known"
            ),
            models.CheckConstraint(
                condition=Q(wishes__contained_by=Wish.values) & ~Q(wishes=[]), name="violence_wish_is_asked"
            ),
            models.CheckConstraint(
                condition=Q(groups__contained_by=VictimGroup.values, said_groups__contained_by=F("groups")),
                name="violence_groups_known",
            ),
            models.CheckConstraint(condition=Q(relation__in=Relation.values), name="violence_relation_known"),
            models.CheckConstraint(
                condition=Q(state=S.CLOSED, closed_at__isnull=False) | ~Q(state=S.CLOSED) & Q(closed_at=None),
                name="violence_closed_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_PLAN) | Q(planned_at__isnull=False, plan_handler__isnull=False),
                name="violence_planned_has_a_handler",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="counts_versions",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("cases:violence", args=[self.petition_id])

    @property
    def must_be_reported(self) -> bool:
        """Whether the police have to be told of her, whatever she wants (反家庭暴力法 art. 14)."""
        return any(group in REPORTED_FOR for group in self.groups)

    @property
    def forms_words(self) -> str:
        return "、".join(ViolenceForm(code).label for code in self.forms)

    @property
    def groups_words(self) -> str:
        return "、".join(VictimGroup(code).label for code in self.groups)

    @property
    def wishes_words(self) -> str:
        return "；".join(Wish(code).label for code in self.wishes)
