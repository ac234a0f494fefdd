"""What letters to authorities say, drafted from the case; an officer may re-word them until they are signed.

No letter holds an address, a telephone number or an identity number (domain.md D24), nor the number of the case; the
petitioner is named only where the letter needs it, and never for an accusation (W2).
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from cases.models import Letter, Petition
from cases.wording import Wording
from cases.workflow import DocumentKind
from cases.workflow.letters import PLANS, ClueGround, Relief, Urgency
from fedportal.deadlines.limits import Unit
from fedportal.deadlines.models import DeadlineRule
from fedportal.orgs.models import Agency, Organization

LAW = "《中华人民共和国妇女权益保障法》"
LEGAL_AID_LAW = "《中华人民共和国法律援助法》"
_NUMBERED = re.compile(r"[（(]?[0-9０-９一二三四五六七八九十]+[）).．、]")
SECRECY = "请依法为求助人保密，不得向被反映的人员、单位透露其身份和去向。"


@dataclass(frozen=True)
class Facts:
    """What a letter speaks of; each kind uses its own."""

    org: Organization  # who writes
    agency: Agency
    facts: str
    ask: str
    within: str  # the limit of the answer: 30 日
    person: str = ""  # empty: not named
    relief: str = ""
    ground: str = ""
    urgency: str = ""
    follows: Letter | None = None

    @property
    def who(self) -> str:
        return self.person or "群众"


def draft_letter(row: Petition, kind: DocumentKind, given: Facts) -> Wording:
    """The wording of a letter of this kind about this matter."""
    basis = f"{LEGAL_AID_LAW}第三十二条、第四十三条" if given.relief == Relief.LEGAL_AID else PLANS[kind].article
    return Wording(
        title=f"{given.org.name}{kind.label}",
        main_to=given.agency.name,
        body="\n".join(_DRAFTS[kind](row, given)),
        basis=basis,
    )


def within(rule: DeadlineRule) -> str:
    """30 日, 3 个工作日."""
    return f"{rule.amount} {Unit(rule.unit).label}"


def _told(row: Petition, given: Facts) -> list[str]:
    return [f"我会收到{given.who}求助，反映{row.category_label}问题，主要情况如下：", *_lines(given.facts)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _points(text: str) -> list[str]:
    """What is asked, numbered where it is more than one thing and not numbered yet."""
    lines = _lines(text)
    if len(lines) < 2 or any(_NUMBERED.match(line) for line in lines):
        return lines
    return [f"{n}. {line}" for n, line in enumerate(lines, 1)]


def _investigation(row: Petition, given: Facts) -> list[str]:
    return [
        *_told(row, given),
        f"{LAW}第七十三条规定，妇女的合法权益受到侵害的，妇女联合会应当维护，有权要求并协助有关部门或者单位查处；"
        "有关部门或者单位应当依法查处，并予以答复。据此，要求你单位依法查处：",
        *_points(given.ask),
        f"请自收到本函之日起 {given.within}内，将查处情况书面答复我会。我会将依法协助。",
        SECRECY,
    ]


def _urging(row: Petition, given: Facts) -> list[str]:
    return [
        _earlier(given.follows),
        *_lines(given.facts),
        f"{LAW}第七十三条规定，有关部门或者单位对要求查处的事项不予处理或者处理不当的，妇女联合会可以向其提出督促处理意见，"
        "必要时可以提请同级人民政府开展督查。现提出督促处理意见如下：",
        *_points(given.ask),
        f"请自收到本意见书之日起 {given.within}内，将处理情况书面答复我会。",
        SECRECY,
    ]


def _earlier(letter: Letter | None) -> str:
    """What was sent before and what came of it."""
    assert letter is not None  # the guard has made sure
    assert letter.sent_at is not None
    sent = f"我会于 {_day(letter.sent_at)}向{letter.document.main_to}发出{letter.label}（{letter.document.number}）"
    if letter.replied_at is None:
        return f"{sent}，至今未收到答复。"
    return f"{sent}，{letter.document.main_to}于 {_day(letter.replied_at)}答复。经研究，我会认为处理不当。"


def _inspection(row: Petition, given: Facts) -> list[str]:
    urged = given.follows
    assert urged is not None  # the guard has made sure
    assert urged.follows is not None
    return [
        _earlier(urged.follows),
        f"我会已向该单位提出督促处理意见（{urged.document.number}）。",
        *_lines(given.facts),
        f"{LAW}第七十三条规定，有关部门或者单位不予处理或者处理不当的，妇女联合会可以向其提出督促处理意见，"
        "必要时可以提请同级人民政府开展督查。据此，提请开展督查：",
        *_points(given.ask),
        f"请自收到本函之日起 {given.within}内，将有关情况函告我会。",
    ]


def _interview(row: Petition, given: Facts) -> list[str]:
    return [
        *_told(row, given),
        f"{LAW}第七十四条规定，用人单位侵害妇女劳动和社会保障权益的，人力资源和社会保障部门可以联合工会、"
        "妇女联合会约谈用人单位，依法进行监督并要求其限期纠正。现建议：",
        *_points(given.ask),
        "本函为建议，是否约谈由你单位依法决定。需要我会参加的，我会将派员参加。",
        f"请自收到本函之日起 {given.within}内，将采纳情况函告我会。",
        SECRECY,
    ]


def _suit_support(row: Petition, given: Facts) -> list[str]:
    return [
        f"{given.who}因{row.category_label}问题依法向你院起诉，请求我会支持。主要情况如下：",
        *_lines(given.facts),
        f"{LAW}第七十三条规定，受害妇女进行诉讼需要帮助的，应当给予支持和帮助；第七十八条规定，国家机关、社会团体、"
        "企业事业单位对侵害妇女权益的行为，可以支持受侵害的妇女向人民法院起诉。我会支持其起诉，意见如下：",
        *_points(given.ask),
    ]


def _clue(row: Petition, given: Facts) -> list[str]:
    return [
        f"我会在工作中发现下列涉及{row.category_label}的情况：",
        *_lines(given.facts),
        f"上述情况可能侵害妇女合法权益、导致社会公共利益受损，涉及{LAW}第七十七条"
        f"{ClueGround(given.ground).label}。现将线索移送你院：",
        *_points(given.ask),
        f"请自收到本函之日起 {given.within}内，将办理情况函告我会。",
    ]


def _referral(row: Petition, given: Facts) -> list[str]:
    relief = Relief(given.relief)
    return [
        f"{given.who}因{row.category_label}问题向我会求助。经本人同意，现转介你单位，请给予{relief.label}。主要情况如下：",
        *_lines(given.facts),
        "请求：",
        *_points(given.ask),
        f"紧急程度：{Urgency(given.urgency).label}。",
        _feedback(row, relief, given.within),
        "联系本人的方式由我会经办人另行告知，请注意保密，不要在电话、短信中透露来意。",
    ]


def _feedback(row: Petition, relief: Relief, days: str) -> str:
    if relief is not Relief.LEGAL_AID:
        return f"请自收到本函之日起 {days}内反馈接收和办理进展；不能接收的，请退回并说明理由。"
    freely = (
        "第三十二条规定，遭受虐待、遗弃或者家庭暴力的受害人主张相关权益申请法律援助的，不受经济困难条件的限制；"
        if row.is_violent
        else ""
    )
    return (
        f"{LEGAL_AID_LAW}{freely}第四十三条规定，法律援助机构应当自收到申请之日起七日内作出是否给予援助的决定，"
        f"决定给予的，三日内指派法律援助人员。请自收到本函之日起 {days}内，将决定情况反馈我会。"
    )


def _day(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.year} 年 {local.month} 月 {local.day} 日"


_DRAFTS: dict[DocumentKind, Callable[[Petition, Facts], list[str]]] = {
    DocumentKind.INVESTIGATION: _investigation,
    DocumentKind.URGING: _urging,
    DocumentKind.INSPECTION: _inspection,
    DocumentKind.INTERVIEW: _interview,
    DocumentKind.SUIT_SUPPORT: _suit_support,
    DocumentKind.CLUE: _clue,
    DocumentKind.REFERRAL: _referral,
}
