"""The end of the table of signals, read on and on: each signal once, however late its transaction commits.

Numbers are given before a transaction commits. One that is left out may still come, and is asked for again by name
until no transaction that settles a call could last so long; so a question costs what is new, however busy it is.
"""

from hotline.stream.signals import MOST, OVERLAP, Signal, last_key, numbered

BEFORE = 200  # numbers before the last one that may still be on their way when the stream begins


class Tail:
    """How far the table has been read; `_awaited` holds the numbers in between that were not there, and until when."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._awaited: dict[int, float] = {}

    def read(self, now: float) -> list[Signal]:
        """What is new, in order, `MOST` at once; `now` in seconds.

        The first time it is nothing: whoever comes is told what she missed.
        """
        begins = self._last is None
        after = max(0, last_key() - BEFORE) if self._last is None else self._last
        self._awaited = {pk: until for pk, until in self._awaited.items() if until > now}
        found = numbered(after, self._awaited)
        self._note({one.pk for one in found}, after, until=now + OVERLAP.total_seconds())
        return [] if begins else found

    def _note(self, there: set[int], after: int, *, until: float) -> None:
        self._last = max(after, *there) if there else after
        missing = set(range(max(after, self._last - MOST) + 1, self._last)) - there
        self._awaited = {pk: moment for pk, moment in self._awaited.items() if pk not in there}
        self._awaited |= dict.fromkeys(missing, until)
