"""`make demo` as a newcomer runs it: everything comes up, everything goes down."""

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from fedportal.demo.__main__ import STREAM
from fedportal.demo.services import silent_parts
from fedportal.embedded import keeper
from fedportal.embedded.__main__ import wipe
from tests.processes import PROJECT

FIRST_START = 300  # seconds at most, on a busy machine
ENOUGH = {"username", "password", "role", "org", "org_code"}


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "var"
    yield folder
    keeper.stop(folder)
    wipe(folder)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _make_demo(var: Path, port: int, **more: str) -> subprocess.Popen[str]:
    """`make demo` on the embedded servers, whatever servers the tests themselves use."""
    strangers = {"DATABASE_URL", "REDIS_URL", "MAKEFLAGS", "MAKELEVEL"}
    env = {name: value for name, value in os.environ.items() if name not in strangers}
    return subprocess.Popen(
        ["make", "--no-print-directory", "-C", PROJECT, "demo"],
        env=env | {"VAR_DIR": str(var), "PORT": str(port), "DEMO_PETITIONS": "20"} | more,
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def _running(var: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], list[psutil.Process]]]:
    """A demo that has announced its address, and every process of it."""
    with _make_demo(var, port) as demo:
        try:
            said = []
            for line in demo.stdout or []:
                said.append(line)
                if line.startswith("The portal answers"):
                    break
            assert demo.poll() is None, "".join(said)
            yield demo, [psutil.Process(demo.pid), *psutil.Process(demo.pid).children(recursive=True)]
        finally:
            demo.terminate()


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode("utf-8", "replace")


def _sockets(process: psutil.Process) -> Sequence[Any]:
    """None of one that has done its work and is gone."""
    try:
        return process.net_connections("inet")
    except psutil.NoSuchProcess:
        return []


@pytest.mark.slow
def test_comes_up_whole_goes_down_whole_and_keeps_its_data(var: Path) -> None:
    port = _free_port()

    with _running(var, port) as (demo, family):
        told = json.loads((var / "demo.json").read_text("utf-8"))
        assert told["url"] == f"http://127.0.0.1:{port}/"
        assert told["accounts"]
        assert all(set(account) >= ENOUGH for account in told["accounts"])
        assert silent_parts(told["url"]) == []
        page = _get(told["url"])
        style = re.search(r'href="(/static/vendor/tabler\.min\.[0-9a-f]+\.css)"', page)
        assert style, "the stamped copies of the static files are served"
        assert "--tblr-" in _get(told["url"].rstrip("/") + style[1])
        open_ports = {
            socket.laddr[:2]
            for process in family
            for socket in _sockets(process)
            if socket.status == psutil.CONN_LISTEN
        }
        assert open_ports == {("127.0.0.1", port), ("127.0.0.1", port + STREAM)}
        demo.send_signal(signal.SIGTERM)
    assert psutil.wait_procs(family, timeout=60)[1] == []

    began = time.monotonic()
    with _running(var, port) as (_, family):
        again = time.monotonic() - began
        assert json.loads((var / "demo.json").read_text("utf-8"))["accounts"] == told["accounts"]
        worker = next(process for process in family if "worker" in process.cmdline())
        worker.kill()
        assert psutil.wait_procs(family, timeout=60)[1] == [], "one part's death ends them all"
    assert again < 60


@pytest.mark.slow
def test_a_sudden_death_during_the_start_leaves_no_process_behind(var: Path) -> None:
    with _make_demo(var, _free_port()) as demo:
        for line in demo.stdout or []:
            if "divisions" in line or "federations" in line:
                break
        family = [psutil.Process(demo.pid), *psutil.Process(demo.pid).children(recursive=True)]
        assert {"postgres", "redis-server"} <= {process.name() for process in family}
        demo.kill()

        assert psutil.wait_procs(family, timeout=60)[1] == []


def test_a_taken_port_is_named(var: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        said, _ = _make_demo(var, port).communicate(timeout=FIRST_START)

    assert f"Port {port} cannot be used" in said
    assert f"PORT={port + 1}" in said
