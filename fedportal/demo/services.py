"""The processes of the portal, as the demo and production run them, and the wait until they answer."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from fedportal.lib.child_process import start_child, stop_children

COMMANDS = {
    "web": ["gunicorn"],
    "worker": ["celery", "-A", "fedportal", "worker", "--concurrency", "2", "--loglevel", "INFO"],
    "beat": ["celery", "-A", "fedportal", "beat", "--loglevel", "INFO"],
    "stream": ["python", "manage.py", "call_stream"],
}
START_PATIENCE = 90  # seconds until every part shows a sign of life
STOP_PATIENCE = 15  # seconds a part may take to finish what it is doing

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy cannot reach our own address

Services = Mapping[str, subprocess.Popen[bytes]]


class ServiceEnded(Exception):
    """A part of the portal has ended by itself, or never came to life."""


@contextmanager
def services(env: Mapping[str, str], *, project: Path, logs: Path) -> Iterator[Services]:
    """Web, worker, beat and the stream of calls; all of them end at the end, whatever happened."""
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in COMMANDS.items():
            with (logs / f"{name}.log").open("wb") as log:
                running[name] = start_child(_program(command), env=env, cwd=project, output=log)
        yield running
    finally:
        stop_children(list(running.values()), patience=STOP_PATIENCE)


def _program(command: list[str]) -> list[str]:
    """By this Python, which need not stand in the search path."""
    return [sys.executable, *(command[1:] if command[0] == "python" else ["-m", *command])]


def wait_until_alive(url: str, running: Services, *, logs: Path) -> None:
    """Until the health page calls every part alive."""
    deadline = time.monotonic() + START_PATIENCE
    while silent := silent_parts(url):
        must_all_run(running, logs=logs)
        if time.monotonic() > deadline:
            raise ServiceEnded(f"Not alive after {START_PATIENCE} s: {', '.join(silent)}. See {logs}/.")
        time.sleep(0.2)


def must_all_run(running: Services, *, logs: Path) -> None:
    for name, child in running.items():
        if child.poll() is not None:
            raise ServiceEnded(f"The {name} ended by itself (exit code {child.returncode}): see {logs}/{name}.log.")


def silent_parts(url: str) -> list[str]:
    """The parts that the health page does not call alive; the web itself where it does not answer."""
    try:
        with DIRECT.open(f"{url}healthz", timeout=5) as answer:
            told = json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code != 503:
            return ["web"]
        told = json.load(error)
    except OSError:
        return ["web"]
    return [name for name, sign in told["parts"].items() if not sign["alive"]]
