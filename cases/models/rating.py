"""What the petitioner thinks of it: two ratings, the four-truths questionnaire, the link by which she gives them."""

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from cases.models.erasable import locked_until_erased
from cases.models.petition import Petition
from cases.workflow.aftercare import Aspect, Grade, RatedHow
from fedportal.lib.one_time_link import WRONG_AT_MOST
from fedportal.orgs.models import Organization


class RatingLink(models.Model):
    """A one-time link for one petitioner, known by its digests (lib/one_time_link)."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="rating_links")
    token_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(wrong_codes__lte=WRONG_AT_MOST), name="rating_link_locks"),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(used_at__lt=F("expires_at")), name="rating_link_used_in_time"
            ),
        ]


class Rating(models.Model):
    """Her word about one of the two units (X40): given once, and not changed."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="ratings")
    aspect = models.CharField("评价对象", max_length=10, choices=Aspect.choices)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="被评价单位")
    grade = models.CharField("评价", max_length=12, choices=Grade.choices)
    words = models.TextField("意见", blank=True)
    how = models.CharField("评价方式", max_length=10, choices=RatedHow.choices)
    at = models.DateTimeField("评价时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = "满意度评价"
        verbose_name_plural = "满意度评价"
        # How content were petitioners of late?
        indexes = [models.Index(fields=["aspect", "at"], name="rating_of_late")]
        constraints = [
            models.UniqueConstraint(fields=["petition", "aspect"], name="rating_once"),
            models.CheckConstraint(condition=Q(aspect__in=Aspect.values, grade__in=Grade.values), name="rating_known"),
            models.CheckConstraint(
                condition=Q(how="link", recorded_by=None) | ~Q(how="link") & Q(recorded_by__isnull=False),
                name="rating_by_herself_or_recorded",
            ),
        ]
        triggers = [locked_until_erased("append_only", operation=pgtrigger.Update | pgtrigger.Delete, texts=["words"])]


def _mark(label: str) -> models.PositiveSmallIntegerField:
    bounds = (MinValueValidator(1), MaxValueValidator(5))
    return models.PositiveSmallIntegerField(label, validators=bounds)


MARKS = ("listened", "cared", "reported", "urged")


class Questionnaire(models.Model):
    """The four truths (四个真), each from 1 to 5 (section 1, row 20)."""

    petition = models.OneToOneField(Petition, on_delete=models.PROTECT, related_name="questionnaire")
    listened = _mark("真诚倾听妇女的呼声")
    cared = _mark("真情体察妇女的疾苦")
    reported = _mark("真实反映妇女的诉求")
    urged = _mark("真正敦促妇女权益问题的解决")
    how = models.CharField("填写方式", max_length=10, choices=RatedHow.choices)
    at = models.DateTimeField("填写时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = "“四个真”问卷"
        verbose_name_plural = "“四个真”问卷"
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__range": (1, 5) for name in MARKS}), name="questionnaire_one_to_five"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
