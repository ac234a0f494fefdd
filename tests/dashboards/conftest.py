"""The world that overviews are tested on."""

import pytest

from tests.dashboards.world import World, make_world
from tests.factories import ProvinceTree


@pytest.fixture
def world(tree: ProvinceTree, law: None) -> World:
    return make_world(tree)
