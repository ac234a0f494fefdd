"""A call that begins, taken down by hand: on which line, from which number."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone

from fedportal.accounts.models import User
from hotline.models import HotlineLine


class LineField(forms.ModelChoiceField):
    """One of the unit's lines, by its number."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number}（{obj.hours_words}）"


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
