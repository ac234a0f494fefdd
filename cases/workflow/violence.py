"""The course of a case of violence at home as plain data: what is asked, its states and its moves (domain.md 3.4).

Beside the petition, whose days are those of the regulation, runs the course: she is looked after for months after the
petition was answered. It has no state of its own for the archive: the archived petition locks it.
"""

from dataclasses import dataclass

from django.db import models


class ViolenceForm(models.TextChoices):
    """What is done to her (反家庭暴力法 art. 2; 法释〔2022〕17号 art. 3). The first four are those of statistics."""

    PHYSICAL = "physical", "身体暴力（殴打、捆绑、残害）"
    MENTAL = "mental", "精神暴力"
    SEXUAL = "sexual", "性暴力"
    ECONOMIC = "economic", "经济控制"
    CONFINEMENT = "confinement", "限制人身自由"
    STARVATION = "starvation", "冻饿"
    INSULT = "insult", "经常性侮辱、诽谤"
    THREAT = "threat", "威胁"
    STALKING = "stalking", "跟踪"
    HARASSMENT = "harassment", "骚扰"


class Relation(models.TextChoices):
    """Who the other is to her; who lives together outside the family counts (art. 37; 法释〔2022〕17号 art. 4)."""

    SPOUSE = "spouse", "配偶"
    FORMER = "former", "离婚、分手后的前配偶或者前恋人"
    COHABITANT = "cohabitant", "同居的人"
    PARENT = "parent", "父母"
    CHILD = "child", "子女"
    SIBLING = "sibling", "兄弟姐妹"
    IN_LAW = "in_law", "公婆、岳父母、儿媳、女婿"
    CARER = "carer", "监护、扶养、寄养关系的人"
    OTHER = "other", "其他共同生活的人"


class VictimGroup(models.TextChoices):
    """Whom the law protects in particular (art. 5), and who is to be reported for (art. 14)."""

    MINOR = "minor", "未成年人"
    NO_CAPACITY = "no_capacity", "无民事行为能力、限制民事行为能力的成年人"
    ELDERLY = "elderly", "老年人"
    DISABLED = "disabled", "残疾人"
    MATERNITY = "maternity", "孕期、哺乳期妇女"
    ILL = "ill", "重病患者"


class Wish(models.TextChoices):
    """What she really wants (art. 5): asked of each, and changed by her alone."""

    STOP = "stop", "制止暴力，继续共同生活"
    LEAVE = "leave", "离开，要安全的住处"
    DIVORCE = "divorce", "离婚、分手"
    PUNISH = "punish", "追究责任"
    WARNING = "warning", "申请出具告诫书"
    ORDER = "order", "申请人身安全保护令"
    ADVICE = "advice", "只作咨询"
    UNDECIDED = "undecided", "还没有想好"


class Unable(models.TextChoices):
    """Why the scale could not be asked."""

    REFUSED = "refused", "本人不愿回答"
    UNABLE = "unable", "本人不能回答（不在场、年幼、意识不清等）"


class CourseState(models.TextChoices):
    """Where the course stands."""

    REPORTED = "reported", "已接诉，待评估"
    ASSESSED = "assessed", "已评估，待定方案"
    PLANNED = "planned", "已定方案"
    PROTECTING = "protecting", "保护处置中"
    MONITORING = "monitoring", "跟踪回访"
    REFERRED = "referred", "已转介"
    RELAPSED = "relapsed", "再次施暴，待评估"
    CLOSED = "closed", "个案结案"


_S = CourseState
INTAKE = frozenset({_S.REPORTED, _S.RELAPSED})  # before she was asked by the scale
UNDER_WAY = frozenset({_S.ASSESSED, _S.PLANNED, _S.PROTECTING, _S.MONITORING})


@dataclass(frozen=True)
class CourseMove:
    """One step of the course. What `by_scale` moves follows from an assessment, and has no button."""

    name: str
    label: str
    source: frozenset[CourseState]
    target: CourseState
    consequence: str = ""
    note_label: str = "说明"
    note_required: bool = False
    asks_plan: bool = False
    asks_moment: bool = False  # when it happened
    by_scale: bool = False


COURSE_MOVES = {
    move.name: move
    for move in (
        CourseMove("assess", "评估", INTAKE, _S.ASSESSED, by_scale=True),
        CourseMove(
            "raise",
            "危险升高",
            UNDER_WAY - {_S.ASSESSED} | {_S.REFERRED},
            _S.ASSESSED,
            "重新制定方案。",
            by_scale=True,
        ),
        CourseMove(
            "plan",
            "制定方案",
            frozenset({_S.ASSESSED}),
            _S.PLANNED,
            "按危险程度分级处置；高度危险的不劝和、不调解，一人一案，指定专人（规程第九条至第十一条）。",
            asks_plan=True,
        ),
        CourseMove(
            "protect",
            "开始保护处置",
            frozenset({_S.PLANNED}),
            _S.PROTECTING,
            "协助报警、伤情鉴定、告诫书、人身安全保护令、庇护和法律援助可以同时进行。",
        ),
        CourseMove(
            "monitor",
            "转入跟踪回访",
            frozenset({_S.PLANNED, _S.PROTECTING}),
            _S.MONITORING,
            "按危险程度回访，每次先问“现在方便说话吗”。",
        ),
        CourseMove(
            "close",
            "个案结案",
            frozenset({_S.MONITORING}),
            _S.CLOSED,
            "个案结束，还没有进行的回访随之取消；再次施暴的，登记后重新评估。",
            note_label="结案情况",
            note_required=True,
        ),
        CourseMove(
            "refer",
            "转介其他地方或者部门",
            UNDER_WAY,
            _S.REFERRED,
            "本单位仍然负责跟踪，直到对方办结（规程第六条）。",
            note_label="转介去向和衔接情况",
            note_required=True,
        ),
        CourseMove(
            "take_back",
            "收回办理",
            frozenset({_S.REFERRED}),
            _S.ASSESSED,
            "由本单位重新制定方案。",
            note_label="收回原因",
            note_required=True,
        ),
        CourseMove(
            "relapse",
            "登记再次施暴",
            UNDER_WAY | {_S.REFERRED, _S.CLOSED},
            _S.RELAPSED,
            "个案重新开始，请立即重新评估危险程度；正在受到侵害的，先协助报警。",
            note_label="经过、伤情",
            note_required=True,
            asks_moment=True,
        ),
    )
}


def course_moves_from(state: str) -> list[CourseMove]:
    """What may be pressed in this state."""
    return [move for move in COURSE_MOVES.values() if state in move.source and not move.by_scale]
