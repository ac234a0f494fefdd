"""A call that begins, or was missed, taken down by hand; and what an attempt to call back came to."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.clock_form import MOMENT, MomentInput
from fedportal.accounts.models import User
from hotline.models import CallAttempt, HotlineLine


class LineField(forms.ModelChoiceField):
    """One of the unit's lines, by its number."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number}（{obj.hours_words}）"


class AttemptForm(forms.Form):
    """What an attempt to call back came to."""

    use_required_attribute = False

    result = forms.ChoiceField(
        label="没有联系上",
        choices=CallAttempt.Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结果。", "invalid_choice": "请从所列结果中选择。"},
    )


class CallNewForm(forms.Form):
    """Everything else is asked on the screen of the call itself."""

    use_required_attribute = False

    line = LineField(
        HotlineLine.objects.none(),
        label="线路",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "请选择线路。", "invalid_choice": "请从本单位接听中的线路里选择。"},
    )
    caller_phone = forms.CharField(
        label="来电号码",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "autofocus": True}),
        help_text="话机上显示的号码；不显示的不填",
    )
    # Names this one entry, so that a form sent twice makes one (cases.forms.petition_form).
    submission = forms.UUIDField(widget=forms.TextInput(attrs={"hidden": "", "tabindex": "-1", "aria-hidden": "true"}))

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime) -> None:
        super().__init__(data)
        lines = HotlineLine.objects.filter(org=by.org_id).live(timezone.localdate(at)).order_by("pk")
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]
        self.fields["line"].initial = lines.first()
        self.fields["submission"].initial = uuid.uuid4()

    @property
    def origin_key(self) -> str:
        return f"form:{self.cleaned_data['submission']}"


class CallMissedForm(CallNewForm):
    """A call that nobody answered, as the telephone shows it afterwards."""

    field_order = ("caller_phone", "rang_at", "line", "submission")

    rang_at = forms.DateTimeField(
        label="来电时间",
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=MomentInput,
        help_text="回拨时限自此起算",
        error_messages={"required": "请填写来电时间。", "invalid": "请按“年-月-日 时:分”填写来电时间。"},
    )

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime) -> None:
        super().__init__(data, by=by, at=at)
        self.at = at
        phone = self.fields["caller_phone"]
        phone.required, phone.help_text = True, "话机上显示的号码；没有号码的不能回拨，不用登记"
        phone.error_messages["required"] = "请填写来电号码。"
        self.fields["rang_at"].initial = at.replace(second=0, microsecond=0)

    def clean_rang_at(self) -> dt.datetime:
        moment: dt.datetime = self.cleaned_data["rang_at"]
        if moment > self.at:
            raise forms.ValidationError("来电时间不能晚于现在。")
        return moment
