"""Recording that a paper was served."""

import datetime as dt
from typing import Any

from django import forms

from cases.forms.clock_form import MOMENT, MomentInput
from cases.workflow import ToldHow


class ServeForm(forms.Form):
    """How it reached its addressee, when, and what proves it."""

    use_required_attribute = False

    how = forms.ChoiceField(
        label="送达方式",
        choices=ToldHow.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择送达方式。"},
    )
    served_at = forms.DateTimeField(
        label="送达时间",
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=MomentInput,
        error_messages={"required": "请填写送达时间。", "invalid": "请填写正确的时间。"},
    )
    receipt = forms.CharField(
        label="送达回证",
        max_length=300,
        required=False,
        help_text="签收人，或者邮寄单号、短信回执",
    )

    def __init__(self, data: Any = None, *, at: dt.datetime) -> None:
        super().__init__(data, initial={"served_at": at})
