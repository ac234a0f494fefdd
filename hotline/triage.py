"""What an agent asks first, in these words: whether somebody is in danger now. Answered by keys while she listens.

This sorts out emergencies within a minute. It is not the danger scale of 妇联 (domain.md D29), which a case worker
fills in with the petition and whose result is computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models


class Said(models.TextChoices):
    """What she said; the number is the key."""

    YES = "yes", "是"
    NO = "no", "否"
    UNCLEAR = "unclear", "不清楚"


@dataclass(frozen=True)
class Question:
    """One question, what to say, and the answer that means danger."""

    name: str
    label: str
    script: str
    alarm: Said | None = None  # None: it tells who needs care, and no danger by itself
    danger: str = ""  # what that answer means, in words
    guards: Said | None = None  # the answer after which few may read the call


TRIAGE = (
    Question(
        "safe",
        "本人现在安全",
        "您现在安全吗？身边方便说话吗？不方便的话，您只回答“是”或者“不是”。",
        Said.NO,
        "本人现在不安全",
    ),
    Question("children", "身边有孩子受影响", "身边有没有孩子？孩子有没有受到伤害？", guards=Said.YES),
    Question(
        "weapon",
        "对方持有凶器或者以死相威胁",
        "对方手里有没有刀具一类的东西？有没有说过要杀人？",
        Said.YES,
        "对方持有凶器或者以死相威胁",
    ),
    Question("injured", "有人受伤需要急救", "有没有人受伤？要不要马上叫 120？", Said.YES, "有人受伤"),
    Question("self_harm", "有伤害自己的想法", "您有没有过不想活、伤害自己的念头？", Said.YES, "有伤害自己的想法"),
)


def alarms(answers: Mapping[str, str]) -> list[Question]:
    """The questions whose answer means danger."""
    return [question for question in TRIAGE if question.alarm and answers.get(question.name) == question.alarm]


def needs_guarding(answers: Mapping[str, str]) -> bool:
    """Whether few may read what was said."""
    return bool(alarms(answers)) or any(
        question.guards and answers.get(question.name) == question.guards for question in TRIAGE
    )
