"""Takes the README's picture: the province's dashboard of a running demo (`make demo` in another terminal)."""

import argparse
import json
import os
from pathlib import Path

from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
PICTURE = PROJECT / "docs" / "images" / "dashboard.png"
CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
WINDOW = {"width": 1366, "height": 1246}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", type=Path, default=PROJECT / "var" / "demo.json", help="what make demo wrote")
    parser.add_argument("--username", default="sd.supervisor")
    asked = parser.parse_args()
    demo = json.loads(asked.demo.read_text("utf-8"))
    password = next(account["password"] for account in demo["accounts"] if account["username"] == asked.username)
    take(demo["url"].rstrip("/"), asked.username, password)
    print(PICTURE)


def take(url: str, username: str, password: str) -> None:
    """Sign in as anyone does, and photograph the dashboard."""
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        page = browser.new_page(viewport=WINDOW, locale="zh-CN", timezone_id="Asia/Shanghai", color_scheme="light")
        page.goto(f"{url}/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", password)
        page.click("form button[type=submit]")
        page.goto(f"{url}/dashboard/")
        page.wait_for_load_state("networkidle")
        page.wait_for_selector("[data-chart=trend] canvas")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
