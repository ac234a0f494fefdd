"""Plain fields of forms that ask little: a line, several lines, one of few."""

from typing import Any

from django import forms


def words(label: str, most: int, missing: str = "", help_text: str = "", **attrs: Any) -> forms.CharField:
    """A line; with `missing` it has to be filled."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(missing),
        help_text=help_text,
        error_messages={"required": missing},
        widget=forms.TextInput(attrs={"autocomplete": "off"} | attrs),
    )


def text(label: str, most: int, missing: str = "", help_text: str = "", rows: int = 3) -> forms.CharField:
    """Several lines."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(missing),
        help_text=help_text,
        error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
    )


def choice(label: str, choices: Any, missing: str, **how: Any) -> forms.ChoiceField:
    wrong = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=wrong, **how)
