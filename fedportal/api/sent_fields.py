"""Kinds of values that other systems send, each exactly as the description tells it: a text is no number, a yes no
word, a moment has its offset, and nothing has a name that nobody knows."""

import datetime as dt
import re
from functools import cache
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_current_timezone
from drf_spectacular.drainage import set_override
from rest_framework import serializers

UNKNOWN_FIELD = "没有这个字段，请核对拼写；只读的字段不要发送。"
REQUIRED = "请填写这一项。"
CODE = r"^[0-9]{12}$"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9](:00)?$"
FIRST, LAST = dt.datetime(2, 1, 1, tzinfo=dt.UTC), dt.datetime(9998, 12, 31, tzinfo=dt.UTC)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})?", re.ASCII)


class Shape(serializers.Serializer):
    """An object of which every name is known: a misspelt one is refused, for it would be lost without a word."""

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        if unknown := set(data) - set(self.fields):
            raise serializers.ValidationError(
                {name: [serializers.ErrorDetail(UNKNOWN_FIELD, "unknown_field")] for name in sorted(unknown)}
            )
        if self.parent is not None and (missing := self._missing(data)):
            raise serializers.ValidationError(missing)
        return given

    def _missing(self, data: Any) -> dict[str, list[Any]]:
        """Of what belongs together a correction sends all, too."""
        absent = [name for name, field in self.fields.items() if field.required and name not in data]
        return {name: [serializers.ErrorDetail(REQUIRED, "required")] for name in absent}


def read(shape: type[Shape], data: Any, *, partial: bool = False) -> dict[str, Any]:
    """What was sent, in its types. Raises ValidationError, by paths."""
    if not isinstance(data, dict):
        words = serializers.ErrorDetail("请发送一个 JSON 对象。", "invalid")
        raise serializers.ValidationError({"non_field_errors": [words]})
    given: dict[str, Any] = _ready(shape, partial).run_validation(data)
    return given


@cache
def _ready(shape: type[Shape], partial: bool) -> Shape:
    """Made once: its fields are copied for every instance, and hold nothing of what they read."""
    return shape(partial=partial)


class Text(serializers.CharField):
    """A text, whose length counts with the spaces around it; where it must say something, spaces alone do not."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        if self.trim_whitespace and not self.allow_blank:
            longest = {} if self.max_length is None else {"maxLength": self.max_length}
            set_override(self, "field", {"type": "string", "pattern": r"\S", **longest})

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return str(super().to_internal_value(data))


class Pattern(serializers.CharField):
    """A text of one form, without anything around it."""

    def __init__(self, pattern: str, words: str, **more: Any) -> None:
        self.pattern = pattern
        super().__init__(error_messages={"invalid": words}, trim_whitespace=False, **more)
        longest = {} if self.max_length is None else {"maxLength": self.max_length}
        set_override(self, "field", {"type": "string", "pattern": pattern, **longest})

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or not re.fullmatch(self.pattern[1:-1], data):
            self.fail("invalid")
        return data


class Number(serializers.IntegerField):
    """A whole number, not the text of one."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int | float) or data != data // 1:
            self.fail("invalid")
        return int(super().to_internal_value(int(data)))


class Flag(serializers.BooleanField):
    """true or false, and no word for either."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Choice(serializers.ChoiceField):
    """One of some codes, in their own type."""

    def to_internal_value(self, data: Any) -> Any:
        if data == "" and self.allow_blank:
            return ""
        found = None if isinstance(data, bool | list | dict) else {key: key for key in self.choices}.get(data)
        if found is None:
            self.fail("invalid_choice", input=data)
        return found


class DayField(serializers.DateField):
    """A day as RFC 3339 has it."""

    def to_internal_value(self, value: Any) -> dt.date:
        if not isinstance(value, str) or not DAY.fullmatch(value):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(value)


class MomentField(serializers.DateTimeField):
    """A moment as RFC 3339 has it: without an offset it would be another one elsewhere."""

    default_error_messages = {"offset": "请写明时区，如 2026-11-23T09:30:00+08:00。"}

    def to_internal_value(self, value: Any) -> dt.datetime:
        if not isinstance(value, str) or not MOMENT.fullmatch(value):
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss+hh:mm")
        try:
            told = parse_datetime(value)
        except ValueError:
            told = None
        if told is None:
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss+hh:mm")
        if told.tzinfo is None:
            self.fail("offset")
        return _sayable(told)


def _sayable(moment: dt.datetime) -> dt.datetime:
    """The same by our clocks; of the ends of all years the last moment that can be said, which law refuses."""
    try:
        return moment.astimezone(get_current_timezone())
    except OverflowError:
        return (FIRST if moment.year == dt.MINYEAR else LAST).astimezone(get_current_timezone())


class CodeField(Pattern):
    """A federation by the 12 digits of its region."""

    def __init__(self, **more: Any) -> None:
        super().__init__(CODE, "请填写 12 位区划代码，如 371602000000。", **more)


class ClockField(Pattern):
    """A time of the day in Beijing, by the minute."""

    def __init__(self, **more: Any) -> None:
        super().__init__(CLOCK, "请填写时刻，如 09:30。", **more)

    def to_internal_value(self, data: Any) -> Any:
        return dt.time.fromisoformat(super().to_internal_value(data))


def text(longest: int, **more: Any) -> serializers.CharField:
    """A text that may be empty."""
    return Text(max_length=longest, allow_blank=True, required=False, **more)


def choice(choices: Any, **more: Any) -> serializers.ChoiceField:
    return Choice(choices=choices, **more)
