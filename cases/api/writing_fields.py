"""Kinds of values that other systems send: moments with their offset, codes of units, nothing that nobody knows."""

import datetime as dt
from functools import cache
from typing import Any

from django.utils.dateparse import parse_datetime
from rest_framework import serializers

UNKNOWN_FIELD = "没有这个字段，请核对拼写；只读的字段不要发送。"


class Shape(serializers.Serializer):
    """An object of which every name is known: a misspelt one is refused, for it would be lost without a word."""

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        if unknown := set(data) - set(self.fields):
            raise serializers.ValidationError(
                {name: [serializers.ErrorDetail(UNKNOWN_FIELD, "unknown_field")] for name in sorted(unknown)}
            )
        return given


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


class MomentField(serializers.DateTimeField):
    """A moment as RFC 3339 has it: without an offset it would be another one elsewhere."""

    default_error_messages = {"offset": "请写明时区，如 2026-11-23T09:30:00+08:00。"}

    def to_internal_value(self, value: Any) -> dt.datetime:
        moment = super().to_internal_value(value)
        told = parse_datetime(value) if isinstance(value, str) else None
        if told is None or told.tzinfo is None:
            self.fail("offset")
        return moment


class CodeField(serializers.RegexField):
    """A federation by the 12 digits of its region."""

    def __init__(self, **more: Any) -> None:
        super().__init__(r"^[0-9]{12}$", error_messages={"invalid": "请填写 12 位区划代码，如 371602000000。"}, **more)


def text(longest: int, **more: Any) -> serializers.CharField:
    """A text that may be empty."""
    return serializers.CharField(max_length=longest, allow_blank=True, required=False, **more)


def choice(choices: Any, **more: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=choices, **more)
