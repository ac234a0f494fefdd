"""Inputs of the petition pages: quick selects, the category tree with its pinyin, the picker of units."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Self

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.choices import BaseChoiceIterator, CallableChoiceIterator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from pypinyin import Style, lazy_pinyin

from cases.categories import CATEGORIES, CHOICES, GROUPS
from fedportal.orgs.codes import SPAN
from fedportal.orgs.models import Level, Organization
from fedportal.orgs.querysets import OrganizationQuerySet


def initials(label: str) -> str:
    """The first letters of the pinyin: 家庭暴力 → jtbl."""
    return "".join(lazy_pinyin(label, style=Style.FIRST_LETTER)).lower()


INITIALS = {code: initials(category.label) for code, category in CATEGORIES.items()}


class PlainSelect(forms.Select):
    """A select drawn in one go: the list page has several with dozens of choices, and is asked for all day."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = str(value) if value is not None else ""
        shape = self.build_attrs(self.attrs, attrs) | {"name": name}
        given = format_html_join("", ' {}="{}"', ((key, word) for key, word in shape.items() if word is not False))
        return format_html("<select{}>{}</select>", given, _options(self.choices, chosen))


def _options(choices: Iterable[Any], chosen: str) -> SafeString:
    """Options and groups of options as Django's choices name them."""
    return format_html_join("", "{}", ((_option(value, label, chosen),) for value, label in choices))


def _option(value: Any, label: Any, chosen: str) -> SafeString:
    if isinstance(label, list | tuple):
        return format_html('<optgroup label="{}">{}</optgroup>', value, _options(label, chosen))
    word = "" if value is None else str(value)
    mark = SafeString(" selected" if word == chosen else "")  # one of two constants  # nosec B703
    return format_html('<option value="{}"{}>{}</option>', word, mark, label)


class FixedChoices(BaseChoiceIterator):
    """Choices that nobody changes: each form shares them, where Django would copy them all, twice."""

    def __init__(self, choices: Iterable[Any]) -> None:
        self._choices = tuple(choices)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._choices)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


CATEGORY_CHOICES = FixedChoices([("", "请选择"), *CHOICES])


class CategorySelect(forms.Select):
    """The kinds of matters by group; the type-ahead finds 家庭暴力 by jtbl too."""

    def __init__(self) -> None:
        super().__init__(attrs={"data-combobox": ""}, choices=CATEGORY_CHOICES)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-initials"] = INITIALS.get(str(value), "")
        return option


# A whole group, then its kinds.
CATEGORY_FILTER = [
    (group, [(code, f"{group}（全部）"), *kinds]) for code, (group, kinds) in zip(GROUPS, CHOICES, strict=True)
]


def near_units(units: OrganizationQuerySet, org: Organization, chosen: str) -> list[Organization]:
    """What a picker lists before anything is typed: the units right below, and whichever was chosen (by its id)."""
    wanted = Q(parent=org)
    if chosen.isdecimal():
        wanted |= Q(pk=chosen)
    return list(units.filter(wanted).order_by("code"))


class UnitPicker(forms.Select):
    """One unit: the listed ones without script; with it, every unit of the range by name or pinyin."""

    def __init__(self) -> None:
        super().__init__(attrs={"data-combobox": "", "data-source": reverse_lazy("orgs:org_search")})

    def offer(self, units: Callable[[], Iterable[Organization]]) -> None:
        """List these units as choices; asked for only when the picker is drawn."""
        self.choices = CallableChoiceIterator(lambda: [("", "请选择"), *((unit.pk, unit.name) for unit in units())])


def federations(org: Organization, on: dt.date) -> OrganizationQuerySet:
    """All of its province in use on that day."""
    first = org.code // SPAN[Level.PROVINCE] * SPAN[Level.PROVINCE]
    return Organization.objects.living(on).filter(code__gte=first, code__lt=first + SPAN[Level.PROVINCE])


def offer_federations(field: forms.ModelChoiceField, org: Organization, *, on: dt.date, chosen: str) -> None:
    """Without script: its own line, the units right below, and whatever was chosen; with it any of the province."""
    units = federations(org, on)
    if chosen:
        field.queryset = units
    field.widget.attrs["data-source"] = reverse_lazy("orgs:org_search", query={"anywhere": 1})

    def offered() -> list[Organization]:
        line = org.line[::-1]
        return [*line, *(unit for unit in near_units(units, org, chosen) if unit not in line)]

    field.widget.offer(offered)
