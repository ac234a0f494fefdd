"""Counts tries of a kind from one sender within a stretch of time, in the shared cache."""

import hashlib
from collections.abc import Iterable
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
        key = self._key(sender)
        cache.add(key, 0, self.seconds)
        try:
            return cache.incr(key) > self.most
        except ValueError:  # it ran out between the two
            return False

    def _key(self, *of: str) -> str:
        return f"throttle:{self.name}:{hashlib.sha256(chr(0).join(of).encode()).hexdigest()}"


@dataclass(frozen=True)
class ThrottleOfDifferent(Throttle):
    """As that, of different things: the same thing asked again counts once."""

    def is_over_with(self, sender: str, things: Iterable[str]) -> bool:
        """Count those of these things that are new; whether any is one too many. What was refused is new again."""
        return any([self._is_one_too_many(sender, thing) for thing in things])

    def _is_one_too_many(self, sender: str, thing: str) -> bool:
        key = self._key(sender, thing)
        if not cache.add(key, True, self.seconds):
            return False
        if self.is_over(sender):
            cache.delete(key)
            return True
        return False
