"""A checklist as a form: one answer and one line of words an item, all of which may stay open."""

from typing import Any

from django import forms
from django.forms import BoundField

from cases.actions.checks import Found
from cases.checklists import Checklist, Finding
from cases.models import Check


class CheckForm(forms.Form):
    """What was found about each item of this list."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, checklist: Checklist, known: list[Check]) -> None:
        self.checklist = checklist
        first = {row.item: row.finding for row in known} | {f"{row.item}_note": row.note for row in known}
        super().__init__(data, initial=first)
        for item in checklist.items:
            self.fields[item.code] = forms.ChoiceField(
                label=item.words, choices=Finding.choices, required=False, widget=forms.RadioSelect
            )
            self.fields[f"{item.code}_note"] = forms.CharField(
                label="说明", max_length=300, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
            )

    def clean(self) -> dict[str, Any]:
        for item in self.checklist.items:
            if self.cleaned_data.get(f"{item.code}_note") and not self.cleaned_data.get(item.code):
                self.add_error(item.code, "写了说明的，请选择核查结果。")
        return self.cleaned_data

    def rows(self) -> list[tuple[BoundField, BoundField]]:
        """Each item with the words on it."""
        return [(self[item.code], self[f"{item.code}_note"]) for item in self.checklist.items]

    def found(self) -> dict[str, Found]:
        """The items that were answered."""
        given = self.cleaned_data
        return {
            item.code: Found(Finding(given[item.code]), given[f"{item.code}_note"].strip())
            for item in self.checklist.items
            if given[item.code]
        }
