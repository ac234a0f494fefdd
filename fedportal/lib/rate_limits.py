"""Counts acts of a kind from one sender within a stretch of time, in Redis, for all processes together."""

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from django.conf import settings
from limits import RateLimitItem, parse
from limits.storage import RedisStorage

PATIENCE = 1  # seconds that a page waits for Redis
SPACE = "portal-rates"


@dataclass(frozen=True)
class Limit:
    """At most so many acts of a sender in a stretch that begins with the first of them: `30/10 minutes`."""

    name: str
    most: str

    @cached_property
    def item(self) -> RateLimitItem:
        return parse(self.most)

    def is_over(self, sender: str) -> bool:
        """Count one more act of this sender; whether it is one too many. Raises redis.RedisError without Redis."""
        return self.excess(sender) > 0

    def excess(self, sender: str) -> int:
        """The same, by how many it is too many: at 1 this stretch is over for the first time, and for one alone."""
        return self.count(sender) - self.item.amount

    def count(self, sender: str) -> int:
        """Count one more act of this sender; which one of its stretch it is. Raises redis.RedisError without Redis."""
        return _counters(settings.REDIS_URL).incr(self._key(sender), self.item.get_expiry())

    def seconds_left(self, sender: str) -> int:
        """Until the stretch of this sender ends, one at least."""
        ends = _counters(settings.REDIS_URL).get_expiry(self._key(sender))
        return max(1, round(ends - time.time()))

    def forget(self, sender: str) -> None:
        """This sender begins anew."""
        _counters(settings.REDIS_URL).clear(self._key(sender))

    def _key(self, *of: str) -> str:
        """A digest: neither addresses nor what somebody looked for stand in Redis."""
        told = "\0".join((settings.RATE_SPACE, *of))
        return f"{self.name}:{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()}"


@dataclass(frozen=True)
class LimitOfDifferent(Limit):
    """As that, of different things: the same thing asked again counts once."""

    def is_over_with(self, sender: str, things: Iterable[str]) -> bool:
        """Count those of these things that are new; whether any is one too many. What was refused is new again."""
        return self.excess_with(sender, things) > 0

    def excess_with(self, sender: str, things: Iterable[str]) -> int:
        """The same, by how many the first that is refused is too many; 0 where none is."""
        return min((n for n in [self._excess_of(sender, thing) for thing in things] if n > 0), default=0)

    def _excess_of(self, sender: str, thing: str) -> int:
        counters, key = _counters(settings.REDIS_URL), self._key(sender, thing)
        if counters.incr(key, self.item.get_expiry()) > 1:
            return 0
        excess = self.excess(sender)
        if excess > 0:
            counters.clear(key)
        return excess


@cache
def _counters(redis_url: str) -> RedisStorage:
    """Opens nothing before it is first asked."""
    url = redis_url.replace("unix://", "redis+unix://", 1) if redis_url.startswith("unix://") else redis_url
    return RedisStorage(url, key_prefix=SPACE, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
