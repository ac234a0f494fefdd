"""What a station's log asks: as little as one types with a thumb, and nothing of the women who were served."""

import datetime as dt
import re
import uuid
from typing import Any

from django import forms

from stations.actions.station_log import Given
from stations.forms.fields import day_field
from stations.models import ServiceEntry
from stations.models.station_log import MOST_PEOPLE
from stations.station_facts import Service
from stations.station_law import LOG_WITHIN_DAYS

# Telephone and identity numbers, however they are parted.
_NUMBERS = re.compile(r"(?:\d[\s-]?){11,}")
NAMELESS = "不写姓名、电话、住址、证件号"


def nameless(words: str) -> str:
    """The words, if no telephone or identity number stands in them. Raises ValidationError."""
    if _NUMBERS.search(words):
        raise forms.ValidationError("这里有一串像电话或者证件号的数字：服务日志不登记个人信息，请删去。")
    return words


class ServiceForm(forms.Form):
    """One service: the kind is the button that was pressed."""

    use_required_attribute = False

    people = forms.IntegerField(
        label="人次",
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "请填写人次。",
            "invalid": "人次应当是整数。",
            "min_value": "人次至少是 1。",
            "max_value": f"人次不能大于 {MOST_PEOPLE:,}，请核对。",
        },
    )
    words = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "done"}),
        help_text=f"可以不填；{NAMELESS}",
    )
    day = day_field("日期", help_text=f"最早补记 {LOG_WITHIN_DAYS} 天以内的")
    service = forms.ChoiceField(
        label="服务类别",
        choices=Service.choices,
        error_messages={"required": "请按下一个服务类别。", "invalid_choice": "请按下一个服务类别。"},
    )
    # Names this one entry: sent again after a bad line, it is the same (cases.forms.petition_form).
    submission = forms.UUIDField(widget=forms.TextInput(attrs={"hidden": "", "tabindex": "-1", "aria-hidden": "true"}))

    def __init__(self, data: Any = None, *, day: dt.date) -> None:
        super().__init__(data, initial={"day": day, "people": 1, "submission": uuid.uuid4()})

    def clean_words(self) -> str:
        return nameless(self.cleaned_data["words"].strip())

    def given(self) -> Given:
        return Given(**{name: self.cleaned_data[name] for name in ("service", "day", "people", "words")})


class CorrectForm(ServiceForm):
    """An entry as it stands, and why it is otherwise."""

    submission = None  # type: ignore[assignment]  # an entry that is there needs no name
    reason = forms.CharField(
        label="更正原因", max_length=200, error_messages={"required": "请填写更正原因。"}, widget=forms.TextInput()
    )
    field_order = ("service", "people", "day", "words", "reason")

    def __init__(self, data: Any = None, *, entry: ServiceEntry) -> None:
        super().__init__(data, day=entry.day)
        self.fields["service"].widget = forms.RadioSelect(choices=Service.choices)
        self.initial.update({name: getattr(entry, name) for name in ("service", "people", "day", "words")})

    def clean_reason(self) -> str:
        return nameless(self.cleaned_data["reason"].strip())


class StrikeForm(forms.Form):
    """Why an entry counts no more."""

    use_required_attribute = False

    reason = forms.CharField(label="划去原因", max_length=200, error_messages={"required": "请填写划去原因。"})

    def clean_reason(self) -> str:
        return nameless(self.cleaned_data["reason"].strip())


class OpenDayForm(forms.Form):
    """Who is on duty."""

    use_required_attribute = False

    duty = forms.CharField(label="值班人员", max_length=60, error_messages={"required": "请填写值班人员。"})


class CloseDayForm(forms.Form):
    """How many came, and what else there was."""

    use_required_attribute = False

    visitors = forms.IntegerField(
        label="来访人次",
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "请填写来访人次，没有的填 0。", "invalid": "来访人次应当是整数。"},
    )
    note = forms.CharField(label="值班记录", max_length=300, required=False, help_text=f"可以不填；{NAMELESS}")

    def clean_note(self) -> str:
        return nameless(self.cleaned_data["note"].strip())
