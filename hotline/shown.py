"""A work order as one reader may see it: whole before its own unit, without its people before those above."""

from functools import cached_property

from fedportal.accounts.models import User
from fedportal.lib.masking import mask_name, mask_phone
from fedportal.lib.redaction import Redaction
from hotline.models import ExternalTicket, TicketEvent
from hotline.titles import TITLES
from hotline.workflow import Direction

UNKNOWN = "不详"
ANONYMOUS = "匿名"


class ShownTicket:
    """The words of one order before one reader; telephones stand on no page unasked."""

    def __init__(self, ticket: ExternalTicket, user: User) -> None:
        self.ticket = ticket
        self.whole = ticket.org_id == user.org_id

    @property
    def name(self) -> str:
        if self.ticket.anonymous:
            return ANONYMOUS
        name = self.ticket.caller_name
        return (name if self.whole else mask_name(name)) or UNKNOWN

    @property
    def phone(self) -> str:
        return mask_phone(self.ticket.caller_phone) or UNKNOWN

    @property
    def title(self) -> str:
        return self.say(self.ticket.title)

    @property
    def content(self) -> str:
        return self.say(self.ticket.content)

    @property
    def answer(self) -> str:
        return self.say(self.ticket.answer)

    def say(self, text: str) -> str:
        """What people wrote, as this reader may read it."""
        return text if self.whole else self._redaction(text)

    @cached_property
    def _redaction(self) -> Redaction:
        name = self.ticket.caller_name
        return Redaction([(name, mask_name(name))] if len(name) > 1 else [])

    def line(self, event: TicketEvent) -> dict[str, object]:
        """One line of the story, for components/timeline.html; of a sealed order nothing but that it happened."""
        titles = TITLES[Direction(self.ticket.direction)]
        who = f"{event.actor.name}（{event.org.name}）" if event.actor else event.org.name
        text = "" if self.ticket.sealed else self.say(_with_facts(event))
        return {"at": event.at, "title": titles.get(event.verb, event.verb), "who": who, "text": text}


def _with_facts(event: TicketEvent) -> str:
    facts = {
        "basis": "退回依据：{}",
        "days": "延期 {} 个工作日",
        "number": "对方工单编号：{}",
        "petition": "信访事项：{}",
    }
    said = [words.format(event.data[name]) for name, words in facts.items() if event.data.get(name)]
    return "\n".join(filter(None, [event.note, *said]))
