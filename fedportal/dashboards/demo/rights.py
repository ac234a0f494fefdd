"""What people asked about their own data, and a file that is kept, in the main counties of the demo province."""

from cases.actions.legal_holds import mark_hold
from cases.actions.rights import Asked, decide_request, take_request
from cases.models import Party, RightsRequest
from cases.workflow.states import OPEN, Status
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import SEATS
from fedportal.orgs.models import Organization

Kind, Standing = RightsRequest.Kind, RightsRequest.Standing
WRONG = "登记的住址不对：原来写的是娘家住址，应当是现在租住的地方，愿意当面说明。"
ASKED = {Kind.ACCESS: "", Kind.CORRECT: WRONG}
ANSWER = "同意查阅。请带身份证到本单位，由承办人当面给您看。"
KEPT = "离婚诉讼二审审理中，法院可能调卷"


def ask_some(hands: Hands) -> None:
    """Of each main county: a request to read that was answered, one to correct that waits, and a file that is kept."""
    for code in SEATS:
        county = Organization.objects.get(code=code, valid_to=None)
        head = hands.staff.head_of(county.pk)
        if head is None:
            continue
        rows = hands.quiet(county, days=12, status__in=OPEN, guarded=False, identity_unclear=False)[: len(ASKED)]
        for row, (kind, text) in zip(rows, ASKED.items(), strict=False):
            party = row.parties.get(role=Party.Role.PETITIONER)
            asked = Asked(kind, Standing.SELF, party.name, RightsRequest.Proof.CARD, text)
            at, by = hands.ago(11), hands.of(county, Can.REGISTER)
            made = take_request(party, asked, received_at=at, by=by, at=at)
            if kind == Kind.ACCESS:
                decide_request(made, granted=True, answer=ANSWER, by=head, at=hands.ago(6))
        kept = hands.quiet(county, days=4, status=Status.ARCHIVED).first()
        if kept is not None:
            mark_hold(kept, reason=KEPT, by=head, at=hands.ago(3))
