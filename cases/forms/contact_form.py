"""A further visit, letter or call about a matter that is known."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from cases.forms.clock_form import MOMENT, MomentInput
from cases.forms.taken_form import TakenForm
from cases.models import Channel


class ContactForm(TakenForm):
    """When, how, how many, what is new."""

    use_required_attribute = False
    field_order = (
        *("channel", "received_at", "head_count", "source_organ", "source_number", "report_due_on"),
        *("note", "read_back", "unread_reason", "companions", "incident", "submission"),
    )

    channel = forms.ChoiceField(
        label="信访形式",
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择信访形式。"},
    )
    received_at = forms.DateTimeField(
        label="时间",
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=MomentInput,
        error_messages={"required": "请填写时间。", "invalid": "请按“年-月-日 时:分”填写时间。"},
    )
    head_count = forms.IntegerField(
        label="人数",
        min_value=1,
        max_value=9999,
        initial=1,
        error_messages={
            "required": "请填写人数。",
            "invalid": "人数应当是整数。",
            "min_value": "至少 1 人。",
            "max_value": "不能超过 9999 人。",
        },
    )
    note = forms.CharField(
        label="反映内容",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="新的情况写在这里；和以前相同的可以不写",
    )
    incident = forms.CharField(
        label="现场情况",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="有拉横幅、滞留、扬言等情况的如实记录（条例第二十六条）；只记入本次来访",
    )
    submission = forms.UUIDField(widget=forms.TextInput(attrs={"hidden": "", "tabindex": "-1", "aria-hidden": "true"}))

    def __init__(self, data: Any = None, *, channel: str, at: dt.datetime) -> None:
        super().__init__(data)
        self.at = at
        self.fields["channel"].initial = channel
        self.fields["received_at"].initial = at.replace(second=0, microsecond=0)
        self.fields["submission"].initial = uuid.uuid4()

    def clean_received_at(self) -> dt.datetime:
        moment: dt.datetime = self.cleaned_data["received_at"]
        if moment > self.at:
            raise forms.ValidationError("时间不能晚于现在。")
        return moment


class IncidentForm(forms.Form):
    """What happened on a visit that was registered before."""

    use_required_attribute = False

    text = forms.CharField(
        label="现场情况",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="时间、经过、劝阻和处置情况；记录后不能改写",
        error_messages={"required": "请填写现场情况。"},
    )
