"""What the people of the demo province did with the orders that the engine's replay had drafted."""

import datetime as dt
from random import Random

from cases.actions.supervision import advance_order
from cases.models import SupervisionOrder
from cases.workflow import ORDER_MOVES
from fedportal.accounts.roles import Can
from fedportal.calendar.working_days import WorkingDays
from fedportal.dashboards.demo.accounts import Staff
from fedportal.dashboards.demo.arrivals import at_the_office
from fedportal.orgs.models import Organization

ISSUED, ANSWERED, JUDGED, RETURNED = 0.75, 0.6, 0.7, 0.3  # of those that could be
REPLIES = (
    "经查，因经办人轮岗交接遗漏，未按期告知。现已书面告知信访人并说明情况，科室已建立到期提醒台账。",
    "已会同街道妇联、村委会走访信访人，告知办理进展；逾期原因系等待有关部门反馈，今后先行告知。",
    "已办理并书面告知信访人，本人表示理解。单位已召开专题会，明确首办责任和到期前三日复核制度。",
)
REFUSALS = (
    "未附送达回证，请补充书面告知的证明后重报。",
    "逾期原因说明不具体，请写明责任环节和整改时限。",
)


class Desk:
    """Plays the moves of one order after another, each at a moment when offices are open."""

    def __init__(self, staff: Staff, random: Random, days: WorkingDays, until: dt.datetime) -> None:
        self.staff, self.random, self.days, self.until = staff, random, days, until

    def play(self) -> None:
        """Every draft, oldest first: some wait, some are answered, some are sent back."""
        drafts = SupervisionOrder.objects.filter(state="drafted").select_related("issuer", "receiver")
        for order in drafts.order_by("drafted_at", "pk"):
            self._live(order)

    def _live(self, order: SupervisionOrder) -> None:
        at = self._step(order, "issue", ISSUED, order.issuer, order.drafted_at, within=2)
        while at is not None:
            at = self._step(order, "reply", ANSWERED, order.receiver, at, within=9, note=self.random.choice(REPLIES))
            if at is None:
                return
            if self.random.random() > RETURNED:
                self._step(order, "accept", JUDGED, order.issuer, at, within=3, note="同意。")
                return
            words = self.random.choice(REFUSALS)
            at = self._step(order, "return", JUDGED, order.issuer, at, within=3, note=words)

    def _step(
        self,
        order: SupervisionOrder,
        name: str,
        chance: float,
        unit: Organization,
        after: dt.datetime,
        *,
        within: int,
        note: str = "",
    ) -> dt.datetime | None:
        """The move, some days after the last one; None where nobody makes it, or not yet."""
        delay = dt.timedelta(days=self.random.uniform(0.2, within))
        at, move = at_the_office(self.random, after + delay, self.days), ORDER_MOVES[name]
        if self.random.random() > chance or at > self.until:
            return None
        right = Can.SUPERVISE if unit.pk == order.issuer_id else Can.HANDLE
        advance_order(order, move, by=self.staff.who_can(unit.pk, right, self.random), at=at, note=note)
        return at
