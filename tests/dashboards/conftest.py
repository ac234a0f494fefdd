"""The world that overviews are tested on."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.dashboards.busy import make_busy
from tests.dashboards.world import World, make_world
from tests.factories import province_tree
from tests.law_snapshot import load_law


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Which world each test asks for; those of a file that ask for the same one follow one another."""
    if "standing" in metafunc.fixturenames:
        kind = "busy" if "busy" in metafunc.fixturenames else "world"
        metafunc.parametrize("standing", [kind], indirect=True, scope="module")


@pytest.fixture(scope="module")
def standing(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """Made once, in a transaction around those of the tests, each of which leaves it as it was.

    A file whose tests ask for a world has none that asks for the database without one.
    """
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        load_law()
        made = make_world(province_tree())
        if request.param == "busy":
            make_busy(made)
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def world(standing: World, db: None) -> World:
    """As it was made: what another test did to its people and rows is not seen."""
    return deepcopy(standing)


@pytest.fixture
def busy(world: World) -> World:
    """The world in which everything that the yearly papers count has happened."""
    return world
