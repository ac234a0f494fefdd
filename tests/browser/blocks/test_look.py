"""Every building block fits a desk and a phone, light and dark; the pictures are kept to be looked at."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from fedportal.accounts.models import User
from tests.browser.conftest import DESK, PHONE


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(("size", "name"), [(DESK, "desk"), (PHONE, "phone")])
def test_every_block_fits_the_window(
    open_window: Callable[..., Page],
    sign_in: Callable[[Page, User], None],
    screenshot: Callable[[Page, str], object],
    clerk: User,
    size: dict[str, int],
    name: str,
    look: str,
) -> None:
    page = open_window(size)
    page.emulate_media(color_scheme=look)
    page.goto("/accounts/login/")
    screenshot(page, f"login-{name}-{look}")
    sign_in(page, clerk)

    for address, status in (("sample", 200), ("form", 200), ("nowhere", 404)):
        answer = page.goto(f"/{address}/")
        page.wait_for_load_state("networkidle")
        screenshot(page, f"{address}-{name}-{look}")
        assert answer.status == status
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
