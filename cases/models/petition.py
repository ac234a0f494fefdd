"""A petition: one matter before a federation."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.categories import CATEGORIES, CHOICES, NEED_TO_KNOW, VIOLENT
from cases.knowing import Kind
from cases.law import GROUP_SKIPS_FROM, HANDLE, HANDLE_SIMPLE, NOTICE, REPEAT_SKIPS_FROM
from cases.models.channel import Channel
from cases.models.erasable import locked_until_erased
from cases.models.matter_class import MatterClass
from cases.querysets import PetitionQuerySet
from cases.workflow import ENDED, OPEN, Danger, Litigation, Procedure, Refusal, Route, Status
from cases.workflow.aftercare import VisitOutcome
from fedportal.deadlines.limits import Limit
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Organization

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class Petition(models.Model):
    """One matter (件) before a federation. `org` holds it now; who may see it follows from `org_code`."""

    number = models.CharField("编号", max_length=90, unique=True)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="petitions", verbose_name="承办单位")
    org_code = models.BigIntegerField()
    registered_org = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="登记单位"
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    registered_at = models.DateTimeField("登记时间")
    received_at = models.DateTimeField("收到时间")
    channel = models.CharField("信访形式", max_length=15, choices=Channel.choices)
    matter_class = models.CharField("事项性质", max_length=15, choices=MatterClass.choices)
    category = models.CharField("事项类别", max_length=40, choices=CHOICES)
    place = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="问题属地")
    request = models.TextField("诉求")
    facts = models.TextField("主要事实")
    head_count = models.PositiveSmallIntegerField("信访人数", default=1)
    repeat_count = models.PositiveSmallIntegerField("来访来信次数", default=1)
    urgent = models.BooleanField("重大紧急", default=False)
    minor = models.BooleanField("涉及未成年人", default=False)
    trafficking = models.BooleanField("涉嫌拐卖", default=False)
    serious_harm = models.BooleanField("有人死亡或重伤", default=False)
    media = models.BooleanField("媒体关注", default=False)
    identity_unclear = models.BooleanField(
        "姓名、住址不清",
        default=False,
        help_text="姓名（名称）、住址不清的，不适用 15 日告知时限（条例第二十三条）",
    )
    litigation_status = models.CharField("涉诉情况", max_length=15, choices=Litigation.choices, blank=True)
    earlier_handling = models.TextField("以前的行政处理", blank=True)  # X44
    earlier_litigation = models.TextField("以前的诉讼", blank=True)
    status = models.CharField("状态", max_length=15, choices=Status.choices, default=Status.REGISTERED)
    route = models.CharField("办理途径", max_length=20, choices=Route.choices, blank=True)
    procedure = models.CharField("办理程序", max_length=10, choices=Procedure.choices, blank=True)
    competent_organ = models.CharField("有权处理机关", max_length=100, blank=True)
    refusal = models.CharField("不予受理原因", max_length=20, choices=Refusal.choices, blank=True)
    accepted_at = models.DateTimeField("受理时间", null=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="承办人"
    )
    danger = models.CharField("危险程度", max_length=10, choices=Danger.choices, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    # The earlier petition in which the same person asked the same (X7, X31); who may not see it reads its unit only.
    same_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="repeats", verbose_name="同一事项"
    )
    # Names the entry that made this row (a submitted form, a ledger's row), so that none makes two.
    origin_key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001  (many have none)
    # What is asked and what happened, to be found again by likeness (lib/signatures); empty where both say too little.
    signature = ArrayField(models.IntegerField(), null=True, editable=False)
    # Its personal data is gone since then, by a list on which two persons agreed; what figures count stays.
    disposed_at = models.DateTimeField("处置时间", null=True, editable=False)
    # Another number after every change of the matter or its timeline: the triggers below count, no verb has to.
    version = models.IntegerField(default=1, db_default=1, editable=False)

    # Known to its handling line alone (cases.knowing); an accusation is so in its own, stricter way.
    guarded = models.GeneratedField(
        expression=models.Case(
            models.When(Q(minor=True) | Q(category__in=sorted(NEED_TO_KNOW)), then=models.Value(True)),
            default=models.Value(False),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    deadlines = GenericRelation(Deadline)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = "信访事项"
        verbose_name_plural = "信访事项"
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="petition_newest"),
            # The class comes along, so that counting what is neither guarded nor secret needs no look at the rows.
            models.Index(
                fields=["org_code", "-received_at", "-id"],
                include=["matter_class", "guarded"],
                name="petition_in_range",
            ),
            # What is kept from this reader? They are few among a million.
            models.Index(fields=["id"], condition=Q(matter_class="accusation"), name="petition_accusations"),
            # What is guarded in this range, and how much of it is not shown?
            models.Index(fields=["org_code"], condition=Q(guarded=True), name="petition_guarded"),
            # The cadre's own desk: what does this unit still have open?
            models.Index(fields=["org", "-received_at"], condition=Q(closed_at=None), name="petition_open_of_org"),
            GinIndex(fields=["signature"], gin_pending_list_limit=64, name="petition_alike"),  # in kB
        ]
        constraints = [
            models.CheckConstraint(condition=Q(head_count__gte=1), name="petition_has_a_petitioner"),
            models.CheckConstraint(condition=Q(repeat_count__gte=1), name="petition_counts_first_contact"),
            models.CheckConstraint(condition=Q(received_at__lte=F("registered_at")), name="petition_received_first"),
            models.CheckConstraint(
                condition=Q(status__in=sorted(ENDED), closed_at__isnull=False)
                | (~Q(status__in=sorted(ENDED)) & Q(closed_at=None)),
                name="petition_ended_has_moment",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="petition_status_known"),
            models.CheckConstraint(condition=~Q(same_as=F("pk")), name="petition_same_as_another"),
            models.CheckConstraint(
                condition=Q(litigation_status__in=Litigation.values), name="petition_litigation_known"
            ),
        ]
        triggers = [
            # The keeper of an archived file may change with its organization; what it says may not.
            locked_until_erased(
                "archived_is_locked",
                operation=pgtrigger.UpdateOf("status", "request", "facts", "category", "matter_class", "route"),
                condition=pgtrigger.Q(old__status="archived"),
                petition="id",
                texts=["request", "facts", "earlier_handling", "earlier_litigation"],
                cleared=["signature", "origin_key", "disposed_at", "version", "guarded"],  # generated after triggers
            ),
            # Whoever moves the matter, one by one or a whole unit's at once: it is searched for where it is now.
            pgtrigger.Trigger(
                name="search_follows",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("org_code", "received_at"),
                condition=pgtrigger.AnyChange("org_code", "received_at"),
                func="""
                    UPDATE cases_searchtext SET org_code = NEW.org_code, received_at = NEW.received_at
                    WHERE petition_id = NEW.id;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="counts_versions",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="NEW.version = OLD.version + 1; RETURN NEW;",
            ),
            # An accusation never comes to the accused unit or below it (art. 30), whoever moves it.
            pgtrigger.Trigger(
                name="not_to_the_accused",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("org_code", "matter_class"),
                condition=pgtrigger.Q(new__matter_class="accusation"),
                func="""
                IF EXISTS (
                    SELECT FROM cases_accused a JOIN orgs_organization o ON o.id = a.org_id
                    WHERE a.petition_id = NEW.id AND NEW.org_code >= o.code AND NEW.org_code < o.code_end
                ) THEN
                    RAISE EXCEPTION 'an accusation may not come to the accused unit or below it'
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("cases:petition", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_final(self) -> bool:
        """Whether a re-review has ended it for good (art. 36, para 3); its archiving changes nothing in that."""
        if self.status == Status.ARCHIVED:
            return self.reviews.filter(stage=self.reviews.model.Stage.RECHECK, decided_at__isnull=False).exists()
        return self.status == Status.TERMINATED

    @property
    def is_accusation(self) -> bool:
        """Whether only named readers see it (art. 30, 46)."""
        return self.matter_class == MatterClass.ACCUSATION

    @property
    def is_guarded(self) -> bool:
        """Whether its handling line alone knows of it: as the column `guarded`, which an unsaved change leaves old."""
        return not self.is_accusation and (self.minor or self.category in NEED_TO_KNOW)

    @property
    def kind(self) -> Kind:
        """Who may know of it (cases.knowing)."""
        if self.is_accusation:
            return Kind.SECRET
        return Kind.GUARDED if self.is_guarded else Kind.PLAIN

    def is_close_to(self, user: "User") -> bool:
        """Whether it has come close to this reader's unit (models.Concern). Rows of `with_closeness` know it."""
        known = self.__dict__.get("is_close")
        return self.concerns.of_units().filter(org=user.org_id).exists() if known is None else bool(known)

    @property
    def is_repeated(self) -> bool:
        """重复信访, as querysets.REPEATED."""
        return self.repeat_count > 1 or self.same_as_id is not None

    @property
    def is_group(self) -> bool:
        return self.head_count >= GROUP_SKIPS_FROM

    def skip_causes(self) -> list[str]:
        """What lets the ladder start at its third step on registration (domain.md 3.7, skip rules), in words."""
        causes = {
            f"集体访 {self.head_count} 人": self.is_group,
            f"第 {self.repeat_count} 次反映": self.repeat_count >= REPEAT_SKIPS_FROM,
            "涉及未成年人": self.minor,
            "涉嫌拐卖": self.trafficking,
            "有人死亡或重伤": self.serious_harm,
            "媒体关注": self.media,
        }
        return [words for words, holds in causes.items() if holds]

    @property
    def skips_steps(self) -> bool:
        return bool(self.skip_causes())

    @property
    def is_violent(self) -> bool:
        """Whether someone may be in danger: such matters are withdrawn, closed and mediated with care."""
        return self.category in VIOLENT

    @property
    def needs_care(self) -> bool:
        """Whether someone must be asked alone, and found safe, before anything ends (规程 art. 13)."""
        return self.is_violent or self.minor

    def is_found_safe(self) -> bool:
        """Whether the last return visit found her safe."""
        last = self.follow_ups.held().first()
        return last is not None and last.outcome == VisitOutcome.SAFE

    def owes(self, limit: Limit) -> bool:
        """Whether this limit binds this matter: article 34 only where an opinion is issued (art. 31, item 6), article
        23 only where the petitioner can be told."""
        if limit in (HANDLE, HANDLE_SIMPLE):
            simple = self.procedure == Procedure.SIMPLE
            return self.route == Route.OPINION and simple == (limit is HANDLE_SIMPLE)
        return not (limit is NOTICE and self.identity_unclear)

    def is_asked(self, answer: str) -> bool:
        """Whether a move has to ask for this answer: a route is chosen for claims of redress only (art. 31), who is
        unclear cannot be told, and safety is asked about where someone may be in danger; the reason for closing
        without a visit only where none found her safe."""
        if answer in ("route", "procedure"):
            return self.matter_class == MatterClass.REDRESS
        if answer == "safety":
            return self.needs_care
        if answer == "unvisited":
            return self.needs_care and not self.is_found_safe()
        if answer == "root_cause":  # whoever was only told where to go has told us little
            return self.accepted_at is not None
        return not (answer == "told_how" and self.identity_unclear)

    @property
    def category_label(self) -> str:
        return CATEGORIES[self.category].label

    @property
    def category_path(self) -> str:
        return CATEGORIES[self.category].path
