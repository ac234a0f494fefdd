"""What the law asks to be looked at in matters of some kinds, as lists to tick off (domain.md W10, W11, W13).

Codes of items are kept with the answers: an item may be re-worded, never re-used for another question.
"""

from dataclasses import dataclass

from django.db import models

from cases.categories import AT_HOME
from cases.evidence import EVIDENCE

WOMENS_LAW = "《妇女权益保障法》"


class Finding(models.TextChoices):
    """What was found about one item."""

    YES = "yes", "是"
    NO = "no", "否"
    UNKNOWN = "unknown", "未查明"


@dataclass(frozen=True)
class Item:
    """One question; `good` is the answer that the law wants to hear, None where either answer is as good."""

    code: str
    words: str
    good: Finding | None = Finding.YES


@dataclass(frozen=True)
class Checklist:
    """The questions of one article, and the kinds of matters that they are put to."""

    code: str
    label: str
    article: str
    categories: frozenset[str]
    items: tuple[Item, ...]


LAND = Checklist(
    "land",
    "农村妇女土地和集体成员权益",
    f"{WOMENS_LAW}第五十五条、第五十六条",
    frozenset(f"property.land.{kind}" for kind in ("membership", "contract", "compensation", "income", "homestead")),
    (
        Item("member", "是否确认其为本集体经济组织成员"),
        Item("other_place", "在婚入地或者其他地方是否已取得成员资格、承包地", good=Finding.NO),
        Item(
            "decision", "村民会议决定、村规民约是否以未婚、结婚、离婚、丧偶、户无男性等为由侵害其权益", good=Finding.NO
        ),
        Item("register", "承包经营权证、不动产登记是否列明全部家庭成员"),
        Item("income", "集体收益、征收补偿安置是否按同等标准分配"),
        Item("township", "是否已请乡镇人民政府、街道办事处协调，责令改正违法的村规民约、决定"),
    ),
)
# Article 25 names eight measures that an employer takes against sexual harassment.
HARASSMENT = Checklist(
    "harassment",
    "用人单位预防和制止性骚扰措施",
    f"{WOMENS_LAW}第二十五条",
    frozenset({"labour.harassment", "person.harassment"}),
    (
        Item("rules", "制定禁止性骚扰的规章制度"),
        Item("person", "明确负责机构或者人员"),
        Item("training", "开展预防和制止性骚扰的教育培训"),
        Item("security", "采取必要的安全保卫措施"),
        Item("channel", "设置投诉电话、信箱，畅通投诉渠道"),
        Item("procedure", "建立和完善调查处置程序，及时处置并保护隐私和个人信息"),
        Item("support", "支持、协助受害妇女依法维权，必要时提供心理疏导"),
        Item("others", "其他合理的预防和制止措施"),
    ),
)
# Article 22: whoever finds that a woman may have been trafficked reports; the federation assists.
TRAFFICKING = Checklist(
    "trafficking",
    "涉嫌拐卖妇女儿童线索",
    f"{WOMENS_LAW}第二十二条",
    frozenset({"person.trafficking"}),
    (
        Item("police", "是否已立即向公安机关报告（写明时间、派出所、接报人）"),
        Item("safe", "本人现在是否安全、能否自由联系外界"),
        Item("identity", "是否已请公安机关核实身份、比对失踪人员"),
        Item("civil", "是否已通报民政、卫生健康等部门协助救助"),
        Item("resettle", "是否已商定解救后的安置、就医、就学、心理帮扶"),
        Item("feedback", "公安机关是否已反馈处理结果"),
    ),
)

# What she has of the eleven kinds, each by itself or together: what is missing is nothing wrong.
VIOLENCE_EVIDENCE = Checklist(
    "evidence",
    "家庭暴力证据",
    "法释〔2022〕17号第六条",
    AT_HOME,
    tuple(Item(f"kind_{number}", words, good=None) for number, words in enumerate(EVIDENCE, start=1)),
)

CHECKLISTS: dict[str, Checklist] = {row.code: row for row in (LAND, HARASSMENT, TRAFFICKING, VIOLENCE_EVIDENCE)}


def checklists_for(category: str, *, trafficking: bool) -> list[Checklist]:
    """The lists that a matter of this kind is looked at by."""
    return [
        row for row in CHECKLISTS.values() if category in row.categories or (trafficking and row.code == "trafficking")
    ]
