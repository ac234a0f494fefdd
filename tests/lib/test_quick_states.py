"""The models that `migrate` makes on its way by the shortcuts are those that Django makes."""

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState, StateApps
from django.db.models import CheckConstraint, IntegerField, Model, Q

from fedportal.lib.quick_states import quick_states

pytestmark = pytest.mark.django_db
_DEEPLY = MigrationAutodetector(ProjectState(), ProjectState()).deep_deconstruct


def made_along(label: str) -> ProjectState:
    """The state behind the last migration of that room; its classes are there before its first, and kept up to date
    from step to step."""
    loader = MigrationLoader(connection)
    plan = loader.graph.forwards_plan(max(loader.graph.leaf_nodes(label)))
    first = next(number for number, (room, _) in enumerate(plan) if room == label)
    state = loader.project_state(plan[:first])
    assert isinstance(state.apps, StateApps)
    for node in plan[first:]:
        loader.graph.nodes[node].mutate_state(state, preserve=False)
    return state


def told(apps: Apps) -> dict[str, dict[str, object]]:
    """All that a step of a migration may ask of these classes."""
    return {model._meta.label: _told(model) for model in apps.get_models(include_auto_created=True)}


def _told(model: type[Model]) -> dict[str, object]:
    meta = model._meta
    return {
        "table": meta.db_table,
        "fields": [(field.name, _DEEPLY(field)[1:], field.model is model) for field in meta.local_fields],
        "columns": [(field.column, field.db_type(connection)) for field in meta.local_concrete_fields],
        "targets": [
            field.related_model is meta.apps.get_model(field.related_model._meta.label)
            for field in meta.local_fields
            if field.is_relation
        ],
        "sources": sorted((source.name, source.related_model._meta.label) for source in meta.related_objects),
        "unique": [constraint.deconstruct() for constraint in meta.total_unique_constraints],
        **{name: [one.deconstruct() for one in getattr(meta, name)] for name in ("constraints", "indexes")},
    }


def test_the_classes_are_those_that_django_makes() -> None:
    """For the tables as they are; for a step in Python, which follows keys to other models, with all made anew."""
    wanted = told(made_along("notices").apps)
    with quick_states():
        state = made_along("notices")

    assert _of_tables(told(state.apps)) == _of_tables(wanted)
    state.clear_delayed_apps_cache()  # as Django does before such a step
    assert told(state.apps) == wanted
    assert wanted["notices.Notice"]["constraints"]


def _of_tables(classes: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    between = {"targets", "sources"}
    return {label: {key: one[key] for key in one.keys() - between} for label, one in classes.items()}


def test_another_type_of_a_key_reaches_those_that_refer_to_it() -> None:
    with quick_states():
        state = made_along("notices")
        number = state.models["orgs", "organization"].fields["id"].clone()
        state.alter_field("orgs", "organization", "id", IntegerField(primary_key=True), preserve_default=True)

    assert number.db_type(connection) == "bigint"
    assert state.apps.get_model("notices", "Notice")._meta.get_field("org").db_type(connection) == "integer"


def test_a_class_of_which_only_the_constraints_change_is_not_made_anew() -> None:
    with quick_states():
        state = made_along("orgs")
        before = state.apps.get_model("orgs", "Agency")
        state.add_constraint("orgs", "agency", more := CheckConstraint(name="more", condition=Q(pk__gt=0)))
        same = state.apps.get_model("orgs", "Agency")
        state.add_field("orgs", "agency", "twin", IntegerField(null=True), preserve_default=True)

    assert same is before
    assert before._meta.constraints[-1] == more
    after = state.apps.get_model("orgs", "Agency")
    assert after is not before  # for the field
    assert {field.name for field in after._meta.get_fields()} - {
        field.name for field in before._meta.get_fields()
    } == {"twin"}


def test_django_is_as_it_was_behind_it() -> None:
    before = ProjectState.reload_model
    with quick_states():
        assert ProjectState.reload_model is not before

    assert ProjectState.reload_model is before
