"""Filters of the list by what followed the answer: ratings, cause, typical cases. Parameters:

rated           rated for its handling of late (all), to her content (content), or not (unsatisfied)
cause           the main cause, as named at the last closing
typical=1       marked as a typical case when it was closed
held_back=1     a contact to the petitioner was held back here and waits for another way (safe_contact.py)
"""

import datetime as dt

import django_filters
from django import forms
from django.db.models import OuterRef, Subquery

from cases.models import Conclusion, HeldContact
from cases.querysets import PetitionQuerySet
from cases.statistics import CONTENT, ratings_of_late
from cases.workflow.aftercare import Grade, RootCause
from fedportal.accounts.models import User


def _linked(label: str, method: str, choices: list[tuple[str, str]]) -> django_filters.ChoiceFilter:
    """A filter that only links set; the page shows it as a chip that can be taken off."""
    return django_filters.ChoiceFilter(
        label=label, choices=choices, method=method, widget=forms.HiddenInput, null_label=None
    )


class CareFilter(django_filters.FilterSet):
    """Part of PetitionFilter, which says at which moment (`at`) and to whom."""

    at: dt.datetime
    user: User

    rated = _linked(
        "近 90 日的评价", "by_rating", [("all", "全部"), ("content", "满意、基本满意"), ("unsatisfied", "不满意")]
    )
    cause = _linked("成因", "by_cause", RootCause.choices)
    typical = _linked("典型案例", "by_cause", [("1", "是")])
    held_back = _linked("待改用其他方式联系", "by_held_back", [("1", "是")])

    def by_rating(self, rows: PetitionQuerySet, name: str, value: str) -> PetitionQuerySet:
        grades = {"all": Grade.values, "content": CONTENT, "unsatisfied": [Grade.UNSATISFIED]}[value]
        return rows.filter(pk__in=ratings_of_late(self.at).filter(grade__in=grades).values("petition"))

    def by_cause(self, rows: PetitionQuerySet, name: str, value: str) -> PetitionQuerySet:
        """Of several closings the last one counts."""
        last = Conclusion.objects.filter(petition=OuterRef("petition")).order_by("-pk").values("pk")[:1]
        asked = {"typical": True} if name == "typical" else {"root_cause": value}
        return rows.filter(pk__in=Conclusion.objects.filter(pk=Subquery(last), **asked).values("petition"))

    def by_held_back(self, rows: PetitionQuerySet, name: str, value: str) -> PetitionQuerySet:
        """Those that the reader's own unit has to reach in another way."""
        return rows.filter(pk__in=HeldContact.objects.open().filter(org=self.user.org_id).values("petition"))
