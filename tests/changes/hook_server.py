"""`python -m tests.changes.hook_server PORT [--log FILE] [--trouble SHARE] [--seed N]`: a client's receiver of
webhooks as a process of its own, which writes each message down before it answers."""

import argparse
import json
import os
from pathlib import Path

from tests.changes.receiver import Received, Receiver, fails_now_and_then


class NotingReceiver(Receiver):
    """Keeps what it hears in a file, a line each, which a kill may cut but never lose."""

    def __init__(self, port: int, log: Path) -> None:
        super().__init__(port=port)
        self._file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(self._file, b"\n")  # ends a line that a kill has cut

    def note(self, one: Received) -> None:
        line = {"path": one.path, "headers": one.headers, "body": one.body.decode()}
        os.write(self._file, json.dumps(line).encode() + b"\n")


class DeafReceiver(Receiver):
    """Forgets what it hears."""

    def note(self, one: Received) -> None:
        pass


def noted(log: Path) -> list[Received]:
    """What such a receiver has heard, in the order of arrival."""
    return [Received(**told | {"body": told["body"].encode()}) for told in map(_read, log.open("rb")) if told]


def _read(line: bytes) -> dict[str, object] | None:
    try:
        return json.loads(line)
    except ValueError:  # cut, so it was not answered, or the empty line behind that
        return None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.changes.hook_server", description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--trouble", type=float, default=0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    receiver = NotingReceiver(asked.port, asked.log) if asked.log else DeafReceiver(port=asked.port)
    if asked.trouble:
        receiver.always = fails_now_and_then(asked.trouble, asked.seed)
    receiver.server.serve_forever()


if __name__ == "__main__":
    main()
