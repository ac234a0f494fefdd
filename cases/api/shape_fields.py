"""Fields of documents as the description of the interface tells them, with what their codes mean."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

SEGMENT = {"type": "string", "pattern": "^[^/]+$"}  # of an address


def told_as(label: str, choices: Iterable[tuple[Any, Any]]) -> str:
    """状态：registered 已登记；accepted 已受理"""
    listed = "；".join(f"{value} {words}" for value, words in choices if value != "")
    return f"{label}：{listed}"


def a_text(label: str, choices: Iterable[tuple[Any, Any]] = (), **more: Any) -> serializers.CharField:
    return serializers.CharField(help_text=told_as(label, choices) if choices else label, allow_blank=True, **more)


def withheld_text(label: str) -> serializers.CharField:
    return a_text(f"{label}；对您不提供的为空", allow_null=True)


def a_code(label: str, **more: Any) -> serializers.RegexField:
    return serializers.RegexField(r"^\d{12}$", help_text=f"{label}，12 位区划代码", **more)


def a_moment(label: str, **more: Any) -> serializers.DateTimeField:
    return serializers.DateTimeField(help_text=label, **more)


def a_number(label: str, **more: Any) -> serializers.IntegerField:
    return serializers.IntegerField(help_text=label, **more)


def a_flag(label: str, **more: Any) -> serializers.BooleanField:
    return serializers.BooleanField(help_text=label, **more)
