"""What docs/api.md shows works as it stands there."""

import re
import sqlite3
import sys
import time
from pathlib import Path
from subprocess import Popen

import pytest

from fedportal.accounts.models import User
from tests.cases.samples import SOMEBODY_ELSE, petition
from tests.changes.mirror import settled
from tests.client.running import PATIENCE, Fedsync
from tests.processes import PROJECT

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PAGE = (PROJECT / "docs" / "api.md").read_text("utf-8")
PORTAL = "https://portal.example.gov.cn"
PROGRAMS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_program_makes_a_copy_and_follows(url: str, fedsync: Fedsync, clerk: User, tmp_path: Path) -> None:
    (program,) = (program for program in PROGRAMS if PORTAL in program)
    numbers = {petition(clerk, **SOMEBODY_ELSE).number for _ in range(2)}
    settled()

    command = [sys.executable, "-c", program.replace(PORTAL, url)]
    with Popen(command, env=fedsync.environment, cwd=tmp_path) as running:
        try:
            _wait_for(tmp_path / "copy.db", numbers)
            numbers.add(petition(clerk).number)
            _wait_for(tmp_path / "copy.db", numbers)
        finally:
            running.kill()


def _wait_for(file: Path, numbers: set[str]) -> None:
    give_up = time.monotonic() + PATIENCE
    while _numbers(file) != numbers:
        assert time.monotonic() < give_up, f"{_numbers(file)} is not {numbers}"
        time.sleep(0.2)


def _numbers(file: Path) -> set[str]:
    if not file.exists():
        return set()
    with sqlite3.connect(file) as copy:
        try:
            return {row[0] for row in copy.execute("SELECT json_extract(body, '$.number') FROM documents")}
        except sqlite3.OperationalError:  # its tables are still to be made
            return set()


def test_each_command_and_each_option_of_the_page_is_known(fedsync: Fedsync) -> None:
    told = "".join(fedsync.run(command, "--help").stdout for command in ("mirror", "verify", "push"))
    for line in re.findall(r"fedsync (?:mirror|verify|push)[^`\n]*", PAGE):
        assert set(re.findall(r"--[a-z-]+", line)) <= set(re.findall(r"--[a-z-]+", told)), line
