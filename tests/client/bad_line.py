"""A line between client and portal that is slow, and breaks where it should not."""

import random
import socket
import threading
import time
from contextlib import suppress
from typing import Self

BLOCK = 4096


class BadLine:
    """Passes TCP on to that port of 127.0.0.1. `cut_after`: each connection is torn after about so many bytes of
    answers; `pause`: seconds between two blocks of them. Both may be changed while it runs."""

    def __init__(self, to: int, *, cut_after: int = 0, pause: float = 0, seed: int = 1) -> None:
        self.cut_after, self.pause, self.cuts = cut_after, pause, 0
        self._to, self._chance = to, random.Random(seed)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._let_in, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()

    def _let_in(self) -> None:
        with suppress(OSError):  # the door was closed
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                threading.Thread(target=self._ask, args=(near, far), daemon=True).start()
                threading.Thread(target=self._answer, args=(far, near), daemon=True).start()

    def _ask(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while block := near.recv(BLOCK):
                far.sendall(block)
            far.shutdown(socket.SHUT_WR)

    def _answer(self, far: socket.socket, near: socket.socket) -> None:
        left = self._chance.uniform(0.3, 1.7) * self.cut_after if self.cut_after else float("inf")
        with suppress(OSError), far, near:
            while block := far.recv(BLOCK):
                time.sleep(self.pause)
                if self.cut_after and len(block) > left:
                    near.sendall(block[: int(left)])
                    self.cuts += 1
                    near.shutdown(socket.SHUT_RDWR)
                    return
                near.sendall(block)
                left -= len(block)
