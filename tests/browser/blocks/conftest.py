"""Sample pages in the place of the portal's own, and a signed-in clerk in front of them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.browser.blocks.sample_pages import TEMPLATES
from tests.factories import ProvinceTree, user


@pytest.fixture(autouse=True)
def sample(settings: Settings) -> None:
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], TEMPLATES]}]
    settings.ROOT_URLCONF = "tests.browser.blocks.sample_pages"


@pytest.fixture
def clerk(transactional_db: None, tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.SECTION_HEAD, username="wangfang")


@pytest.fixture
def desk(page: Page, sign_in: Callable[[Page, User], None], clerk: User) -> Page:
    """A window of the clerk."""
    sign_in(page, clerk)
    return page
