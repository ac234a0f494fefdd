"""What a bench hands back, and how it takes the time."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of `make bench`. `ratio` is value against reference, both measured in this run; more is better."""

    name: str
    value: float
    unit: str
    ratio: float | None
    against: str

    def as_line(self) -> str:
        ratio = None if self.ratio is None else round(self.ratio, 3)
        line = {"name": self.name, "value": round(self.value, 3), "unit": self.unit, "ratio": ratio}
        return json.dumps(line | {"against": self.against}, ensure_ascii=False)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def quickest(work: Callable[[], object]) -> float:
    """The shortest of three times: what else runs on the machine makes it longer, and nothing makes it shorter."""
    return min(seconds(work) for _ in range(3))
