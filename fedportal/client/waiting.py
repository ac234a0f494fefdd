"""How long to wait before asking again: ever longer, never in step with other clients, as long as the portal says."""

import datetime as dt
import random
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

FIRST, LONGEST = 0.5, 60.0  # seconds
DOUBLINGS = 10


@dataclass
class Waiting:
    """The pauses of one question. `patience`: seconds from its first failure in which some answer has to come."""

    patience: float
    chance: random.Random = field(default_factory=random.Random)
    first_failed_at: float | None = None
    failures: int = 0

    def next_pause(self, told: str | None = None) -> float | None:
        """Seconds until the next try; none if patience would run out before. `told` is a Retry-After header."""
        ceiling = min(LONGEST, FIRST * 2 ** min(self.failures, DOUBLINGS))
        pause = max(self.chance.uniform(ceiling / 2, ceiling), _seconds(told))
        self.failures += 1
        now = time.monotonic()
        if self.first_failed_at is None:
            self.first_failed_at = now
        return pause if now + pause - self.first_failed_at <= self.patience else None


def _seconds(told: str | None) -> float:
    """Of a Retry-After: a number of seconds or a date; none of what is neither."""
    if not told:
        return 0
    if told.strip().isdigit():
        return float(told)
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return 0
    return max(0.0, (until - dt.datetime.now(dt.UTC)).total_seconds()) if until.tzinfo else 0
