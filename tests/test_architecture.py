"""The house holds: layers, docstrings, small modules, lock files, and one set of commands for demo and production."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from fedportal.demo.services import COMMANDS
from tests.processes import PROJECT

ROOMS = ("fedportal", "cases", "stations", "hotline")
MODULES = sorted(
    path.relative_to(PROJECT)
    for room in ROOMS
    for path in (PROJECT / room).rglob("*.py")
    if "migrations" not in path.parts
)
ADDRESS = re.compile(r"https?://|--index-url|--find-links|--trusted-host|--extra-index")


def test_imports_go_downward_only() -> None:
    script = Path(sys.executable).parent / "lint-imports"

    ran = subprocess.run([sys.executable, script, "--no-cache"], cwd=PROJECT, capture_output=True, text=True)

    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_says_what_it_answers_for_and_stays_readable(module: Path) -> None:
    text = (PROJECT / module).read_text("utf-8")

    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert text.count("\n") <= 300, "split it by noun"
    assert module.stem not in {"utils", "helpers", "common", "base"}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_hashes_and_no_address(lock: str) -> None:
    text = (PROJECT / lock).read_text()
    packages = re.split(r"\n(?=[a-z0-9])", text.strip())

    assert len(packages) > 20
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert not ADDRESS.search(text)


def test_front_end_packages_are_locked_by_their_content_and_not_by_an_address() -> None:
    packages = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
    packages.pop("")

    assert packages
    assert [name for name, package in packages.items() if not package.get("integrity")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_production_runs_the_commands_of_the_demo() -> None:
    services = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]

    assert set(services) >= {"postgres", "redis", "web", "worker", "beat", "nginx"}
    assert {name: services[name]["command"] for name in COMMANDS} == COMMANDS
    assert {name for name, service in services.items() if "ports" in service} == {"nginx"}


def test_no_page_asks_another_host_and_none_has_inline_script_or_style() -> None:
    forbidden = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|(?:src|href|action)=\"(?:https?:)?//|javascript:", re.I)
    inline_script = re.compile(r"<script(?![^>]*\bsrc=)", re.I)
    pages = sorted((PROJECT / "templates").rglob("*.html"))

    assert pages
    for page in pages:
        text = page.read_text("utf-8")
        assert not forbidden.search(text), page
        assert not inline_script.search(text), page
