"""A call as one reader may see it: names before its unit, telephones masked, of a sealed one nothing."""

from typing import Any

from fedportal.accounts.models import User
from fedportal.deadlines.models import Deadline
from fedportal.lib.masking import mask_phone
from hotline.call_workflow import MOVES
from hotline.models import Call, CallEvent
from hotline.triage import TRIAGE, Said

UNKNOWN = "不详"
TITLES = {
    "call.ring": "来电",
    "call.hang_up": "挂断",
    "call.transfer": "转接",
    "call.report": "向公安机关强制报告",
    **{f"call.{m.name}": m.label for m in MOVES.values()},
}


class ShownCall:
    """The words of one call before one reader; only its own unit reads calls at all (CallQuerySet)."""

    def __init__(self, call: Call, user: User) -> None:
        self.call = call
        self.mine = call.agent_id == user.pk

    @property
    def clock(self) -> Deadline | None:
        """What is owed about it; needs for_page."""
        clocks: list[Deadline] = self.call.open_deadlines  # type: ignore[attr-defined]
        return clocks[0] if clocks else None

    @property
    def name(self) -> str:
        if self.call.anonymous:
            return "匿名"
        return self.call.caller_name or UNKNOWN

    @property
    def phone(self) -> str:
        return mask_phone(self.call.caller_phone) or UNKNOWN

    @property
    def victim(self) -> str:
        """李某（来电人是她的姐姐）."""
        relation = f"（来电人是当事人的{self.call.relation}）" if self.call.relation else ""
        return f"{self.call.victim_name or UNKNOWN}{relation}" if self.call.for_other else ""

    @property
    def triage(self) -> list[tuple[str, str, bool]]:
        """Each question that was answered: words, answer, whether it means danger."""
        said = self.call.triage
        return [
            (question.label, Said(said[question.name]).label, said[question.name] == question.alarm)
            for question in TRIAGE
            if question.name in said
        ]

    @staticmethod
    def line(event: CallEvent) -> dict[str, Any]:
        """One line of the story, for components/timeline.html."""
        who = f"{event.actor.name}（{event.org.name}）"
        return {"at": event.at, "title": TITLES.get(event.verb, event.verb), "who": who, "text": event.note}
