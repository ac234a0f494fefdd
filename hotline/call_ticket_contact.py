"""How the caller of a work order may be reached: what she said on the call, and in matters of the same number."""

import datetime as dt

from cases.safe_contact import CAREFUL, FREE, Answer, Terms, judge, known_of, terms_of
from cases.workflow.contacting import Verdict, Way
from fedportal.accounts.models import User
from hotline.actions.call_backs import why_not_now
from hotline.models import CallTicket
from hotline.safe_hours import said


def terms_for(row: CallTicket) -> Terms:
    """What the gate goes by: of a matter its own, else what she said, else the careful default where it is guarded."""
    if row.petition is not None:
        return terms_of(row.petition, known_of(row.petition))
    return said(row.wish) or (CAREFUL if row.guarded or row.petition_id else FREE)


def may_reach(row: CallTicket, way: str, *, by: User, at: dt.datetime) -> Answer:
    """Whether she may be reached by that way at that moment, by what she said on the call or in an earlier matter."""
    answer = judge(terms_for(row), way, at)
    if answer.may_go and way == Way.PHONE and (reason := why_not_now(row, by=by, at=at)):
        return Answer(Verdict.HELD, reason)
    return answer
