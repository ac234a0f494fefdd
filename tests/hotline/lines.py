"""Lines of 12338 for tests, entered by the real verb."""

import datetime as dt
from typing import Any

from fedportal.accounts.models import User
from hotline.actions.lines import LineFacts, open_line
from hotline.models import HotlineLine
from tests.cases.samples import NOW

FACTS: dict[str, Any] = {
    "number": "0543-12338",
    "opened_on": dt.date(2024, 3, 8),
    "staffing": "office",
    "greeting": "您好，这里是12338妇女维权服务热线。",
    "closing": "感谢您的来电，再见！",
    "days": (1, 2, 3, 4, 5),
    "begins": dt.time(8, 30),
    "rests_from": dt.time(11, 30),
    "rests_until": dt.time(14, 30),
    "ends": dt.time(17, 30),
    "in_centre": True,
    "services": ("reception", "legal"),
}


def facts(**changes: Any) -> LineFacts:
    return LineFacts(**FACTS | changes)


def opened(by: User, *, at: dt.datetime = NOW, **changes: Any) -> HotlineLine:
    """A line of that person's unit."""
    return open_line(facts(**changes), by=by, at=at)
