"""The client needs nothing of the portal: it is installed by itself, under its own name."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.processes import PROJECT

FOLDER = PROJECT / "fedportal" / "client"
ALLOWED = sys.stdlib_module_names | {"httpx"}


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """The folder by itself."""
    return Path(shutil.copytree(FOLDER, tmp_path / "fedsync", ignore=shutil.ignore_patterns("__pycache__", "build")))


@pytest.mark.parametrize("module", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.name)
def test_a_module_imports_its_siblings_the_standard_library_and_httpx(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            assert {name.name.partition(".")[0] for name in node.names} <= ALLOWED
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 1 or (node.module or "").partition(".")[0] in ALLOWED


def test_it_runs_without_the_portal_and_without_django(alone: Path) -> None:
    program = "import sys, fedsync.command; print(sorted({'django', 'fedportal', 'cases'} & set(sys.modules)))"
    environment = os.environ | {"PYTHONPATH": str(alone.parent)}

    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=alone.parent, capture_output=True, text=True
    )

    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")


def test_it_builds_as_a_package_with_its_command(alone: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]

    ran = subprocess.run([*command, "-w", tmp_path, alone], capture_output=True, text=True)

    assert ran.returncode == 0, ran.stderr
    (wheel,) = tmp_path.glob("fedsync-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (entry,) = (name for name in names if name.endswith("entry_points.txt"))
        assert b"fedsync = fedsync.command:main" in archive.read(entry)
    assert {f"fedsync/{module.name}" for module in FOLDER.glob("*.py")} == {
        name for name in names if name.endswith(".py")
    }


def test_it_depends_on_httpx_alone() -> None:
    project = tomllib.loads((FOLDER / "pyproject.toml").read_text("utf-8"))["project"]
    here = [line for line in project["dependencies"] if "win32" not in line]  # Windows has no time zones of its own
    assert [line.partition(">")[0] for line in here] == ["httpx"]
