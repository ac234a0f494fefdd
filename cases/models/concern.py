"""Which units have come to have to do with a matter that they need not hold (see cases.knowing, Tie.CLOSE)."""

from django.db import models

from cases.models.petition import Petition
from fedportal.orgs.models import Organization


class Concern(models.Model):
    """A unit that a matter has come close to: its lateness climbed there, it passed the matter down, ordered, took it
    in person, was reported to, was asked to decide, or one of its people was named as a reader. A province also stands
    here for what it holds itself, so that one look answers what it sees.

    Written by triggers on the rows that say so (migration 0041), whoever writes those; it stays once it is there.
    """

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="concerns")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "与事项有关的单位"
        verbose_name_plural = "与事项有关的单位"
        constraints = [
            # Also the answer to: what has come close to this unit?
            models.UniqueConstraint(fields=["org", "petition"], name="concern_once"),
        ]
