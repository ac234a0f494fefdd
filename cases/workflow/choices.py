"""What may be answered when a move asks: routes, ways of telling, reasons, outcomes."""

from django.db import models

from cases.limitations import PROCEDURES


class Route(models.TextChoices):
    """The six ways of a claim for redress (art. 31). Only the last starts the clock of art. 34."""

    LITIGATION = "litigation", "（一）诉讼"
    ARBITRATION = "arbitration", "（二）仲裁"
    PARTY = "party", "（三）党员申诉"
    RECONSIDERATION = "reconsideration", "（四）行政复议等行政程序"
    DUTY = "duty", "（五）履行法定职责"
    OPINION = "opinion", "（六）调查核实后出具处理意见"


class Procedure(models.TextChoices):
    """How a matter of the sixth way is handled (X42)."""

    ORDINARY = "ordinary", "普通程序"
    SIMPLE = "simple", "简易办理"


class ToldHow(models.TextChoices):
    """How the petitioner was told."""

    IN_PERSON = "in_person", "当面"
    PHONE = "phone", "电话"
    LETTER = "letter", "信函"
    MESSAGE = "message", "短信"
    WEB = "web", "网上"
    FAX = "fax", "传真"


LATER = "later"  # the paper is written now and served later; the clock goes on until then
TELLING = [
    *(choice for choice in ToldHow.choices if choice[0] != ToldHow.FAX),
    (LATER, "稍后送达（时限继续计算，送达后再登记）"),
]


class Refusal(models.TextChoices):
    """Why a matter is not accepted (domain.md 3.2)."""

    DUP_IN_PROGRESS = "dup_in_progress", "同一事项已在办理，不重复受理"
    FINAL = "final", "已复核终结，仍以同一事实和理由提出"
    LITIGATION = "litigation", "已经或者依法应当通过诉讼等法定途径解决"
    NOT_OURS = "not_ours", "不属于妇联职责范围"
    UNCLEAR = "unclear", "诉求、事实不清，经告知后未补正"


class Litigation(models.TextChoices):
    """Whether the matter belongs to the organs of justice (art. 28, para 2, and 31, item 1: 诉访分离)."""

    UNKNOWN = "", "没有询问"
    NONE = "none", "不涉诉"
    COURT = "court", "在法院诉讼，或者已有裁判"
    PROCURATORATE = "procuratorate", "检察机关正在办理"
    POLICE = "police", "公安机关已立案"


class Result(models.TextChoices):
    """What an opinion comes to (art. 32)."""

    SUPPORT = "support", "支持"
    EXPLAIN = "explain", "解释说明"
    NOT_SUPPORT = "not_support", "不予支持"


class Outcome(models.TextChoices):
    """What a review comes to."""

    KEEP = "keep", "维持"
    CHANGE = "change", "变更"
    REDO = "redo", "撤销，责令重新办理"


class MediationKind(models.TextChoices):
    """Who mediates (section 1, row 65)."""

    FEDERATION = "federation", "妇联调解"
    PEOPLE = "people", "人民调解"
    ADMINISTRATIVE = "administrative", "行政调解"
    ARBITRAL = "arbitral", "仲裁调解"
    COURT = "court", "司法委托调解"


class Confirmation(models.TextChoices):
    """What became of the judicial confirmation of an agreement."""

    APPLIED = "applied", "双方已共同申请"
    NOT_WANTED = "not_wanted", "双方表示不申请"


class Performance(models.TextChoices):
    """How far an agreement has been performed."""

    DONE = "done", "已履行"
    PARTLY = "partly", "部分履行，继续督促"
    REFUSED = "refused", "拒不履行"


class Danger(models.TextChoices):
    """The danger as assessed; only `high` bars mediation (规程 art. 11)."""

    UNKNOWN = "", "未评估"
    LOW = "low", "低"
    MEDIUM = "medium", "中"
    HIGH = "high", "高"


class Retention(models.TextChoices):
    """How long the archived file is kept; POLICY until a retention schedule is issued."""

    FOREVER = "forever", "永久"
    THIRTY_YEARS = "30y", "30 年"
    TEN_YEARS = "10y", "10 年"


WITHDRAWN_HOW = {"writing": "书面", "in_person": "当面", "phone": "电话", "web": "网上"}


class Remedy(models.TextChoices):
    """Procedures to which a matter may be diverted; their limitation times stand in law.py."""

    LABOUR_ARBITRATION = "labour_arbitration", PROCEDURES["labour_arbitration"]
    LAND_ARBITRATION = "land_arbitration", PROCEDURES["land_arbitration"]
    RECONSIDERATION = "reconsideration", PROCEDURES["reconsideration"]
    COLLECTIVE_DECISION = "collective_decision", PROCEDURES["collective_decision"]
    LITIGATION = "litigation", PROCEDURES["litigation"]
    PARTY_APPEAL = "party_appeal", PROCEDURES["party_appeal"]
    STATUTORY_DUTY = "statutory_duty", PROCEDURES["statutory_duty"]


class ReportStage(models.TextChoices):
    """Which report of an urgent matter it is (art. 25; domain.md 3.7)."""

    FIRST = "first", "首报"
    FOLLOW_UP = "follow_up", "续报"
    FINAL = "final", "终报"


class BriefingUse(models.TextChoices):
    """What became of a briefing at those who received it (section 1, row 96)."""

    INSTRUCTION = "instruction", "领导批示"
    ADOPTED = "adopted", "意见被采纳"
    CIRCULATED = "circulated", "转发、刊用"
