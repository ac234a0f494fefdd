"""Starting and stopping the embedded PostgreSQL and Redis themselves; sockets only, no TCP port."""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg2
import redis

from fedportal.embedded.place import EmbeddedError, Place
from fedportal.lib.child_process import start_child, stop_child

PATIENCE = 120  # seconds a server may take to recover from a crash, or to end
DATABASE = "fedportal"
ROLE = "portal"  # of the web and the workers; it owns nothing
POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "512MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",  # its compile time costs more than these queries gain
    "max_connections": "100",
}


@contextmanager
def servers(place: Place) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Both servers, answering; they stop at the end, whatever happened."""
    with ExitStack() as stack:
        running = []
        for start, with_signal in ((_start_postgres, signal.SIGINT), (_start_redis, signal.SIGTERM)):
            child = start(place)
            stack.callback(stop_child, child, with_signal=with_signal, patience=PATIENCE)
            running.append(child)
        _wait(lambda: _make_database(place), running[0], place.logs / "postgres.log")
        _wait(lambda: _ping(place), running[1], place.logs / "redis.log")
        yield running


def _start_postgres(place: Place) -> subprocess.Popen[bytes]:
    data = place.postgres / "data"
    env = {"PATH": os.defpath, "LC_ALL": "C"}
    with (place.logs / "postgres.log").open("ab") as log, _only_one(place.postgres) as lock:
        if not data.exists():
            _make_cluster(place, env=env, log=log)
        _forget_the_dead(data, place.sockets)
        settings = POSTGRES_SETTINGS | {"unix_socket_directories": str(place.sockets)}
        return start_child(
            [place.postgres_programs / "postgres", "-D", data, *(f"--{k}={v}" for k, v in settings.items())],
            env=env,
            cwd=Path("/"),
            output=log,
            last_signal=signal.SIGINT,  # PostgreSQL's fast shutdown
            user=place.user,
            keep_open=(lock,),
        )


def _make_cluster(place: Place, *, env: dict[str, str], log: IO[bytes]) -> None:
    """Make the data folder under another name first, so that a half-made one is never taken for real."""
    draft = place.postgres / "draft"
    command: list[str | Path] = [
        place.postgres_programs / "initdb",
        "-D",
        draft,
        "-U",
        "postgres",
        "--auth-local=trust",
    ]
    command += ["--auth-host=reject", "--encoding=UTF8", "--locale=C"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    subprocess.run(["rm", "-rf", draft], check=True)
    made = start_child(command, env=env, cwd=Path("/"), output=log, user=place.user).wait()
    if made != 0:
        raise EmbeddedError(f"PostgreSQL could not make its data folder: see {place.logs}/postgres.log.")
    draft.rename(place.postgres / "data")


def _start_redis(place: Place) -> subprocess.Popen[bytes]:
    command: list[str | Path] = [place.redis_program, "--port", "0", "--unixsocket", place.sockets / "redis.sock"]
    command += ["--unixsocketperm", "700", "--dir", ".", "--save", "60", "1", "--appendonly", "no"]
    command += ["--databases", "256"]  # every run of the tests takes one of its own
    with (place.logs / "redis.log").open("ab") as log, _only_one(place.redis) as lock:
        env = {"PATH": os.defpath, "LC_ALL": "C"}
        return start_child(command, env=env, cwd=place.redis, output=log, user=place.user, keep_open=(lock,))


@contextmanager
def _only_one(folder: Path) -> Iterator[int]:
    """Wait until no server uses this folder. The lock passes to the server and ends with its last process."""
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    with closing(os.fdopen(lock)):
        _patiently_lock(lock, folder)
        yield lock


def _patiently_lock(lock: int, folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise EmbeddedError(f"Another server still uses {folder}.") from None
            time.sleep(0.1)


def _forget_the_dead(data: Path, sockets: Path) -> None:
    """Remove pid files of a server that was killed: its number may be another process's by now."""
    pid_file = data / "postmaster.pid"
    with suppress(FileNotFoundError):
        pid = pid_file.read_text().split()[0]
        with suppress(FileNotFoundError, PermissionError):
            if Path(f"/proc/{pid}/cwd").resolve(strict=True) == data:
                raise EmbeddedError(f"A PostgreSQL started by hand (process {pid}) uses {data}.")
        pid_file.unlink()
    (sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _wait(ready: Callable[[], bool], child: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if child.poll() is not None or time.monotonic() > deadline:
            raise EmbeddedError(f"A server did not start: see {log}.")
        time.sleep(0.05)


def _make_database(place: Place) -> bool:
    """Whether PostgreSQL answers; makes the portal's database and role the first time it does."""
    try:
        link = psycopg2.connect(host=str(place.sockets), user="postgres", dbname="postgres")
    except psycopg2.OperationalError:
        return False
    with closing(link):
        link.autocommit = True
        cursor = link.cursor()
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {ROLE} LOGIN")
    return True


def _ping(place: Place) -> bool:
    with closing(redis.Redis(unix_socket_path=str(place.sockets / "redis.sock"))) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
