"""Fields about a person that registration and the card of people share: birth, age, identity number."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from cases.models import Party
from fedportal.lib.id_card import WrongIdCard, read_id_card

UNKNOWN = "不详"
UNKNOWN_WORDS = frozenset({UNKNOWN, "不明", "不清", "不知", "未知"})
OLDEST = 120  # years


class BirthForm(forms.Form):
    """A day of birth or an age; whoever uses it sets `at`."""

    at: dt.datetime
    age_given = False

    birth_on = forms.DateField(
        label="出生日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请按“年-月-日”填写出生日期。"},
    )
    age = forms.CharField(
        label="年龄",
        required=False,
        max_length=5,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="有出生日期的不用填；问不到的填“不详”",
    )

    def clean_birth_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["birth_on"]
        today = timezone.localdate(self.at)
        if day and not today.year - OLDEST <= day.year <= day.year + (day > today) <= today.year:
            raise forms.ValidationError("请核对出生日期。")
        return day

    def clean_age(self) -> int | None:
        """Years, or None where they are not known or not given; see `age_given`."""
        text = self.cleaned_data["age"].removesuffix("岁").strip()
        self.age_given = bool(text)
        if not text or text in UNKNOWN_WORDS:
            return None
        if not (text.isascii() and text.isdigit() and int(text) <= OLDEST):
            raise forms.ValidationError("年龄请填周岁数字，问不到的填“不详”。")
        return int(text)


class IdCardForm(forms.Form):
    """An identity number, from which birth date and sex follow; whoever uses it sets `at`."""

    at: dt.datetime

    id_number = forms.CharField(
        label="身份证号",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-idcard": "", "spellcheck": "false"}),
        help_text="填写后自动带出出生日期和性别",
    )

    def _read_id_card(self) -> None:
        """The number brings birth date and sex along; what was typed beside it has to agree."""
        text = self.cleaned_data.get("id_number")
        if not text:
            return
        try:
            card = read_id_card(text, on=timezone.localdate(self.at))
        except WrongIdCard as wrong:
            self.add_error("id_number", str(wrong))
            return
        self.cleaned_data["id_number"] = card.number
        self._agree("birth_on", card.birth_on, f"与身份证号中的出生日期 {card.birth_on} 不符。")
        self._agree("sex", card.sex, "与身份证号中的性别不符。")

    def _agree(self, name: str, value: Any, sentence: str) -> None:
        typed = self.cleaned_data.get(name)
        if not typed or typed == Party.Sex.UNKNOWN:
            self.errors.pop(name, None)
            self.cleaned_data[name] = value
        elif typed != value:
            self.add_error(name, sentence)
