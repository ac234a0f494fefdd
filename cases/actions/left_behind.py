"""What hung on an accusation before it left the accused's hands: what is over there, and what goes on above."""

import datetime as dt

from cases.actions.follow_up import visits_follow
from cases.actions.supervision_ends import end_orders
from cases.law import COMPLAINT
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.deadlines.actions import cancel_deadlines, open_deadline
from fedportal.orgs.models import Organization

GONE_ABOVE = "本件已直接报送上级"


def settle(row: Petition, holder: Organization, *, by: User, at: dt.datetime) -> None:
    """Its clocks are cancelled already. Orders and a leader's word bound those who may not know of it any more; what
    was promised to the petitioner, a visit or the answer to a complaint, is owed by the new holder."""
    end_orders(row, GONE_ABOVE, by=by, at=at)
    row.leader_cases.open().update(ended_at=at, ended_by=by, outcome=GONE_ABOVE)
    visits_follow(row, to=holder, at=at)
    for complaint in row.complaints.open().exclude(org=holder):
        if not holder.covers(complaint.org_code):
            continue  # it lies above already
        complaint.org, complaint.org_code = holder, holder.code
        complaint.save(update_fields=["org", "org_code"])
        cancel_deadlines(complaint, at=at)
        open_deadline(complaint, COMPLAINT.code, org=holder, start=at, at=at)
