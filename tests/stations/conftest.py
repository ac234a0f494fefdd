"""People of the county of Bincheng and of the units below it, and one of another county."""

import pytest

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.factories import ProvinceTree, user


@pytest.fixture
def clerk(tree: ProvinceTree, law: None) -> User:
    """A receptionist: keeps the stations, posts and people of the county."""
    return user(tree.bincheng, Role.RECEPTIONIST, name="王芳")


@pytest.fixture
def head(tree: ProvinceTree, law: None) -> User:
    """The head of the department of that county."""
    return user(tree.bincheng, Role.SECTION_HEAD, name="李敏")


@pytest.fixture
def worker(tree: ProvinceTree, law: None) -> User:
    """Of the village: logs what its station serves."""
    return user(tree.village, Role.VILLAGE_WORKER, name="赵村")


@pytest.fixture
def township(tree: ProvinceTree, law: None) -> User:
    """Of the street right above it."""
    return user(tree.beizhen, Role.TOWNSHIP_WORKER, name="钱镇")


@pytest.fixture
def intruder(tree: ProvinceTree, law: None) -> User:
    """Keeps the stations of another county of the same city."""
    return user(tree.huimin, Role.RECEPTIONIST, name="刘惠")


@pytest.fixture
def keeper(tree: ProvinceTree, law: None) -> User:
    """Enters the county's shelter, and is its first keeper."""
    return user(tree.bincheng, Role.SECTION_HEAD, Role.SHELTER_WORKER, name="孙护")
