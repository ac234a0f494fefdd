"""What is filled in about a region's own limit."""

import datetime as dt
from typing import Any

from django import forms

from fedportal.deadlines.models import DeadlineRule
from fedportal.deadlines.rules import why_not_amount
from fedportal.orgs.models import Organization


class OverrideForm(forms.Form):
    """A region's own number for a limit, by which document, from when."""

    amount = forms.IntegerField(
        min_value=1,
        error_messages={
            "required": "请填写时限。",
            "invalid": "请填写整数。",
            "min_value": "时限至少为 1。",
        },
    )
    article = forms.CharField(
        label="依据",
        max_length=100,
        help_text="本地规定的名称和条款，如“《某省信访工作实施办法》第二十条”。",
        error_messages={"required": "请填写依据。", "max_length": "依据最多 100 个字。"},
    )
    valid_from = forms.DateField(
        label="启用日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="自该日起新开始的时限按本地规定计算，已在计算中的不变。",
        error_messages={"required": "请填写启用日期。", "invalid": "请填写日期，如 2027-01-01。"},
    )

    def __init__(self, *args: Any, inherited: DeadlineRule, org: Organization, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inherited, self.org, self.today = inherited, org, today
        self.fields["amount"].label = f"本地时限（{inherited.get_unit_display()}）"

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if wrong := why_not_amount(amount, self.inherited, self.org):
            raise forms.ValidationError(wrong)
        return amount

    def clean_valid_from(self) -> dt.date:
        day: dt.date = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError(f"启用日期不能早于今天（{self.today}）。")
        return day
