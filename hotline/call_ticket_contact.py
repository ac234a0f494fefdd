"""How the caller of a work order may be reached: what she said on the call, and in matters of the same number."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cases.safe_contact import CAREFUL, FREE, Answer, Terms, Window, judge, known_of, terms_of
from cases.workflow.contacting import Verdict, Way, Weekday
from fedportal.accounts.models import User
from hotline.actions.call_backs import why_not_now
from hotline.models import CallTicket

WINDOWS = (1, 2)  # as the form of a call names them (cases.forms.safe_contact_form)


def terms_for(row: CallTicket) -> Terms:
    """What the gate goes by: of a matter its own, else what she said, else the careful default where it is guarded."""
    if row.petition is not None:
        return terms_of(row.petition, known_of(row.petition))
    return terms_said(row.wish, careful=row.guarded or row.petition_id is not None)


def terms_said(wish: Mapping[str, Any] | None, *, careful: bool) -> Terms:
    """What she said on the call; where nothing, the careful default or none."""
    rule = (wish or {}).get("contact_rule")
    if rule == "free":
        return FREE
    if rule == "limited" and wish:
        return _limited(wish)
    return CAREFUL if careful else FREE


def _limited(wish: Mapping[str, Any]) -> Terms:
    """As it was typed: half a stretch of hours is none, ways that nobody chose are the careful ones."""
    ways = frozenset(wish.get("safe_ways") or CAREFUL.ways)
    windows = tuple(window for n in WINDOWS if (window := _window(wish, n)))
    return Terms(ways, bool(wish.get("no_message")), bool(wish.get("number_shared")), windows)


def _window(wish: Mapping[str, Any], n: int) -> Window | None:
    begins, ends = _clock(wish.get(f"from_{n}")), _clock(wish.get(f"until_{n}"))
    if begins is None or ends is None or begins >= ends:
        return None
    days = tuple(int(day) for day in wish.get(f"days_{n}") or [])
    return Window(days or tuple(Weekday.values), begins, ends)


def _clock(words: Any) -> dt.time | None:
    try:
        return dt.time.fromisoformat(str(words))
    except ValueError:
        return None


def may_reach(row: CallTicket, way: str, *, by: User, at: dt.datetime) -> Answer:
    """Whether she may be reached by that way at that moment, by what she said on the call or in an earlier matter."""
    answer = judge(terms_for(row), way, at)
    if answer.may_go and way == Way.PHONE and (reason := why_not_now(row, by=by, at=at)):
        return Answer(Verdict.HELD, reason)
    return answer
