"""One asking of the danger scale. What it comes to is computed by the database: nobody can type it."""

from functools import reduce
from operator import add
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.lookups import GreaterThanOrEqual

from cases.danger_scale import CURRENT, SCALES, Scale
from cases.models.erasable import locked_until_erased
from cases.models.petition import Petition
from cases.violence_law import HIGH_FROM, MEDIUM_FROM
from cases.workflow import Danger
from cases.workflow.violence import Unable
from fedportal.lib.encrypted_fields import EncryptedTextField

ITEMS, RED_FLAGS = range(1, len(CURRENT.items) + 1), range(1, len(CURRENT.red_flags) + 1)


def _score() -> Any:
    """How many items were answered yes; one that is named twice counts once."""
    yes = (Case(When(marked__contains=[item], then=Value(1)), default=Value(0)) for item in ITEMS)
    return reduce(add, yes)


def _level() -> Case:
    """As cases.danger_scale.level_of; nothing where she could not be asked."""
    return Case(
        When(~Q(unable=""), then=Value("")),
        When(Q(red_flags__overlap=list(RED_FLAGS)), then=Value(Danger.HIGH.value)),
        When(GreaterThanOrEqual(_score(), HIGH_FROM), then=Value(Danger.HIGH.value)),
        When(GreaterThanOrEqual(_score(), MEDIUM_FROM), then=Value(Danger.MEDIUM.value)),
        default=Value(Danger.LOW.value),
    )


class DangerAssessment(models.Model):
    """Which items she answered with yes, by their numbers in that version, or why she could not be asked."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="danger_assessments")
    version = models.CharField("量表版本", max_length=10)
    marked = ArrayField(models.PositiveSmallIntegerField(), verbose_name="答“是”的项目", default=list)
    red_flags = ArrayField(models.PositiveSmallIntegerField(), verbose_name="答“是”的致命危险", default=list)
    unable = models.CharField("未能评估", max_length=10, choices=Unable.choices, blank=True)
    note = EncryptedTextField("说明", blank=True)
    score = models.GeneratedField(
        expression=_score(), output_field=models.PositiveSmallIntegerField("得分"), db_persist=True
    )
    level = models.GeneratedField(
        expression=_level(),
        output_field=models.CharField("危险程度", max_length=10, choices=Danger.choices),
        db_persist=True,
    )
    at = models.DateTimeField("评估时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="评估人")

    class Meta:
        verbose_name = "危险评估"
        verbose_name_plural = "危险评估"
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(version__in=sorted(SCALES)), name="danger_version_known"),
            models.CheckConstraint(condition=Q(marked__contained_by=list(ITEMS)), name="danger_items_known"),
            models.CheckConstraint(condition=Q(red_flags__contained_by=list(RED_FLAGS)), name="danger_flags_known"),
            models.CheckConstraint(
                condition=Q(unable="") | Q(unable__in=Unable.values, marked=[], red_flags=[]),
                name="danger_unable_has_no_answers",
            ),
        ]
        triggers = [
            locked_until_erased(
                "danger_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                texts=["note"],
                cleared=["score", "level"],  # generated after triggers
            )
        ]

    @property
    def level_words(self) -> str:
        return str(Danger(self.level).label)

    @property
    def scale(self) -> Scale:
        return SCALES[self.version]

    @property
    def answers(self) -> list[tuple[str, bool]]:
        """Every item with its answer, the red flags last."""
        items = [(words, number in self.marked) for number, words in enumerate(self.scale.items, start=1)]
        flags = [(words, number in self.red_flags) for number, words in enumerate(self.scale.red_flags, start=1)]
        return [*items, *flags]
