"""The embedded servers start once, stop with their last user, and start again after any death."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from fedportal import embedded
from fedportal.embedded import keeper
from fedportal.embedded.__main__ import wipe
from tests.processes import PROJECT


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """A folder with blanks and Chinese in its name, closed to others as all of pytest's are."""
    folder = tmp_path / "妇联 portal" / "var"
    folder.mkdir(parents=True)
    yield folder
    keeper.stop(folder)
    wipe(folder)


def _facts(var: Path) -> tuple[str, str, bool]:
    with psycopg2.connect(embedded.database_url(var)) as link, link.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        encoding = cursor.fetchone()[0]
        cursor.execute("SHOW listen_addresses")
        addresses = cursor.fetchone()[0]
    with redis.Redis.from_url(embedded.redis_url(var)) as client:
        return encoding, addresses, client.config_get("port") == {"port": "0"}


def test_both_answer_on_sockets_only_and_end_with_their_last_user(var: Path) -> None:
    with keeper.hold(var):
        first = keeper.keeper_pid(var)
        with keeper.hold(var):
            assert keeper.keeper_pid(var) == first
        assert _facts(var) == ("UTF8", "", True)
        family = psutil.Process(first).children(recursive=True)
        assert {process.name() for process in family} >= {"postgres", "redis-server"}

    assert keeper.keeper_pid(var) is None
    assert psutil.wait_procs(family, timeout=10)[1] == []


def test_a_killed_user_leaves_nothing_behind(var: Path) -> None:
    code = f"""
import sys, time
from pathlib import Path
from fedportal.embedded import keeper
with keeper.hold(Path({str(var)!r})):
    print("in", flush=True)
    time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE) as user:
        assert user.stdout.read(2) == b"in"
        pid = keeper.keeper_pid(var)
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        user.kill()

    assert psutil.wait_procs(family, timeout=20)[1] == []


def test_starts_again_after_everything_was_killed_at_once(var: Path) -> None:
    keeper.start(var)
    with psycopg2.connect(embedded.owner_url(var)) as link, link.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (fact text); INSERT INTO kept VALUES ('妇联')")
    pid = keeper.keeper_pid(var)
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    for process in family:
        with suppress(psutil.NoSuchProcess):  # a helper of PostgreSQL's whose work was done
            process.kill()
    assert psutil.wait_procs(family, timeout=10)[1] == []

    keeper.start(var)

    with psycopg2.connect(embedded.owner_url(var)) as link, link.cursor() as cursor:
        cursor.execute("SELECT fact FROM kept")
        assert cursor.fetchall() == [("妇联",)]


def test_a_foreign_pid_file_blocks_no_start(var: Path) -> None:
    with keeper.hold(var):
        pass
    data = next(keeper.find_place(var).home.glob("postgres18/data"))
    lines = [os.getpid(), data, 1, 5432, embedded.runtime_dir(var), "", "1 1", "ready"]
    (data / "postmaster.pid").write_text("\n".join(str(line) for line in lines))
    os.chown(data / "postmaster.pid", data.stat().st_uid, data.stat().st_gid)

    with keeper.hold(var):
        assert _facts(var)[0] == "UTF8"


def test_no_other_user_may_open_the_sockets_or_the_data(var: Path) -> None:
    with keeper.hold(var):
        place = keeper.find_place(var)
        for folder in (place.sockets, place.postgres, place.redis):
            assert folder.stat().st_mode & 0o077 == 0


def test_a_term_to_the_keeper_stops_both(var: Path) -> None:
    keeper.start(var)
    family = psutil.Process(keeper.keeper_pid(var)).children(recursive=True)

    os.kill(keeper.keeper_pid(var), signal.SIGTERM)

    assert psutil.wait_procs(family, timeout=20)[1] == []


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = embedded.local_secret(tmp_path)

    assert embedded.local_secret(tmp_path) == first
    assert len(first) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
