"""Filters of lists for other systems: what cannot be read is refused, and so is a parameter that nobody knows."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.choices import flatten_choices
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from fedportal.api.parameters import refuse_unknown
from fedportal.api.views import ClientRequest
from fedportal.orgs.codes import code_end

CODE_PATTERN = r"^[1-9]\d{11}$"


class YesNo(django_filters.ChoiceFilter):
    """`true` or `false`; `condition` is what is true of a row, as keywords of a filter."""

    def __init__(self, label: str, **condition: Any) -> None:
        super().__init__(label=label, choices=[("true", "是"), ("false", "否")], null_label=None)
        self.condition = condition

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if not value:
            return qs
        return qs.filter(**self.condition) if value == "true" else qs.exclude(**self.condition)


class OneOf(django_filters.ChoiceFilter):
    """One of the codes of a field."""

    def __init__(self, label: str, choices: Any, **more: Any) -> None:
        super().__init__(label=label, choices=choices, null_label=None, **more)


class Exactly(django_filters.CharFilter):
    """A name or a number, letter by letter: a space alone is another one than none, which would bring everything."""

    def __init__(self, label: str, longest: int, **more: Any) -> None:
        super().__init__(label=label, max_length=longest, strip=False, **more)


class Ref(django_filters.UUIDFilter):
    """By which an object is named in addresses."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label=label, **more)


class Place(django_filters.CharFilter):
    """Rows whose column of that name lies in a unit's range, by its 12-digit code."""

    def __init__(self, label: str, column: str) -> None:
        words = "须为 12 位区划代码。"
        checks = [RegexValidator(CODE_PATTERN, words)]
        super().__init__(label=label, field_name=column, validators=checks, strip=False)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if not value:
            return qs
        code = int(value)
        return qs.filter(**{f"{self.field_name}__gte": code, f"{self.field_name}__lt": code_end(code)})


class Moment(django_filters.IsoDateTimeFilter):
    """A moment with its offset; without one, Beijing time is meant."""

    def __init__(self, label: str, column: str, lookup: str) -> None:
        super().__init__(label=label, field_name=column, lookup_expr=lookup, validators=[_can_be_said])

    def filter(self, qs: QuerySet, value: dt.datetime | None) -> QuerySet:
        """In UTC: PostgreSQL knows no offset of sixteen hours."""
        return super().filter(qs, value and value.astimezone(dt.UTC))


class Day(django_filters.DateFilter):
    """A day of the calendar."""

    def __init__(self, label: str, column: str, lookup: str) -> None:
        super().__init__(label=label, field_name=column, lookup_expr=lookup)


def _can_be_said(moment: dt.datetime) -> None:
    """Of the first and the last day of all years, an offset may lead out of what can be said."""
    try:
        moment.astimezone(dt.UTC)
    except OverflowError:
        raise ValidationError("年份超出范围。", code="invalid") from None


def filtered(filters: type[django_filters.FilterSet], rows: QuerySet, request: ClientRequest, *, beside: Any) -> Any:
    """The rows that are asked for. `beside` are parameters that are no filters. Raises ValidationError."""
    refuse_unknown(request, {*filters.base_filters, *beside})
    asked = filters(request.query_params, queryset=rows, request=request)
    if not asked.is_valid():
        raise _problem(asked.form)
    return asked.qs


def _problem(form: forms.Form) -> serializers.ValidationError:
    return serializers.ValidationError(
        {
            name: [ErrorDetail(text, error.code or "invalid") for error in errors for text in error.messages]
            for name, errors in form.errors.as_data().items()
        }
    )


def parameters_of(filters: type[django_filters.FilterSet]) -> list[OpenApiParameter]:
    """The filters as the description of the interface tells them."""
    return [OpenApiParameter(name, _shape(one), description=one.label) for name, one in filters.base_filters.items()]


def _shape(one: django_filters.Filter) -> dict[str, Any]:
    if isinstance(one, django_filters.ChoiceFilter):
        return {"type": "string", "enum": [str(value) for value, _ in flatten_choices(one.extra["choices"]) if value]}
    if isinstance(one, Moment):
        return {"type": "string", "format": "date-time"}
    if isinstance(one, Day):
        return {"type": "string", "format": "date"}
    if isinstance(one, Ref):
        return {"type": "string", "format": "uuid"}
    if isinstance(one, Place):
        return {"type": "string", "pattern": CODE_PATTERN}
    if isinstance(one, django_filters.NumberFilter):
        return {"type": "integer"}
    return {"type": "string", "minLength": 1, "maxLength": one.extra["max_length"]}
