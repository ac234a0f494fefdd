"""A work order of a call as one reader may see it: whole before the units that took and hold it, masked above."""

from functools import cached_property
from typing import Any

from cases.workflow.aftercare import Grade
from fedportal.accounts.models import User
from fedportal.deadlines.models import Deadline
from fedportal.lib.masking import mask_name, mask_phone
from fedportal.lib.redaction import Redaction
from hotline.actions.call_ticket_calling import ATTEMPT
from hotline.call_ticket_contact import terms_for
from hotline.call_ticket_workflow import MOVES
from hotline.models import CallAttempt, CallTicket, CallTicketEvent

UNKNOWN, ANONYMOUS = "不详", "匿名"
TITLES = {
    "call_ticket.make": "生成工单",
    "call_ticket.unmask": "查看来电号码",
    "call_ticket.refer_answer": "登记对方反馈",
    "call_ticket.report": "向公安机关强制报告",
    ATTEMPT: "回访未联系上",
    **{f"call_ticket.{move.name}": move.label for move in MOVES.values()},
}
FACTS = {
    "unit": "单位：{}",
    "agency": "单位：{}",
    "agent": "首问责任人：{}",
    "days": "延期 {} 个工作日",
    "petition": "信访事项：{}",
    "station": "站点：{}",
    "outcome": "结果：{}",
}


class ShownCallTicket:
    """The words of one order before one reader; telephones stand on no page unasked."""

    def __init__(self, ticket: CallTicket, user: User) -> None:
        self.ticket = ticket
        self.whole = user.org_id in (ticket.org_id, ticket.holder_id) or (
            ticket.state == "requested" and user.org_id == ticket.asked_id
        )

    @property
    def name(self) -> str:
        if self.ticket.anonymous:
            return ANONYMOUS
        return self._mask(self.ticket.caller_name) or UNKNOWN

    @property
    def phone(self) -> str:
        return mask_phone(self.ticket.caller_phone) or UNKNOWN

    @property
    def victim(self) -> str:
        """李某（来电人是当事人的姐姐）."""
        row = self.ticket
        relation = f"（来电人是当事人的{row.relation}）" if row.relation else ""
        return f"{self._mask(row.victim_name) or UNKNOWN}{relation}" if row.for_other else ""

    def _mask(self, name: str) -> str:
        return name if self.whole else mask_name(name)

    @property
    def facts(self) -> str:
        return self.say(self.ticket.facts)

    @property
    def request(self) -> str:
        return self.say(self.ticket.request)

    @property
    def told(self) -> str:
        return self.say(self.ticket.told)

    @property
    def feedback(self) -> str:
        return self.say(self.ticket.feedback)

    @cached_property
    def asked(self) -> str:
        """What whoever referred it wants the station to do; as in the story, of a sealed order nothing."""
        sent = self.ticket.events.filter(verb="call_ticket.dispatch").order_by("-pk").first()
        return self.say(sent.note) if sent and not self.ticket.sealed else ""

    @property
    def station_words(self) -> str:
        return self.say(self.ticket.station_words)

    @property
    def opinion(self) -> str:
        return self.say(self.ticket.opinion)

    @property
    def rating(self) -> str:
        """满意; or why there is none."""
        row = self.ticket
        return Grade(row.grade).label if row.grade else row.get_back_outcome_display()

    @cached_property
    def reach(self) -> list[str]:
        """How she may be reached, in words; nothing where she set no terms."""
        terms = terms_for(self.ticket)
        words = [f"不用：{terms.refused_words}"] if terms.refused_words else []
        words += ["不留言"] if terms.no_message else []
        words += ["号码对方能看到"] if terms.number_shared else []
        return words + [f"可以打电话：{window.words}" for window in terms.windows]

    def say(self, text: str) -> str:
        """What people wrote, as this reader may read it."""
        return text if self.whole else self._redaction(text)

    @cached_property
    def _redaction(self) -> Redaction:
        names = [name for name in (self.ticket.caller_name, self.ticket.victim_name) if len(name) > 1]
        return Redaction([(name, mask_name(name)) for name in names])

    @property
    def clock(self) -> Deadline | None:
        """The duty that runs, where it is owed in the reader's range; needs for_page."""
        clocks: list[Deadline] = self.ticket.open_deadlines  # type: ignore[attr-defined]
        return clocks[0] if clocks else None

    def line(self, event: CallTicketEvent) -> dict[str, Any]:
        """One line of the story, for components/timeline.html; of a sealed order nothing but that it happened."""
        who = f"{event.actor.name}（{event.org.name}）"
        text = "" if self.ticket.sealed else self.say(_with_facts(event))
        return {"at": event.at, "title": TITLES.get(event.verb, event.verb), "who": who, "text": text}


def _with_facts(event: CallTicketEvent) -> str:
    said = [words.format(event.data[name]) for name, words in FACTS.items() if event.data.get(name)]
    if result := event.data.get("result"):
        said.append(CallAttempt.Result(result).label)
    return "\n".join(filter(None, [*said, event.note]))
