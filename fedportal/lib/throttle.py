"""Counts tries of a kind from one sender within a stretch of time, in the shared cache."""

import hashlib
from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Throttle:
    """At most `most` tries of a sender in `seconds` from the first of them."""

    name: str
    most: int
    seconds: int

    def is_over(self, sender: str) -> bool:
        """Count one more try of this sender; whether it is one too many."""
        key = f"throttle:{self.name}:{hashlib.sha256(sender.encode()).hexdigest()}"
        cache.add(key, 0, self.seconds)
        try:
            return cache.incr(key) > self.most
        except ValueError:  # it ran out between the two
            return False
