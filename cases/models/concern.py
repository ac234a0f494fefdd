"""Which units have come to have to do with a matter that they need not hold (see cases.knowing, Tie.CLOSE)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cases.models.petition import Petition
from fedportal.orgs.models import Organization


class ConcernQuerySet(models.QuerySet["Concern"]):
    """What came close to units as such, and what to one of their people for a while."""

    def of_units(self) -> Self:
        return self.filter(reader=None)

    def before(self, user: int) -> Self:
        """That of units, and what this person has opened in an emergency and may still look at."""
        return self.filter(Q(reader=None) | Q(reader=user, until__gt=Now()))


class Concern(models.Model):
    """A unit that a matter has come close to: its lateness climbed there, it passed the matter down, ordered, took it
    in person, was reported to, was asked to decide, or one of its people was named as a reader. A province also stands
    here for what it holds itself, and each of its people for what she has opened in an emergency, so that one look
    answers what they see.

    Written by triggers on the rows that say so (migration 0041), whoever writes those; it stays once it is there.
    """

    # No constraint: checking it would lock the petition behind its duty, while staff lock the petition first.
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="concerns", db_constraint=False)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    until = models.DateTimeField(null=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = "与事项有关的单位"
        verbose_name_plural = "与事项有关的单位"
        indexes = [
            # What has come close to this unit, or to somebody of it?
            models.Index(fields=["org", "petition"], include=["reader", "until"], name="concern_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["org", "petition"], condition=Q(reader=None), name="concern_once"),
            models.CheckConstraint(condition=Q(reader=None) | Q(until__isnull=False), name="concern_of_one_ends"),
        ]
