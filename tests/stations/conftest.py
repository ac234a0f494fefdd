"""People at their desks, with the law loaded."""

import pytest

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.factories import ProvinceTree, user


@pytest.fixture
def clerk(tree: ProvinceTree, law: None) -> User:
    """A receptionist of the county of Bincheng: keeps its posts and people."""
    return user(tree.bincheng, Role.RECEPTIONIST, name="王芳")


@pytest.fixture
def head(tree: ProvinceTree, law: None) -> User:
    """The head of the department of that county."""
    return user(tree.bincheng, Role.SECTION_HEAD, name="李敏")


@pytest.fixture
def intruder(tree: ProvinceTree, law: None) -> User:
    """A receptionist of another county of the same city."""
    return user(tree.huimin, Role.RECEPTIONIST, name="刘惠")
