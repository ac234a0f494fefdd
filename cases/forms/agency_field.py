"""One agency of the directory, found by typing: listed at first are the nearest."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.http import urlencode

from fedportal.orgs.models import AgencyKind
from fedportal.orgs.querysets import AgencyQuerySet

OFFERED = 30  # listed before anything is typed


def agency_field(
    known: AgencyQuerySet,
    chosen: str,
    *,
    label: str,
    help_text: str,
    ask: bool = True,
    kinds: Sequence[AgencyKind] = (),
) -> Any:
    """`chosen` is what was sent before, by its key; `ask`: the server is asked for the rest of the directory, of these
    kinds alone where any are named."""
    address = reverse("orgs:agency_search")
    asked = f"{address}?{urlencode({'kind': kinds}, doseq=True)}" if kinds else address
    source = {"data-source": asked} if ask else {}
    field: Any = forms.ModelChoiceField(
        known,
        label=label,
        help_text=help_text,
        widget=forms.Select(attrs={"data-combobox": "", **source}),
        error_messages={"required": f"请选择{label}。", "invalid_choice": f"请从名录中选择{label}。"},
    )
    near = list(known[:OFFERED] if ask else known)
    if chosen.isdecimal() and len(chosen) < 15:
        near += [row for row in known.filter(pk=chosen) if row not in near]
    field.widget.choices = [("", "请选择"), *((row.pk, row.name) for row in near)]
    return field
