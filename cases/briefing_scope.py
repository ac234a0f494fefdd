"""Of which matters a briefing speaks: the filter in words, without what was typed to look for, which may be a name."""

import datetime as dt

from django.utils import timezone

from cases.categories import CATEGORIES, GROUPS
from cases.counted import CountedIn
from cases.filters import PetitionFilter
from cases.small_periods import is_ended_quarter
from fedportal.orgs.models import Organization

ALL = "全部信访事项"
_DAYS = ("received_from", "received_to")
_UNITS = ("under", "place", "held_by", "owed_under", "owed_by")


def scope_words(asked: PetitionFilter) -> str:
    """收到自：2026-10-01；类别：婚姻家庭权益."""
    given = {name: value for name, value in asked.form.cleaned_data.items() if value not in ("", None)}
    names = _names([given[name] for name in _UNITS if name in given])
    parts = []
    for name, value in given.items():
        label = str(asked.form.fields[name].label)
        if name == "q":
            parts.append("含查找词")
        elif value in ("1", "me"):
            parts.append(label)
        else:
            parts.append(f"{label}：{names.get(value) or _words(asked, name, value)}")
    return "；".join(parts)[:300] or ALL


def is_of_quarter(asked: PetitionFilter, at: dt.datetime) -> bool:
    """Whether it speaks of what came in one quarter that is over: of nothing less but a kind of matters."""
    given = {name: value for name, value in asked.form.cleaned_data.items() if value not in ("", None)}
    first, last = (given.get(name) for name in _DAYS)
    return given.keys() <= {*_DAYS, "category"} and is_ended_quarter(first, last, timezone.localdate(at))


def _names(codes: list[int]) -> dict[object, str]:
    units = Organization.objects.filter(code__in=codes).order_by("valid_from") if codes else ()
    return {unit.code: unit.region_name for unit in units}


def _words(asked: PetitionFilter, name: str, value: object) -> str:
    if name == "category":
        return GROUPS.get(str(value)) or CATEGORIES[str(value)].path
    if name == "counted" and (counted := CountedIn.read(str(value))):
        return counted.words
    choices = getattr(asked.form.fields[name], "choices", ())
    return next((str(label) for choice, label in choices if str(choice) == str(value)), str(value))
