"""A call that another system of the unit has answered, or missed: taken down by the verbs of the call screen."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_backs import take_missed
from hotline.actions.call_moves import ANSWER, advance_call, hang_up, ring
from hotline.actions.call_saving import save_call
from hotline.law import EVENT_LATEST
from hotline.models import Call, HotlineLine


@dataclass(frozen=True)
class Heard:
    """When it rang, was answered and ended, by the other system's clock; one that nobody answered was missed."""

    rang_at: dt.datetime
    answered_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None

    def check(self, at: dt.datetime) -> None:
        """As late as a telephone system may tell of it, and in the order in which it happened. Raises NotAllowed."""
        if self.rang_at < at - EVENT_LATEST:
            raise NotAllowed(f"{EVENT_LATEST.days} 天以前的来电不能再登记。")
        if self.ended_at and not self.answered_at:
            raise NotAllowed("没有接听的来电不写挂断时间。")
        moments = [moment for moment in (self.rang_at, self.answered_at, self.ended_at, at) if moment]
        if moments != sorted(moments):
            raise NotAllowed("时间的先后不对：来电、接听、挂断依次发生，都不晚于现在。")


@transaction.atomic
def hand_in(line: HotlineLine, heard: Heard, typed: Mapping[str, Any], *, by: User, at: dt.datetime) -> Call:
    """The call as it was heard, with what was written down; of one that was missed a duty to call back begins. Raises
    NotAllowed."""
    heard.check(at)
    phone = str(typed.get("caller_phone", "")).strip()
    if heard.answered_at is None:
        if set(typed) - {"caller_phone"}:
            raise NotAllowed("没有接听的来电只登记号码和来电时间。")
        return take_missed(line, phone=phone, rang_at=heard.rang_at, by=by, at=at)
    row = advance_call(ring(line, by=by, at=heard.rang_at, phone=phone), ANSWER, by=by, at=heard.answered_at)
    row = save_call(row, typed, by=by, at=at)
    return hang_up(row, by=by, at=heard.ended_at) if heard.ended_at else row
