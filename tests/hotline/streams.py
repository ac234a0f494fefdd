"""The real process that serves streams of calls, and browsers that listen: threads with plain sockets."""

import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

from django.conf import settings
from django.test import Client

from fedportal.accounts.models import User
from fedportal.lib.child_process import start_child, stop_children
from tests.bench.serving import free_port
from tests.processes import PROJECT, our_environment

PATH = "/hotline/calls/stream/"
PATIENCE = 30  # seconds until the process answers


@dataclass
class Heard:
    """One signal, and when it came, by the monotonic clock."""

    id: int
    kind: str
    call: int
    at: float


@dataclass
class Listening:
    """One browser's stream; it notes what it is told until it is closed."""

    port: int
    cookie: str
    last: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 0
    heard: list[Heard] = field(default_factory=list)
    head: str = ""

    def open(self) -> "Listening":
        self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        lines = [f"GET {PATH} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"Cookie: {settings.SESSION_COOKIE_NAME}={self.cookie}"] if self.cookie else []
        lines += [f"Last-Event-ID: {self.last}"] if self.last is not None else []
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self._file = self._socket.makefile("rb")
        self.head = ""
        while (line := self._file.readline()) not in (b"\r\n", b""):
            self.head += line.decode()
        self.status = int(self.head.split(" ")[1]) if self.head else 0
        self._socket.settimeout(None)
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()
        return self

    def _read(self) -> None:
        told: dict[str, str] = {}
        with suppress(OSError, ValueError):
            while line := self._file.readline():
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name:
                    told[name] = value
                elif "data" in told:
                    data = json.loads(told["data"])
                    self.heard.append(Heard(int(told["id"]), told["event"], data["call"], time.monotonic()))
                    self.last = int(told["id"])
                    told = {}

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    @property
    def is_over(self) -> bool:
        self._reading.join(0.01)
        return not self._reading.is_alive()

    def kinds(self, count: int, *, within: float = 5) -> list[str]:
        """What was told, once it is as many, or the time is over."""
        end = time.monotonic() + within
        while len(self.heard) < count and time.monotonic() < end:
            time.sleep(0.01)
        return [one.kind for one in self.heard]


def cookie_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def running(port: int, log: Path, **environment: str) -> Iterator["Popen[bytes]"]:
    """`manage.py call_stream`, from when it answers."""
    with log.open("ab") as output:
        command = [sys.executable, "manage.py", "call_stream", "--bind", f"127.0.0.1:{port}"]
        child = start_child(command, env=our_environment(**environment), cwd=PROJECT, output=output)
    try:
        end = time.monotonic() + PATIENCE
        while not _answers(port):
            assert child.poll() is None, log.read_text()
            assert time.monotonic() < end, "the stream does not answer"
            time.sleep(0.05)
        yield child
    finally:
        stop_children([child], patience=5)


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as asked:
        asked.sendall(f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        return b" 200 " in asked.recv(100)
    return False


__all__ = ["Heard", "Listening", "cookie_of", "free_port", "running"]
