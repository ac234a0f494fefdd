"""The world that overviews are tested on."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from tests.dashboards.busy import make_busy
from tests.dashboards.world import World, make_world
from tests.factories import ProvinceTree
from tests.standing import standing_rows


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Which world each test asks for; those of a file that ask for the same one follow one another."""
    if "standing" in metafunc.fixturenames:
        kind = "busy" if "busy" in metafunc.fixturenames else "world"
        metafunc.parametrize("standing", [kind], indirect=True, scope="module")


@pytest.fixture(scope="module")
def standing(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """Made once; a file whose tests ask for a world has none that asks for the database without one."""

    def make(tree: ProvinceTree) -> World:
        made = make_world(tree)
        if request.param == "busy":
            make_busy(made)
        return made

    with standing_rows(make, django_db_blocker) as made:
        yield made


@pytest.fixture
def world(standing: World, db: None) -> World:
    """As it was made: what another test did to its people and rows is not seen."""
    return deepcopy(standing)


@pytest.fixture
def busy(world: World) -> World:
    """The world in which everything that the yearly papers count has happened."""
    return world
