"""Base of the forms of a course: bound to a petition and to the person who fills them in."""

import datetime as dt
from typing import Any

from django import forms

from cases.forms.clock_form import MOMENT, MomentInput
from cases.forms.plain_fields import choice
from cases.models import Petition
from fedportal.accounts.models import User

OWN_UNIT_ONLY = "只有承办单位看得到"


class CourseForm(forms.Form):
    """One act: knows whose petition it is about."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, petition: Petition, by: User, at: dt.datetime) -> None:
        super().__init__(data, initial=self.known(petition, at))
        self.petition, self.by = petition, by

    def known(self, petition: Petition, at: dt.datetime) -> dict[str, Any]:
        """What the form begins with."""
        return {}


def several(label: str, choices: Any, missing: str = "", help_text: str = "") -> forms.MultipleChoiceField:
    """Any of these; with `missing` at least one."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=bool(missing),
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing, "invalid_choice": "请从列出的项目中选择。"},
    )


def yes_or_no(label: str, missing: str = "请选择“是”或者“否”。") -> forms.ChoiceField:
    return choice(label, [("yes", "是"), ("no", "否")], missing)


def when(label: str, *, required: bool = True, help_text: str = "") -> forms.DateTimeField:
    """A day and a time."""
    wrong = f"请按“年-月-日 时:分”填写{label}。"
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=MomentInput(),
        error_messages={"required": f"请填写{label}。", "invalid": wrong},
    )


def day(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    """A day."""
    wrong = f"请按“年-月-日”填写{label}。"
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": wrong, "invalid": wrong},
    )
