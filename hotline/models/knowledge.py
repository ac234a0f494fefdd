"""The knowledge base: entries, their versions, what others made of them, and in which calls they were used."""

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Organization
from hotline.knowledge_facts import Category, EntryState, Verdict
from hotline.knowledge_querysets import EntryQuerySet, PhraseQuerySet
from hotline.models.call import Call

QUESTION_LENGTH, ANSWER_LENGTH, ARTICLE_LENGTH = 120, 3000, 80


class KnowledgeEntry(models.Model):
    """One question that callers ask, answered by a unit for itself and the units below it.

    What is said stands in its versions; `current` is the published one, and `terms` are what it is found by. Every
    twelve months somebody looks whether it is still the law: a deadline of the common engine.
    """

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="编写单位")
    org_code = models.BigIntegerField()
    category = models.CharField("类别", max_length=10, choices=Category.choices)
    state = models.CharField("状态", max_length=10, choices=EntryState.choices, default=EntryState.DRAFT)
    current = models.ForeignKey(
        "KnowledgeVersion", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="现行版本"
    )
    pending = models.BooleanField("有待审核的版本", default=True)
    changed_at = models.DateTimeField("最近变动")
    terms = SearchVectorField(default="")

    deadlines = GenericRelation(Deadline)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "知识条目"
        verbose_name_plural = "知识条目"
        indexes = [
            models.Index(fields=["org_code", "-changed_at"], name="knowledge_in_range"),
            # What answers these words? Asked at every stroke of an agent.
            GinIndex(fields=["terms"], condition=Q(state="published"), name="knowledge_terms"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", current=None) | ~Q(state="draft") & Q(current__isnull=False),
                name="knowledge_published_has_version",
            ),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="knowledge_category_known"),
        ]

    def __str__(self) -> str:
        return f"知识条目 {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("hotline:knowledge", args=[self.pk])

    @property
    def told(self) -> "KnowledgeVersion":
        """What callers are told, or were last: of one that has been published."""
        if self.current is None:
            raise LookupError(f"{self} has no published version")
        return self.current


class KnowledgeVersion(models.Model):
    """What an entry says, once and for all: a change is the next version. Append-only."""

    entry = models.ForeignKey(KnowledgeEntry, on_delete=models.PROTECT, related_name="versions")
    number = models.SmallIntegerField("版本")
    question = models.CharField("问题", max_length=QUESTION_LENGTH)
    answer = models.TextField("答复", max_length=ANSWER_LENGTH)
    articles = ArrayField(models.CharField(max_length=ARTICLE_LENGTH), verbose_name="法律依据")
    reason = models.CharField("修改说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="编写人")
    at = models.DateTimeField("编写时间")

    class Meta:
        verbose_name = "知识条目版本"
        verbose_name_plural = "知识条目版本"
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="knowledge_version_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="knowledge_version_counts"),
            models.CheckConstraint(condition=~Q(articles=[]), name="knowledge_version_has_articles"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"第 {self.number} 版"

    @property
    def sentences(self) -> list[str]:
        """The answer as an agent inserts it: sentence by sentence."""
        parts = self.answer.replace("\r", "").replace("。", "。\n").split("\n")
        return [part.strip() for part in parts if part.strip()]

    @property
    def articles_words(self) -> str:
        return "、".join(self.articles)


class KnowledgeReview(models.Model):
    """What somebody made of a version. Append-only; nobody publishes what she wrote herself."""

    version = models.ForeignKey(KnowledgeVersion, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField("结论", max_length=10, choices=Verdict.choices)
    note = models.CharField("意见", max_length=200, blank=True)
    # Who wrote the version: beside who looked at it, so that the database compares them.
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="审核人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "知识条目审核"
        verbose_name_plural = "知识条目审核"
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="published") | ~Q(by=F("writer")), name="knowledge_published_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(verdict__in=("returned", "retired")) | ~Q(note=""), name="knowledge_refusal_says_why"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class KnowledgeUse(models.Model):
    """Which sentence of which version an agent told a caller. Append-only."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="knowledge_uses")
    version = models.ForeignKey(KnowledgeVersion, on_delete=models.PROTECT, related_name="uses")
    sentence = models.SmallIntegerField("第几句")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="接线员")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "答复引用"
        verbose_name_plural = "答复引用"
        constraints = [
            models.UniqueConstraint(fields=["call", "version", "sentence"], name="knowledge_used_once_in_a_call"),
            models.CheckConstraint(condition=Q(sentence__gt=0), name="knowledge_sentence_counts"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class ForbiddenPhrase(models.Model):
    """What an agent does not say, why, and what she says instead (domain.md L6). One that is removed stays."""

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="规定单位")
    org_code = models.BigIntegerField()
    phrase = models.CharField("禁语", max_length=40)
    why = models.CharField("为什么不能说", max_length=100)
    instead = models.CharField("可以这样说", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")
    removed_at = models.DateTimeField("取消时间", null=True)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = "服务禁语"
        verbose_name_plural = "服务禁语"
        indexes = [models.Index(fields=["org_code"], name="phrase_in_range")]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "phrase"], condition=Q(removed_at=None), name="phrase_once_in_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.phrase
