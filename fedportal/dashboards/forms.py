"""Drafting the report of a year as a paper."""

import re
from typing import Any

from django import forms

from cases.actions.briefing import MOST_CASES
from cases.forms.briefing_form import BriefingForm
from cases.models import Petition
from cases.querysets import PetitionQuerySet
from fedportal.orgs.models import Organization

_BREAKS = re.compile(r"[\s,，;；、]+")


class ReportForm(BriefingForm):
    """As for a briefing; typical cases may be named by their numbers too."""

    numbers = forms.CharField(
        label="按编号选典型案例",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"一行一个编号；与上面勾选的合计最多 {MOST_CASES} 件，正文中不写编号",
    )

    def __init__(self, data: Any = None, *, org: Organization, rows: PetitionQuerySet, title: str) -> None:
        super().__init__(data, org=org, rows=rows)
        self.initial["title"] = title
        self.fields["title"].help_text = ""
        self.rows = rows

    def clean_numbers(self) -> list[Petition]:
        """Petitions of the period that she may see; others are not told apart from those that are not there."""
        named = [number for number in _BREAKS.split(self.cleaned_data["numbers"]) if number]
        found = {row.number: row for row in self.rows.filter(number__in=named[: MOST_CASES + 1])}
        if missing := [number for number in named if number not in found]:
            raise forms.ValidationError(f"本期没有编号为 {missing[0]} 的信访事项，请核对。")
        return [found[number] for number in dict.fromkeys(named)]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if len(self.chosen) > MOST_CASES:
            self.add_error("numbers", f"典型案例最多 {MOST_CASES} 件。")
        return given

    @property
    def chosen(self) -> list[Petition]:
        """All typical cases, each once."""
        rows = [*self.cleaned_data.get("cases", []), *self.cleaned_data.get("numbers", [])]
        return list({row.pk: row for row in rows}.values())
