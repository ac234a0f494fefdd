"""Child processes that never outlive the one that started them."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def _die_with(parent: int, last_signal: signal.Signals) -> Callable[[], None]:
    """What a new child does before it becomes its program: ask the kernel to end it with its parent."""

    def ask() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(last_signal), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before we could ask
            os._exit(1)

    return ask


def die_with_parent() -> None:
    """End this very process by TERM when the one that started it has died."""
    _die_with(os.getppid(), signal.SIGTERM)()


def start_child(
    args: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: Path,
    output: IO[bytes] | int | None = None,
    last_signal: signal.Signals = signal.SIGTERM,
    user: tuple[int, int] | None = None,
    keep_open: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own; it gets `last_signal` should this process vanish.

    Its own session keeps a Ctrl-C in the terminal from reaching it: its parent decides when it ends.
    `user` is the (uid, gid) to run as; only root may name one.
    """
    return subprocess.Popen(
        [str(arg) for arg in args],
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        pass_fds=keep_open,
        preexec_fn=_die_with(os.getpid(), last_signal),
        user=user[0] if user else None,
        group=user[1] if user else None,
        extra_groups=[] if user else None,
    )


def stop_children(children: Sequence[subprocess.Popen[bytes]], *, patience: float) -> None:
    """Ask all of them to end at once, then wait for each."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        stop_child(child, with_signal=signal.SIGTERM, patience=patience)


def stop_child(child: subprocess.Popen[bytes], *, with_signal: signal.Signals, patience: float) -> None:
    """Ask a child to end, and end its whole group if it has not after `patience` seconds."""
    if child.poll() is None:
        child.send_signal(with_signal)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()
