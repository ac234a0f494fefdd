"""Moves by another system: the page's form asks, the page's verb acts."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from rest_framework import serializers

from cases import actions
from cases.api.writing_refusals import told
from cases.api.writing_typed import Given, Typed, complaints, refusal_at, typed_value, units_by_code
from cases.forms.move_fields import FIELDS
from cases.forms.move_form import MoveForm
from cases.models import Petition
from cases.workflow import Move
from fedportal.accounts.models import User
from fedportal.api.sent_fields import CodeField, DayField, Flag, Number, Shape, Text, choice, text

UNITS = ("receiver", "other_unit", "decided_unit")
PEOPLE = ("handler", "leader")
WHO = "本单位人员的用户名，或者没有重名的姓名"
NOT_ASKED = "办理这一步不填这一项，请去掉。"
HELP = {
    **dict.fromkeys(UNITS, "单位的 12 位区划代码"),
    **dict.fromkeys(PEOPLE, WHO),
    "survivor": "并入的信访事项编号",
}


def _field(name: str, asked: forms.Field) -> serializers.Field:
    """The field of a move's page as the interface takes it."""
    more: dict[str, Any] = {"required": False, "allow_null": True, "label": str(asked.label)}
    more["help_text"] = HELP.get(name, str(asked.help_text)) or None
    if name in UNITS:
        return CodeField(**more)
    if isinstance(asked, forms.ModelChoiceField):
        return Text(max_length=150, **more)
    if isinstance(asked, forms.ChoiceField):
        choices: Any = asked.choices
        return choice([each for each in choices if each[0]], **more)
    if isinstance(asked, forms.BooleanField):
        return Flag(**more)
    if isinstance(asked, forms.DateField):
        return DayField(**more)
    if isinstance(asked, forms.IntegerField):
        return Number(min_value=asked.min_value, max_value=asked.max_value, **more)  # type: ignore[arg-type]
    return Text(max_length=asked.max_length, allow_blank=True, **more)  # type: ignore[attr-defined]


NOTE = text(10_000, help_text="说明、理由或者告知内容")
# Whatever any move asks for; which of it this one does, for this petition, its form says.
MoveShape: type[Shape] = type(
    "MoveShape",
    (Shape,),
    {
        "__doc__": "What a move asks for; each move asks for few of these.",
        "__module__": __name__,
        "note": NOTE,
        **{name: _field(name, make()) for name, make in FIELDS.items()},
    },
)


def move_form(row: Petition, move: Move, given: Given, *, by: User, at: dt.datetime) -> MoveForm:
    """The page's form, found right. Raises ValidationError for what is wrong, and for what this move does not ask."""
    form = MoveForm(_typed(given, by), petition=row, move=move, by=by, at=at)
    if beside := [name for name, value in given.items() if value is not None and name not in form.fields]:
        raise refusal_at({name: [("not_asked", NOT_ASKED)] for name in beside})
    if not form.is_valid():
        raise complaints(form, {})
    return form


def advance(row: Petition, form: MoveForm, *, version: int) -> Petition:
    """Make the move on the version that the system had read. Raises Problem where it is another, or not allowed."""
    note, said = form.cleaned_data["note"], form.answers()
    with told():
        return actions.advance(row, form.move, by=form.by, at=form.at, note=note, answers=said, version=version)


def _typed(given: Given, by: User) -> Typed:
    units = units_by_code((given.get(name) or "" for name in UNITS), by.org)
    typed = {name: typed_value(value) for name, value in given.items()}
    typed |= {name: units.get(given[name], "0") for name in UNITS if given.get(name)}
    people = {name: colleague(given[name], by) for name in PEOPLE if given.get(name)}
    return typed | {name: str(person.pk) if person else "0" for name, person in people.items()}


def colleague(named: str, by: User) -> User | None:
    """By her user name, or by a name that nobody else in the unit has."""
    found = list(User.objects.filter(Q(username=named) | Q(name=named), org=by.org_id, is_active=True)[:2])
    return found[0] if len(found) == 1 else None
