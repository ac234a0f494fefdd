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
    despite = forms.CharField(
        label="与安全联系要求不符的，写明经过",
        max_length=300,
        required=False,
        help_text="已经送出的才填写，将告知权益部负责人和分管领导；还没有送出的，请改用其他方式",
    )

    def __init__(self, data: Any = None, *, at: dt.datetime, limited: bool = False) -> None:
        """`limited`: the addressee may not be reached by every way."""
        super().__init__(data, initial={"served_at": at})
        if not limited:
            del self.fields["despite"]
