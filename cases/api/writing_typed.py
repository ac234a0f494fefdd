"""From what was sent to what a cadre would have typed, and from the forms' complaints back to what was sent.

So the page's own forms judge both: no rule stands here.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from rest_framework.exceptions import ErrorDetail

from cases.forms.person_form import UNKNOWN
from fedportal.api.problems import Unprocessable
from fedportal.orgs.models import Organization

Given = Mapping[str, Any]
Typed = dict[str, Any]

# The inputs of the registration form, and where in a petition their values stand.
PATHS: dict[str, str] = {
    **{name: name for name in ("received_at", "channel", "matter_class", "category", "place", "request", "facts")},
    **{name: name for name in ("head_count", "repeat_count", "litigation_status")},
    **{name: name for name in ("earlier_handling", "earlier_litigation", "note")},
    **{name: f"flags.{name}" for name in ("urgent", "minor", "trafficking", "serious_harm", "identity_unclear")},
    "media_attention": "flags.media",
    **{name: f"petitioner.{name}" for name in ("name", "id_number", "sex", "birth_on", "birth_year", "marital")},
    **{name: f"petitioner.{name}" for name in ("phone", "address", "ethnicity", "occupation", "education", "groups")},
    "age": "petitioner.birth_year",
    **{name: f"contact.{name}" for name in ("read_back", "unread_reason", "companions", "source_organ")},
    **{name: f"contact.{name}" for name in ("source_number", "report_due_on")},
    "contact_rule": "safe_contact.rule",
    "safe_ways": "safe_contact.ways",
    "no_message": "safe_contact.no_message",
    "number_shared": "safe_contact.number_shared",
    "code_word": "safe_contact.code_word",
    "safe_note": "safe_contact.note",
    **{f"days_{n}": f"safe_contact.windows.{n - 1}.days" for n in (1, 2)},
    **{f"from_{n}": f"safe_contact.windows.{n - 1}.begins" for n in (1, 2)},
    **{f"until_{n}": f"safe_contact.windows.{n - 1}.ends" for n in (1, 2)},
    **{f"accused_{name}": f"accused.{name}" for name in ("kind", "name", "org", "unit", "relation", "namesake")},
}
UNITS = ("place", "accused_org")
CODE = re.compile(r"[0-9]{12}")
_MISSING = object()


def units_by_code(codes: Iterable[Any], own: Organization) -> dict[str, str]:
    """The keys of units, as pickers send them; of many in one query, of one's own in none."""
    wanted = {int(code) for code in codes if isinstance(code, str) and CODE.fullmatch(code)}
    known = {f"{own.code:012d}": str(own.pk)}
    if beyond := wanted - {own.code}:
        rows = Organization.objects.filter(code__in=beyond, valid_to=None).values_list("code", "pk")
        known |= {f"{code:012d}": str(pk) for code, pk in rows}
    return known


def codes_in(given: Given) -> list[Any]:
    """Which units it names, as far as they are codes."""
    return [_at(given, PATHS[name]) for name in UNITS]


def registered_as(given: Given, *, units: Mapping[str, str], own: Organization) -> Typed:
    """As the registration form would send it."""
    typed = {"head_count": "1", "repeat_count": "1", "place": str(own.pk)} | typed_of(given, units)
    year = _at(given, PATHS["birth_year"])
    if year is None:
        typed["age"] = UNKNOWN
    elif year is not _MISSING and not typed.get("birth_on"):
        typed["age"] = str(timezone.localdate(given["received_at"]).year - year)
    return typed


def typed_of(given: Given, units: Mapping[str, str]) -> Typed:
    """Every input whose value was sent. Nothing, where it is known that nobody knows it, is said as on the page."""
    typed: Typed = {"no_message": "on"}  # as the page has it before anybody touches it
    for name, path in PATHS.items():
        value = _at(given, path)
        if name == "age" or value is _MISSING:
            continue
        if name in UNITS:
            value = units.get(value, "0") if value else ""
        typed[name] = UNKNOWN if name in ("phone", "address") and not value else typed_value(value)
    return typed


def typed_value(value: Any) -> Any:
    """One value as a browser would send it."""
    if isinstance(value, list):
        return [str(part) for part in value]
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)


def _at(given: Any, path: str) -> Any:
    """What stands there; _MISSING where nothing was sent."""
    for step in path.split("."):
        if isinstance(given, list):
            given = given[int(step)] if step.isdecimal() and int(step) < len(given) else _MISSING
        elif isinstance(given, Mapping):
            given = given.get(step, _MISSING)
        else:
            return _MISSING
    return given


def complaints(form: forms.Form, paths: Mapping[str, str] = PATHS) -> Unprocessable:
    """What the form says is wrong, each at the place where it was sent."""
    wrong = {
        paths.get(name, name): [(error.code or "invalid", str(words)) for error in errors for words in error.messages]
        for name, errors in form.errors.as_data().items()
    }
    return refusal_at({path: found for path, found in wrong.items()})


def refusal_at(wrong: Mapping[str, list[tuple[str, str]]]) -> Unprocessable:
    """A refusal of single fields: by path, its codes and sentences."""
    found: dict[str, Any] = {}
    for path, words in wrong.items():
        inner = found
        *outer, last = path.split(".")
        for step in outer:
            inner = inner.setdefault(step, {})
        inner.setdefault(last, []).extend(ErrorDetail(said, code) for code, said in words)
    return Unprocessable(found)


def refused_field(path: str, code: str, words: str) -> Unprocessable:
    return refusal_at({path: [(code, words)]})
