"""The danger scale for violence at home, in versions: its wording, its authors, and how the answers are counted.

A public instrument: the names of its authors stay on it wherever it is shown (domain.md D29). An assessment names the
version by which it was asked, so that a later wording changes nothing of what was answered.
"""

from dataclasses import dataclass

from cases.violence_law import HIGH_FROM, MEDIUM_FROM
from cases.workflow import Danger


@dataclass(frozen=True)
class Scale:
    """One version: its items are answered 是 or 否; any red flag makes the danger high by itself."""

    version: str
    source: str
    authors: tuple[str, ...]
    items: tuple[str, ...]
    red_flags: tuple[str, ...]


SCALE_2018 = Scale(
    version="2018",
    source="全国妇联权益部 2018《妇联组织受理家庭暴力投诉工作规程》附表《家庭暴力危险性预测量表》",
    authors=("麻超", "李洪涛", "苏英", "毋嫘", "洪炜"),
    items=(
        "他曾威胁要杀您",
        "您相信他能杀您",
        "他控制您大部分的生活",
        "他曾说，他若不能拥有您，其他人也不能",
        "他曾威胁要自杀，或尝试要自杀",
        "他有没有对您说过“要离婚或分手就一起死”或“要死一起死”",
        "他曾威胁您，要伤害您娘家的人，以阻止您离开他",
        "您是否认为在未来的两个月内他一定会对您进行身体上的伤害",
        "在您与他的关系变得不好后，他是否曾经监视您（如查您手机、电脑或跟踪）",
    ),
    red_flags=(
        "曾有使您不能呼吸的行为（如勒脖子、压头入水、用枕头闷或开瓦斯等）",
        "曾有除了使您不能呼吸以外的其他明显的致命行为（如推下楼、灌毒药、泼硫酸、泼汽油或利器刺入致命部位）",
    ),
)
SCALES = {SCALE_2018.version: SCALE_2018}
CURRENT = SCALE_2018


def level_of(score: int, red_flags: int) -> Danger:
    """What so many items and red flags come to; the database computes the same (cases_dangerassessment.level)."""
    if red_flags or score >= HIGH_FROM:
        return Danger.HIGH
    return Danger.MEDIUM if score >= MEDIUM_FROM else Danger.LOW
