"""A note of work, as quick as a line in a notebook."""

import datetime as dt
from typing import Any

from django import forms

from cases.forms.clock_form import MOMENT, MomentInput
from cases.workflow.aftercare import StepKind


def moment(label: str) -> forms.DateTimeField:
    """A day and a time that must be given."""
    return forms.DateTimeField(
        label=label,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=MomentInput(),
        error_messages={"required": f"请填写{label}。", "invalid": f"请按“年-月-日 时:分”填写{label}。"},
    )


class StepForm(forms.Form):
    """What was done, when, where, with whom."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="方式", choices=[("", "请选择"), *StepKind.choices], error_messages={"required": "请选择方式。"}
    )
    happened_at = moment("时间")
    place = forms.CharField(label="地点", max_length=100, required=False)
    people = forms.CharField(label="参加人员", max_length=200, required=False)
    note = forms.CharField(
        label="情况",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="上级妇联能看到办理记录，不要写当事人的现住址和联系方式",
        error_messages={"required": "请填写情况。"},
    )

    def __init__(self, data: Any = None, *, at: dt.datetime) -> None:
        super().__init__(data, initial={"happened_at": at})
