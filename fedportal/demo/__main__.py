"""The supervisor of `make demo`: starts every part, watches them, and leaves no process behind."""

import fcntl
import json
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn

from fedportal.demo.services import ServiceEnded, must_all_run, services, wait_until_alive
from fedportal.embedded import database_url, owner_url, redis_url
from fedportal.embedded.keeper import PROJECT, hold
from fedportal.embedded.place import EmbeddedError
from fedportal.lib.child_process import die_with_parent, start_child

OWNER = "DATABASE_OWNER_URL"
STREAM = 1  # the stream of calls answers at the next port
LAST_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(BaseException):
    """Somebody wants the demo to end."""


class CannotStart(Exception):
    """What stands in the way, in a sentence for whoever typed `make demo`."""


def main() -> int:
    if "MAKELEVEL" in os.environ:
        die_with_parent()  # make passes TERM on by itself, but cannot pass on its own sudden death
    for number in LAST_SIGNALS:
        signal.signal(number, _stop)
    var = Path(os.environ.get("VAR_DIR") or PROJECT / "var").resolve()
    try:
        _run(var, port=_port(os.environ.get("PORT") or "8000"))
    except Stop:
        print("Everything is stopped.", flush=True)
        return 0
    except (CannotStart, ServiceEnded, EmbeddedError) as error:
        print(error, "\nEverything is stopped.", file=sys.stderr, flush=True)
    return 1


def _stop(*_: object) -> NoReturn:
    """Once: a second Ctrl-C must not interrupt the stopping."""
    for number in LAST_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    print("\nStopping ...", flush=True)
    raise Stop


def _run(var: Path, *, port: int) -> None:
    url = f"http://127.0.0.1:{port}/"
    began = time.monotonic()
    with ExitStack() as stack:
        stack.enter_context(_only_demo(var))
        _must_be_free(port)
        _must_be_free(port + STREAM)
        env = _environment(var, port)
        servers = stack.enter_context(_servers(var))
        _prepare(env | {OWNER: _owner(var)})
        print("Starting web, worker, beat and the stream of calls ...", flush=True)
        logs = var / "log"
        running = stack.enter_context(services(env, project=PROJECT, logs=logs))
        wait_until_alive(url, running, logs=logs)
        _announce(var, env, url, seconds=time.monotonic() - began)
        while True:
            must_all_run(running, logs=logs)
            if servers is not None and select.select([servers], [], [], 0)[0]:
                raise ServiceEnded(f"The embedded servers ended by themselves: see {logs}/.")
            time.sleep(1)


@contextmanager
def _only_demo(var: Path) -> Iterator[None]:
    """One demo of this folder at a time."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart("A demo of this folder runs already: see var/demo.json.") from None
        (var / "demo.json").unlink(missing_ok=True)
        yield


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536 - STREAM:
        raise CannotStart(f"PORT={text} is no port number.")
    return int(text)


def _must_be_free(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} cannot be used ({error.strerror}): choose another one, `make demo PORT={port + 1}`."
            ) from error


def _environment(var: Path, port: int) -> dict[str, str]:
    """What every part of the demo is told; the owner of the tables is named to the preparation alone."""
    return {name: value for name, value in os.environ.items() if name != OWNER} | {
        "DJANGO_SETTINGS_MODULE": "fedportal.settings",
        "PYTHONUNBUFFERED": "1",
        "VAR_DIR": str(var),
        "DATABASE_URL": os.environ.get("DATABASE_URL") or database_url(var),
        "REDIS_URL": os.environ.get("REDIS_URL") or redis_url(var),
        "DEMO": "1",
        "SWEEP_EVERY": os.environ.get("SWEEP_EVERY") or "10",
        "WEB_BIND": f"127.0.0.1:{port}",
        # No nginx brings both under one address here.
        "STREAM_BIND": f"127.0.0.1:{port + STREAM}",
        "CALL_STREAM_URL": f"http://127.0.0.1:{port + STREAM}/hotline/calls/stream/",
    }


def _owner(var: Path) -> str:
    return os.environ.get(OWNER) or os.environ.get("DATABASE_URL") or owner_url(var)


@contextmanager
def _servers(var: Path) -> Iterator[socket.socket | None]:
    """The embedded servers, unless both are named in the environment."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        (var / "log").mkdir(exist_ok=True)
        yield None
        return
    print("Starting the embedded PostgreSQL and Redis ...", flush=True)
    with hold(var) as connection:
        yield connection


def _prepare(env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "fedportal.demo.prepare"]
    child = start_child(command, env=env | {"LOG_LEVEL": "WARNING"}, cwd=PROJECT, output=None)
    try:
        if child.wait() != 0:
            raise CannotStart("The demo's data could not be loaded.")
    finally:
        child.kill()
        child.wait()


def _announce(var: Path, env: dict[str, str], url: str, *, seconds: float) -> None:
    accounts = json.loads((var / "demo_accounts.json").read_text("utf-8"))
    told = {"url": url, "database_url": env["DATABASE_URL"], "redis_url": env["REDIS_URL"], "accounts": accounts}
    draft = var / "demo.json.draft"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    draft.replace(var / "demo.json")
    print("\nDemo accounts (user name, password, role, organization):")
    for account in accounts:
        print(f"  {account['username']:<24} {account['password']:<18} {account['role_name']}, {account['org']}")
    print(f"\nThe portal answers at {url} after {seconds:.1f} s. Ctrl-C stops everything.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
