"""A real Chromium for tests: pages at two sizes, signed-in staff, and screenshots to look at."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from fedportal.accounts.models import User

CHROMIUM = Path(os.environ.get("CHROMIUM") or "/usr/bin/chromium")
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
PATIENCE = 10_000  # milliseconds

# Playwright's own event loop runs in the tests' thread; Django would refuse to touch the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser; without one it is skipped by name, or fails if told so."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists() and os.environ.get("REQUIRE_BROWSER") != "1":
                item.add_marker(pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM.exists(), f"REQUIRE_BROWSER=1, but there is no Chromium at {CHROMIUM}"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET + sandbox)
        yield started
        started.close()


@pytest.fixture
def open_window(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Make a window of one's own: `open_window()` at a desk, `open_window(PHONE)` on a phone.

    At the end no window may have met a script error, a breach of the content policy or another host.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def make(size: dict[str, int] = DESK) -> Page:
        context = browser.new_context(
            viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=live_server.url
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        _listen(page, troubles, home=live_server.url)
        return page

    yield make
    for context in contexts:
        context.close()
    assert troubles == []


def _listen(page: Page, troubles: list[str], *, home: str) -> None:
    page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))

    def hear(said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            troubles.append(said.text)

    def see(request: Request) -> None:
        if not request.url.startswith((home, "data:", "blob:", "about:")):
            troubles.append(f"foreign host: {request.url}")

    page.on("console", hear)
    page.on("request", see)


@pytest.fixture
def page(open_window: Callable[..., Page]) -> Page:
    """A window at a desk, 1366x768."""
    return open_window()


@pytest.fixture
def phone(open_window: Callable[..., Page]) -> Page:
    """A window on a phone, 390x844."""
    return open_window(PHONE)


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, User], None]:
    """Sign a window in without the login page: `sign_in(page, clerk)`."""

    def put_cookie(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return put_cookie


def guide_picture(page: Page, name: str) -> None:
    """What stands in the window, for the user guide: where GUIDE_PICTURES names its folder."""
    if folder := os.environ.get("GUIDE_PICTURES"):
        page.screenshot(path=Path(folder) / f"guide-{name}.png")


@pytest.fixture
def screenshot() -> Callable[[Page, str], Path]:
    """Keep a picture of the whole page in var/screenshots: `screenshot(page, "dashboard")`."""

    def take(page: Page, name: str) -> Path:
        path = settings.VAR_DIR / "screenshots" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=True)
        return path

    return take
