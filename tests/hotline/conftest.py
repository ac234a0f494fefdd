"""People at their desks, with the law loaded, and 12345 with its client."""

import pytest

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from hotline.models import HotlineLine
from tests.api.clients import api_client
from tests.factories import ProvinceTree, user
from tests.hotline.lines import opened
from tests.hotline.orders import SYSTEM


@pytest.fixture
def clerk(tree: ProvinceTree, law: None) -> User:
    """A receptionist of the county of Bincheng: takes, returns and answers orders."""
    return user(tree.bincheng, Role.RECEPTIONIST, name="王芳")


@pytest.fixture
def head(tree: ProvinceTree, law: None) -> User:
    """The head of the department of that county."""
    return user(tree.bincheng, Role.SECTION_HEAD, name="李敏")


@pytest.fixture
def intruder(tree: ProvinceTree, law: None) -> User:
    """A receptionist of another county of the same city."""
    return user(tree.huimin, Role.RECEPTIONIST, name="刘惠")


@pytest.fixture
def partner(tree: ProvinceTree, law: None) -> ApiClient:
    """The client of the city's 12345."""
    return api_client(tree.binzhou, Scope.TICKETS, Scope.WEBHOOKS, system=SYSTEM, name="滨州市 12345")


@pytest.fixture
def agent(tree: ProvinceTree, law: None) -> User:
    """Who answers the line of that county."""
    return user(tree.bincheng, Role.AGENT, name="赵兰")


@pytest.fixture
def line(head: User) -> HotlineLine:
    """Its line of 12338."""
    return opened(head)
