"""Rights posts (妇女维权岗) in courts, police stations, labour bureaus and other agencies; how each was reviewed."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from fedportal.deadlines.models import Deadline
from fedportal.lib.unopened import unopened
from fedportal.orgs.models import Agency, Level, Organization
from fedportal.orgs.querysets import InScopeQuerySet
from stations.post_facts import AwardState, Verdict

KIND = "rights_post"  # as other systems are told of one


class RightsPostQuerySet(InScopeQuerySet):
    """Posts by place; whoever works in the range may know of them, for their signs hang at the door."""

    def open(self) -> "RightsPostQuerySet":
        return self.filter(closed_on=None)

    def unopened(self) -> "RightsPostQuerySet":
        """As others are read that have something enciphered."""
        return unopened(self)

    def for_page(self) -> "RightsPostQuerySet":
        return self.select_related("org", "agency")


class RightsPost(models.Model):
    """One post at an agency of the directory: what it has promised to do, whom to ask, and since when."""

    ref = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    version = models.IntegerField("版本", default=1)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="登记单位")
    org_code = models.BigIntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="rights_posts", verbose_name="所在单位")
    name = models.CharField("维权岗名称", max_length=80)
    place = models.CharField("地点", max_length=120, blank=True)
    duties = ArrayField(models.CharField(max_length=100), verbose_name="职责")
    contact = models.CharField("联系人", max_length=60, blank=True)
    phone = models.CharField("办公电话", max_length=40, blank=True)
    opened_on = models.DateField("设立日期")
    closed_on = models.DateField("撤销日期", null=True)
    reviewed_on = models.DateField("最近复核", null=True)
    entered_at = models.DateTimeField("登记时间")

    deadlines = GenericRelation(Deadline)

    objects = RightsPostQuerySet.as_manager()

    class Meta:
        verbose_name = "妇女维权岗"
        verbose_name_plural = "妇女维权岗"
        indexes = [models.Index(fields=["org_code"], name="post_in_range")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], condition=Q(closed_on=None), name="post_once_at_an_agency"
            ),
            models.CheckConstraint(condition=~Q(duties=[]), name="post_has_duties"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")), name="post_closed_after_it_opened"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stations:post", args=[self.pk])


class PostReview(models.Model):
    """The yearly look at a post: how it does its duties, and what is to be mended. Append-only."""

    post = models.ForeignKey(RightsPost, on_delete=models.PROTECT, related_name="reviews")
    year = models.SmallIntegerField("年度")
    verdict = models.CharField("结果", max_length=10, choices=Verdict.choices)
    remarks = models.TextField("意见", blank=True)
    at = models.DateTimeField("复核时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="复核人")

    class Meta:
        verbose_name = "维权岗复核"
        verbose_name_plural = "维权岗复核"
        indexes = [models.Index(fields=["post", "at"], name="post_review_story")]
        constraints = [
            models.CheckConstraint(condition=Q(verdict="good") | ~Q(remarks=""), name="post_review_says_what_is_wrong")
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class PostAward(models.Model):
    """A nomination as 优秀妇女维权岗 of a level and year, and what became of it (domain.md row 34)."""

    post = models.ForeignKey(RightsPost, on_delete=models.PROTECT, related_name="awards")
    level = models.SmallIntegerField("层级", choices=Level.choices)
    year = models.SmallIntegerField("年度")
    state = models.CharField("状态", max_length=10, choices=AwardState.choices, default=AwardState.NOMINATED)
    deeds = models.TextField("主要事迹")
    nominated_at = models.DateTimeField("推荐时间")
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="推荐人"
    )
    decided_at = models.DateTimeField("认定时间", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="认定人"
    )
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "优秀妇女维权岗推荐"
        verbose_name_plural = "优秀妇女维权岗推荐"
        constraints = [
            models.UniqueConstraint(fields=["post", "level", "year"], name="award_once_a_year_and_level"),
            models.CheckConstraint(condition=Q(level__lte=Level.COUNTY), name="award_of_a_county_or_above"),
            models.CheckConstraint(
                condition=Q(state="nominated", decided_at=None, decided_by=None)
                | ~Q(state="nominated") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="award_decided_wholly",
            ),
        ]


class PostEvent(models.Model):
    """One change of a post: who, when, what it said before and after. Append-only."""

    post = models.ForeignKey(RightsPost, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField("操作", max_length=40)
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="操作人"
    )
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    changes = models.JSONField(default=list)  # [label, before, after], in words

    class Meta:
        verbose_name = "维权岗变更"
        verbose_name_plural = "维权岗变更"
        indexes = [models.Index(fields=["post", "at"], name="post_event_story")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
