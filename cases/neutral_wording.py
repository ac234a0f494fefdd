"""What goes out to a person in danger says nothing of us: neutral sender, neutral words."""

import re
from dataclasses import dataclass

from cases.models import NeutralSender
from fedportal.orgs.models import Organization

# Whoever reads over her shoulder learns from these who wrote, or why.
TELLING = re.compile(
    "妇联|妇女|家暴|暴力|施暴|受害|信访|上访|投诉|举报|维权|权益|求助|庇护|保护令|告诫|报警|派出所|公安|法院|离婚|婚姻|未成年|性侵|12338"
)


@dataclass(frozen=True)
class Sender:
    """Under which name, number and address a unit shows itself outside."""

    name: str
    callback: str = ""
    return_address: str = ""


def telling_words(text: str) -> list[str]:
    """The words of a text that give us away, in their order."""
    return TELLING.findall(text)


def sender_of(org: Organization) -> Sender:
    """The neutral name of a unit, as it has set it, else one made of its region."""
    kept = NeutralSender.objects.filter(org=org).first()
    if kept is None:
        return Sender(f"{org.region_name}便民服务")
    return Sender(kept.name, kept.callback, kept.return_address)


def message_to_her(sender: Sender) -> str:
    """The only text that is ever sent to her telephone."""
    back = f"方便时请回电 {sender.callback}。" if sender.callback else "方便时请与我联系。"
    return f"您好，您预约的事项有新的进展，{back}（{sender.name}）"


def opening_words(sender: Sender) -> list[str]:
    """What is said first on the telephone, in this order; to anyone but herself nothing more than the second line."""
    return [
        "“您好，请问现在方便说话吗？”——听出不是本人，或者旁边有人，不往下说。",
        f"不是本人接听的：“您好，这里是{sender.name}，打错了，对不起。”不说来意，不留言。",
        "确认是本人、现在方便，再说明身份。",
    ]
