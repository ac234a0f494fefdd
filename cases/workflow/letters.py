"""Letters to authorities as plain data: which kinds there are, to whom each may go, what must come before it.

The lever of a federation is 《妇女权益保障法》 art. 73 to 78 (domain.md W2 to W9): it requires an investigation,
urges, asks the government, proposes talks, supports a suit, hands over a clue; and it refers a woman to relief.
"""

import enum
from dataclasses import dataclass

from django.db import models

from cases.law import LEGAL_AID, LETTER_REPLY, RIGHTS_LAW, URGING_REPLY
from cases.referral_law import REFERRAL_DAY, REFERRAL_FEEDBACK, REFERRAL_HOURS
from cases.workflow.papers import DocumentKind
from fedportal.deadlines.limits import Limit
from fedportal.orgs.models import AgencyKind

_ALL = frozenset(AgencyKind)
# Who decides cases, is asked by another letter, or has no power of its own is not told to investigate.
_INVESTIGATE = _ALL - {
    *(AgencyKind.COURT, AgencyKind.PROCURATORATE, AgencyKind.WCWC),
    *(AgencyKind.LEGAL_AID, AgencyKind.NGO, AgencyKind.UNION),
}


class Naming(enum.Enum):
    """Whether a letter names the petitioner. For an accusation it never does (art. 72)."""

    NEVER = "never"
    IF_NEEDED = "if_needed"
    ALWAYS = "always"


@dataclass(frozen=True)
class LetterPlan:
    """One kind of letter."""

    kind: DocumentKind
    article: str  # as the letter cites it
    words: str  # what the law says of it, for the officer
    to: frozenset[AgencyKind]
    limit: Limit
    naming: Naming = Naming.IF_NEEDED
    after: DocumentKind | None = None  # the letter that must have come before it
    own_level: bool = False  # to the agency of the unit's own place only (同级人民政府)

    @property
    def label(self) -> str:
        return self.kind.label


PLANS = {
    plan.kind: plan
    for plan in (
        LetterPlan(
            DocumentKind.INVESTIGATION,
            f"{RIGHTS_LAW}第七十三条",
            "有权要求并协助有关部门或者单位查处，有关部门或者单位应当依法查处，并予以答复。",
            _INVESTIGATE,
            LETTER_REPLY,
        ),
        LetterPlan(
            DocumentKind.URGING,
            f"{RIGHTS_LAW}第七十三条",
            "要求查处后不予处理或者处理不当的，可以提出督促处理意见。",
            _INVESTIGATE,
            URGING_REPLY,
            after=DocumentKind.INVESTIGATION,
        ),
        LetterPlan(
            DocumentKind.INSPECTION,
            f"{RIGHTS_LAW}第七十三条",
            "提出督促处理意见之后或者同时，必要时可以提请同级人民政府开展督查。",
            frozenset({AgencyKind.GOVERNMENT}),
            LETTER_REPLY,
            naming=Naming.NEVER,
            after=DocumentKind.URGING,
            own_level=True,
        ),
        LetterPlan(
            DocumentKind.INTERVIEW,
            f"{RIGHTS_LAW}第七十四条",
            "用人单位侵害妇女劳动和社会保障权益的，人社部门可以联合工会、妇联约谈。妇联只提建议，不单独约谈。",
            frozenset({AgencyKind.LABOUR}),
            LETTER_REPLY,
        ),
        LetterPlan(
            DocumentKind.SUIT_SUPPORT,
            f"{RIGHTS_LAW}第七十三条、第七十八条",
            "受害妇女进行诉讼需要帮助的，应当给予支持和帮助；可以支持受侵害的妇女向人民法院起诉。",
            frozenset({AgencyKind.COURT}),
            LETTER_REPLY,
            naming=Naming.ALWAYS,
        ),
        LetterPlan(
            DocumentKind.CLUE,
            f"{RIGHTS_LAW}第七十七条",
            "侵害妇女合法权益、导致社会公共利益受损，属于五种情形之一的，向检察机关移送公益诉讼线索。",
            frozenset({AgencyKind.PROCURATORATE}),
            LETTER_REPLY,
            naming=Naming.NEVER,
        ),
        LetterPlan(
            DocumentKind.REFERRAL,
            "《信访工作条例》第三十七条",
            "生活困难或者需要帮助的，转介法律援助、救助、心理等服务，接收单位反馈。",
            _ALL,
            REFERRAL_FEEDBACK,
            naming=Naming.ALWAYS,
        ),
    )
}
# All duties to go after an answer, whichever letter it belongs to.
REPLY_KINDS = tuple(sorted({LEGAL_AID.kind, *(plan.limit.kind for plan in PLANS.values())}))


class Relief(models.TextChoices):
    """What a referral asks for (domain.md 3.1, ReliefReferral)."""

    LEGAL_AID = "legal_aid", "法律援助"
    JUDICIAL_RELIEF = "judicial_relief", "司法救助"
    TEMP_RELIEF = "temp_relief", "临时救助"
    TWO_CANCERS = "two_cancers", "两癌救助"
    EMPLOYMENT = "employment", "就业创业"
    COUNSELLING = "counselling", "心理疏导"
    SCHOOLING = "schooling", "就学帮扶"


RELIEF_TO = {
    Relief.LEGAL_AID: frozenset({AgencyKind.LEGAL_AID, AgencyKind.JUSTICE}),
    Relief.JUDICIAL_RELIEF: frozenset(
        {AgencyKind.COURT, AgencyKind.PROCURATORATE, AgencyKind.POLICE, AgencyKind.JUSTICE}
    ),
    Relief.TEMP_RELIEF: frozenset({AgencyKind.CIVIL_AFFAIRS, AgencyKind.GOVERNMENT}),
    Relief.TWO_CANCERS: frozenset({AgencyKind.HEALTH, AgencyKind.CIVIL_AFFAIRS, AgencyKind.NGO, AgencyKind.OTHER}),
    Relief.EMPLOYMENT: frozenset({AgencyKind.LABOUR, AgencyKind.UNION, AgencyKind.NGO, AgencyKind.OTHER}),
    Relief.COUNSELLING: frozenset({AgencyKind.HEALTH, AgencyKind.EDUCATION, AgencyKind.NGO, AgencyKind.OTHER}),
    Relief.SCHOOLING: frozenset({AgencyKind.EDUCATION, AgencyKind.CIVIL_AFFAIRS, AgencyKind.GOVERNMENT}),
}


class ClueGround(models.TextChoices):
    """The five grounds of public-interest litigation (art. 77)."""

    LAND = "land", "（一）侵害农村妇女集体经济组织成员身份、土地承包、集体收益、征收补偿、宅基地权益"
    EMPLOYMENT = "employment", "（二）侵害妇女平等就业权益"
    HARASSMENT = "harassment", "（三）相关单位未采取合理措施预防和制止性骚扰"
    MEDIA = "media", "（四）通过大众传播媒介或者其他方式贬低损害妇女人格"
    OTHER = "other", "（五）其他严重侵害妇女权益的情形"


class Urgency(models.TextChoices):
    """How soon a referral needs an answer (domain.md D33)."""

    HOURS = "hours", "非常紧急（数小时内）"
    DAY = "day", "紧急（一日内）"
    DAYS = "days", "轻微紧急（数日内）"
    NONE = "none", "不紧急"


class Assessment(models.TextChoices):
    """What the federation thinks of the answer."""

    ADEQUATE = "adequate", "处理适当"
    INADEQUATE = "inadequate", "处理不当"
    NONE = "none", "逾期未答复"


class ReplyHow(models.TextChoices):
    """How an answer came."""

    LINK = "link", "网上回函"
    PAPER = "paper", "书面回函"
    PHONE = "phone", "电话"
    IN_PERSON = "in_person", "当面"


class Taken(models.TextChoices):
    """Whether a referral was taken up (domain.md D33)."""

    TAKEN = "taken", "同意接收（给予援助、救助）"
    RETURNED = "returned", "退回（不予援助、救助）"


SOONER: dict[str, Limit] = {Urgency.HOURS: REFERRAL_HOURS, Urgency.DAY: REFERRAL_DAY}


def limit_of(kind: str, relief: str, urgency: str) -> Limit:
    """The limit of the answer: legal aid is decided within the days of its own law, another referral is taken up as
    soon as its urgency says."""
    if relief == Relief.LEGAL_AID:
        return LEGAL_AID
    return SOONER.get(urgency) or PLANS[DocumentKind(kind)].limit


def addressees(kind: str, relief: str) -> frozenset[AgencyKind]:
    """The kinds of agencies to which this letter may go."""
    return RELIEF_TO[Relief(relief)] if relief else PLANS[DocumentKind(kind)].to
