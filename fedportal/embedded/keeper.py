"""The keeper: one process that has both servers as its children for as long as somebody needs them.

Whoever needs the servers holds a connection to the keeper's socket. The kernel closes it even when the
holder is killed, so servers never outlive their last user, and never stop under another one.
"""

import fcntl
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fedportal.embedded import runtime_dir
from fedportal.embedded.place import EmbeddedError, Place, find_place
from fedportal.embedded.servers import servers

PATIENCE = 300  # seconds for the servers to be there, a first initdb on a slow disk included
KEEP = b"k"  # a holder's wish that the servers stay after it has gone
READY = b"r"
ENDED = b"e"  # to a holder that leaves: it was the last one, the servers are gone
ALREADY_KEPT = 3  # exit code
PROJECT = Path(__file__).resolve().parent.parent.parent


# --- the keeper itself -------------------------------------------------------------------------------------
def run(var: Path, *, while_held: bool) -> int:
    """Keep the servers until a TERM or INT; or, with a first holder on our standard input, until the last has gone."""
    var.mkdir(parents=True, exist_ok=True)
    pid_file = (var / "keeper.pid").open("a+")
    try:
        fcntl.flock(pid_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return ALREADY_KEPT
    pid_file.truncate(0)
    print(os.getpid(), file=pid_file, flush=True)
    place = find_place(var)
    stop_asked = _listen_for_signals()
    with _Door(place) as door, servers(place) as running:
        if while_held:
            door.admit(socket.socket(fileno=os.dup(0)))
        door.serve(running, stop_asked, while_held=while_held)
    with suppress(OSError):
        place.sockets.rmdir()
    return 0


def _listen_for_signals() -> socket.socket:
    """A socket that becomes readable at TERM or INT."""
    heard, told = socket.socketpair()
    told.setblocking(False)
    signal.set_wakeup_fd(told.detach())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    return heard


class _Door:
    """The keeper's socket and whoever holds a connection to it."""

    def __init__(self, place: Place) -> None:
        self._path = place.sockets / "keeper.sock"
        self._selector = selectors.DefaultSelector()
        self._holders: set[socket.socket] = set()
        self._leaving: list[socket.socket] = []

    def __enter__(self) -> "_Door":
        self._path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self._path))
        self._listener.listen(64)
        return self

    def __exit__(self, *_: object) -> None:
        """Only now, with the servers gone, those who wait for their end are let go."""
        self._path.unlink(missing_ok=True)
        for connection in self._leaving:
            with suppress(OSError):
                connection.send(ENDED)
        for connection in (self._listener, *self._holders, *self._leaving):
            connection.close()

    def admit(self, holder: socket.socket) -> None:
        """The servers answer: tell this holder so, and count on it from now on."""
        with suppress(OSError):
            holder.send(READY)
        self._holders.add(holder)
        self._selector.register(holder, selectors.EVENT_READ)

    def serve(self, running: list[subprocess.Popen[bytes]], stop_asked: socket.socket, *, while_held: bool) -> None:
        for source in (self._listener, stop_asked):
            self._selector.register(source, selectors.EVENT_READ)
        while _live(running):
            for key, _ in self._selector.select(timeout=1):
                if key.fileobj is stop_asked:
                    return
                if key.fileobj is self._listener and _live(running):
                    self.admit(self._listener.accept()[0])
                elif key.fileobj in self._holders and self._hear(key.fileobj):
                    while_held = False
            if while_held and not self._holders:
                return
            self._release()
        raise EmbeddedError("A server ended by itself: see its log.")

    def _hear(self, holder: socket.socket) -> bool:
        """Read from one holder; whether it wishes the servers to stay for good."""
        try:
            said = holder.recv(16)
        except OSError:
            said = b""
        if KEEP in said:
            with suppress(OSError):
                holder.send(READY)
        if not said:
            self._selector.unregister(holder)
            self._holders.discard(holder)
            self._leaving.append(holder)
        return KEEP in said

    def _release(self) -> None:
        """The servers stay: let those go who wait for their end."""
        while self._leaving:
            self._leaving.pop().close()


def _live(children: list[subprocess.Popen[bytes]]) -> bool:
    return all(child.poll() is None for child in children)


# --- those who need the servers ----------------------------------------------------------------------------
@contextmanager
def hold(var: Path) -> Iterator[socket.socket]:
    """Both servers answer inside; the last holder's leaving stops them, and waits for that.

    The connection becomes readable if the servers end under its holder.
    """
    connection, keeper = _connect(var)
    try:
        yield connection
    finally:
        with connection, suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
            if connection.recv(1) == ENDED and keeper is not None:
                keeper.wait()


def start(var: Path) -> None:
    """Start the servers and leave them running until `stop`."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        with _connect(var)[0] as connection, suppress(OSError):
            connection.send(KEEP)
            if connection.recv(1) == READY:
                return
    raise EmbeddedError(f"The embedded servers do not stay: see {var}/log/.")


def stop(var: Path) -> bool:
    """Stop the servers, whoever holds them; whether there was anything to stop."""
    pid = keeper_pid(var)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    while keeper_pid(var) == pid:
        time.sleep(0.1)
    return True


def keeper_pid(var: Path) -> int | None:
    """The keeper's process, if one is alive; its pid file alone proves nothing, the lock on it does."""
    try:
        with (var / "keeper.pid").open() as pid_file:
            try:
                fcntl.flock(pid_file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(pid_file.read() or 0) or None
    except FileNotFoundError:
        pass
    return None


def _connect(var: Path) -> tuple[socket.socket, subprocess.Popen[bytes] | None]:
    """A held connection to a keeper whose servers answer; to a new keeper if there is none."""
    find_place(var)  # says in this terminal what stands in the way
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        connection, keeper = _knock(var) or _start_keeper(var)
        with suppress(OSError):
            if connection.recv(1) == READY:
                return connection, keeper
        connection.close()
        if keeper is not None and keeper.wait() != ALREADY_KEPT:
            break
        time.sleep(0.1)
    raise EmbeddedError(f"The embedded servers do not start: see {var}/log/.")


def _knock(var: Path) -> tuple[socket.socket, None] | None:
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(runtime_dir(var) / "keeper.sock"))
    except OSError:
        connection.close()
        return None
    return connection, None


def _start_keeper(var: Path) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """A keeper with us as its first holder from its first moment: should we die now, so does it."""
    ours, its = socket.socketpair()
    with (var / "log" / "keeper.log").open("ab") as log, its:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "fedportal.embedded", "run", "--while-held"],
            env={**os.environ, "VAR_DIR": str(var.resolve())},
            cwd=PROJECT,
            stdin=its.fileno(),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return ours, keeper
