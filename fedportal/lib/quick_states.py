"""`migrate` on an empty database in a fraction of Django's time: the models of each step are made with less.

Django makes the class of a changed model anew, and of all that are related to it, from copies of their fields that it
takes to pieces and puts together again. With some six hundred steps that is a minute of a processor, at the first
start of a demo and before the first test. The tables are the same, to the letter of `pg_dump`.
"""

import copy
import functools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.migrations import state as django_state
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.models import Field, Model
from django.utils.functional import cached_property

IN_PLACE = ("indexes", "constraints", "triggers")  # nothing of a class is built from them

_clone = Field.clone
_render = ModelState.render
_reload_model = ProjectState.reload_model
_field_is_referenced = django_state.field_is_referenced  # type: ignore[attr-defined]


@contextmanager
def quick_states() -> Iterator[None]:
    """Within it, models of the past are made by the shortcuts."""
    with ExitStack() as stack:
        for owner, name, quick in (
            (Field, "clone", _copied),
            (ModelState, "render", _rendered),
            (ProjectState, "reload_model", _reloaded),
            (django_state, "field_is_referenced", _referenced),
        ):
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, quick)
        yield


def _copied(field: Field) -> Field:
    """A field of no model yet, copied as Django copies those of an abstract model."""
    if isinstance(field, ArrayField):  # the field within it knows its model too
        return _clone(field)
    made = copy.deepcopy(field)
    for answered in _kept(type(field)) & made.__dict__.keys():  # type: ignore[arg-type]  # before it had a model
        del made.__dict__[answered]
    made.creation_counter = Field.creation_counter
    Field.creation_counter += 1
    return made


@cache
def _kept(kind: type) -> set[str]:
    """What a field of that kind works out once."""
    both = (cached_property, functools.cached_property)
    return {name for each in kind.__mro__ for name, value in vars(each).items() if isinstance(value, both)}


def _rendered(state: ModelState, apps: StateApps) -> type[Model]:
    made = _render(state, apps)
    made._rendered_from = _shape(state)
    return made


def _reloaded(project: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    """Only the class of the model itself is made anew, beside those that there are, as when a program starts: they
    learn by themselves what refers to them. Where only indexes, constraints or triggers are others, it is told.

    Fields of other models that refer to a class that is gone point to that one still. The tables of a step do not
    depend on it; what a step reads by Python does, and Django makes all classes anew for it (`is_delayed`).
    """
    made = _made(project, app_label, model_name)
    state = project.models[app_label, model_name]
    if made is None and (delay or "apps" not in project.__dict__):  # `delay`: another name for one that there was
        _reload_model(project, app_label, model_name, delay=delay)
    elif made is None:
        project.apps.render_multiple([state])
    elif made._rendered_from == _shape(state):  # type: ignore[attr-defined]
        for option in IN_PLACE:
            setattr(made._meta, option, list(state.options.get(option, [])))
        made._meta.__dict__.pop("total_unique_constraints", None)  # counted up once
    elif _concerns_others(project, made, state):
        _reload_model(project, app_label, model_name, delay=delay)
    else:
        project.is_delayed = True
        project.apps.render_multiple([state])


def _concerns_others(project: ProjectState, made: type[Model], state: ModelState) -> bool:
    """Whether keys of other models take their type from what has changed, or models inherit it."""
    key = (state.app_label, state.name_lower)
    before = {name: same.field for name, same in made._rendered_from[0]}  # type: ignore[attr-defined]
    changed = [(name, field) for name, field in before.items() if state.fields.get(name) is not field]
    return any(_field_is_referenced(project, key, each) for each in changed) or any(
        f"{state.app_label}.{state.name_lower}" in str(each.bases).lower() for each in project.models.values()
    )


def _made(project: ProjectState, app_label: str, model_name: str) -> type[Model] | None:
    if "apps" not in project.__dict__:  # none is made yet
        return None
    return project.apps.all_models[app_label].get(model_name)


def _shape(state: ModelState) -> tuple[Any, ...]:
    """All that a class is built from; another field of the same name is another one."""
    options = {name: value for name, value in state.options.items() if name not in IN_PLACE}
    fields = [(name, _Same(field)) for name, field in state.fields.items()]
    return fields, options, state.bases, list(state.managers)


class _Same:
    """Equal to itself; held, so that its place in memory is no other's."""

    def __init__(self, field: Field) -> None:
        self.field = field

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.field is other.field

    __hash__ = None  # type: ignore[assignment]


def _referenced(project: ProjectState, model: tuple[str, str], field: tuple[str, Field]) -> Any:
    """Whether the change of a field concerns other models; of no matter while no class is made."""
    return "apps" not in project.__dict__ or _field_is_referenced(project, model, field)
