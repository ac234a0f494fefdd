"""Kinds of fields that the forms of the network ask for more than once."""

from collections.abc import Iterable
from typing import Any

from django import forms

from cases.widgets import PlainSelect


def day_field(label: str, *, required: bool = True, help_text: str = "", also: str = "") -> Any:
    """A day; an empty one where it need not be known. `also` is said besides where it is wrong."""
    wrong = f"请按“年-月-日”填写{label}{also}。"
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label,
        widget=widget,
        required=required,
        help_text=help_text,
        error_messages={"required": wrong, "invalid": wrong},
    )


def clock_field(label: str) -> Any:
    """A time of day that may be left out."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(
        label=label, required=False, widget=widget, error_messages={"invalid": "请按“时:分”填写，如 08:30。"}
    )


def line_field(
    label: str, most: int, *, required: bool = True, help_text: str = "", missing: str = "", **attrs: Any
) -> Any:
    """One line of text; `missing` is what is said where it is empty, `attrs` are those of the input."""
    return _text(label, most, forms.TextInput(attrs={"autocomplete": "off"} | attrs), required, help_text, missing)


def words_field(
    label: str,
    most: int,
    *,
    required: bool = True,
    rows: int = 3,
    help_text: str = "",
    missing: str = "",
    **attrs: Any,
) -> Any:
    """Text of several lines."""
    return _text(label, most, forms.Textarea(attrs={"rows": rows} | attrs), required, help_text, missing)


def _text(label: str, most: int, widget: forms.Widget, required: bool, help_text: str, missing: str) -> Any:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=widget,
        error_messages={"required": missing or f"请填写{label}。"},
    )


def one_of(label: str, choices: Iterable[Any], *, radio: bool = False, missing: str = "", **how: Any) -> Any:
    """One of these; more than seven are a list to drop down. `missing` is what is said where none is chosen."""
    listed = list(choices)
    wrong = {"required": f"请选择{label}。", "invalid_choice": f"请从所列中选择{label}。"}
    return forms.ChoiceField(
        label=label,
        choices=listed if radio else [("", "请选择"), *listed],
        widget=forms.RadioSelect if radio else PlainSelect,
        error_messages=dict.fromkeys(wrong, missing) if missing else wrong,
        **how,
    )


class LinesField(forms.CharField):
    """A list, one thing a line; `longest` characters each."""

    def __init__(self, *, label: str, longest: int, most: int = 20, help_text: str = "") -> None:
        self.longest, self.most = longest, most
        super().__init__(
            label=label,
            max_length=longest * most,
            widget=forms.Textarea(attrs={"rows": 5}),
            help_text=help_text,
            error_messages={"required": f"请至少填写一项{label}。"},
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        lines = tuple(line.strip() for line in super().clean(value).splitlines() if line.strip())
        if len(lines) > self.most or any(len(line) > self.longest for line in lines):
            raise forms.ValidationError(f"最多 {self.most} 项，每项不超过 {self.longest} 个字。")
        return lines
