"""What the person at the terminal is told while it runs: on standard error, a line at a time, never too often."""

import sys
import time

EVERY = 2.0  # seconds between two lines of progress on a terminal
EVERY_IN_LOG = 30.0  # and where the lines are kept


class Telling:
    """Sentences, and how far a long piece of work has come."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._every = EVERY if sys.stderr.isatty() else EVERY_IN_LOG
        self.begin("")

    def __call__(self, sentence: str) -> None:
        if not self._quiet:
            print(f"{time.strftime('%H:%M:%S')} {sentence}", file=sys.stderr, flush=True)

    def begin(self, what: str) -> None:
        """Count anew."""
        self._what, self._done = what, 0
        self._begun_at = self._told_at = time.monotonic()

    def add(self, count: int) -> None:
        """So many more are done."""
        self._done += count
        now = time.monotonic()
        if now - self._told_at >= self._every:
            self._told_at = now
            self(f"{self._what} {self._done:,} 条（每秒 {self._done / (now - self._begun_at):,.0f} 条）")
