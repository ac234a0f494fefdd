"""Calls for tests, brought to a state by the real verbs."""

import datetime as dt
from typing import Any

from fedportal.accounts.models import User
from hotline.actions.call_moves import advance_call, ring
from hotline.actions.call_saving import save_call
from hotline.call_workflow import MOVES
from hotline.models import Call, HotlineLine
from tests.cases.samples import NOW

PHONE = "13854312345"
TYPED: dict[str, Any] = {
    "caller_name": "王小芳",
    "facts": "丈夫半年没有给抚养费，多次催要没有结果。",
    "request": "想知道怎样起诉。",
    "call_class": "consult",
}


def answered(
    line: HotlineLine, by: User, *, phone: str = PHONE, at: dt.datetime = NOW, key: str | None = None
) -> Call:
    """One that was taken up at once."""
    return made(ring(line, by=by, at=at, phone=phone, origin_key=key), "answer", by=by, at=at)


def typed(call: Call, *, by: User, at: dt.datetime = NOW, version: int | None = None, **changes: Any) -> Call:
    return save_call(call, TYPED | changes, by=by, at=at, version=version)


def made(call: Call, name: str, *, by: User, at: dt.datetime = NOW, **more: Any) -> Call:
    return advance_call(call, MOVES[name], by=by, at=at, **more)
