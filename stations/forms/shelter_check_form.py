"""What is found of a shelter, item by item, in one go."""

from typing import Any

from django import forms

from stations.actions.shelter_checks import Scored
from stations.check_facts import Section
from stations.forms.check_form import asked_of, points_said
from stations.models import ChecklistItem


class ShelterCheckForm(forms.Form):
    """Every item; the verb says what is still missing."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, items: list[ChecklistItem]) -> None:
        super().__init__(data)
        self.items = items
        for item in items:
            found, remark = asked_of(item)
            found.help_text = item.source
            self.fields[f"found{item.pk}"], self.fields[f"remark{item.pk}"] = found, remark

    @property
    def sections(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """The items by their part, as they are asked."""
        parts: dict[str, list[tuple[forms.BoundField, forms.BoundField]]] = {}
        for item in self.items:
            lines = parts.setdefault(str(Section(item.section).label), [])
            lines.append((self[f"found{item.pk}"], self[f"remark{item.pk}"]))
        return list(parts.items())

    def found(self) -> dict[int, Scored]:
        """What was chosen, by item."""
        told = {item.pk: points_said(item, self.cleaned_data[f"found{item.pk}"]) for item in self.items}
        return {
            key: Scored(points, self.cleaned_data[f"remark{key}"])
            for key, points in told.items()
            if points is not None
        }
