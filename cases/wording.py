"""What the papers to a petitioner say, drafted from the case; an officer may re-word them before they are served.

No paper holds an address, a telephone number or an identity number (domain.md D24).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from cases.law import REGULATION
from cases.limitations import LIMITATIONS
from cases.models import Party, Petition
from cases.workflow import DocumentKind, MediationKind, Outcome, Procedure, Refusal, Remedy, Result, Route
from fedportal.lib.templatetags.portal import day
from fedportal.orgs.models import Organization


@dataclass(frozen=True)
class Wording:
    """What a paper says: `body` is its paragraphs, a line each; `main_to` and `copy_to` its addressees."""

    title: str
    main_to: str
    body: str
    copy_to: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Told:
    """The facts of a move that its paper speaks of; each kind uses its own."""

    org: Organization  # who writes
    at: dt.datetime
    note: str = ""
    due_at: dt.datetime | None = None
    competent_organ: str = ""
    receiver: Organization | None = None
    refusal: str = ""
    result: str = ""
    findings: str = ""
    basis: str = ""
    outcome: str = ""
    remedy: str = ""
    until: dt.date | None = None
    days: int = 0
    terms: str = ""
    mediation_kind: str = ""
    superior: str = ""  # where one may turn next


def petitioner_name(row: Petition) -> str:
    """To whom a notice is addressed."""
    return row.parties.kept().filter(role=Party.Role.PETITIONER).values_list("name", flat=True).get()


def draft(row: Petition, kind: DocumentKind, told: Told, *, to: str) -> Wording:
    """The wording of a paper of this kind about this matter; `to` is its main addressee."""
    paragraphs = [*_DRAFTS[kind](row, told), *filter(None, [told.note if kind not in _NOTE_WITHIN else ""])]
    return Wording(
        title=f"{told.org.name}{kind.label}",
        main_to=to,
        body="\n".join(paragraphs),
        basis=told.basis or _BASIS.get(kind, f"{REGULATION}第二十三条"),
    )


def _received(row: Petition) -> str:
    received = timezone.localtime(row.received_at)
    return (
        f"您于 {received:%Y 年 %-m 月 %-d 日}以{row.get_channel_display()}形式提出的信访事项"
        f"（编号 {row.number}）收悉。您的诉求是：{row.request.strip()}"
    )


def _on(moment: dt.datetime | None) -> str:
    return day(timezone.localtime(moment)) if moment else ""


def _acceptance(row: Petition, told: Told) -> list[str]:
    lines = [_received(row), f"经审查，根据{REGULATION}第二十三条，我会决定予以受理。"]
    if row.route:
        lines.append(f"该事项按“{Route(row.route).label}”的途径办理。")
    if told.due_at:
        way = "适用简易办理，" if row.procedure == Procedure.SIMPLE else ""
        lines.append(f"{way}我会将于 {_on(told.due_at)} 前办结并书面答复您；需要延期的，会告知您理由。")
    return [*lines, "您可以凭本事项编号向我会查询办理进展。"]


def _direction(row: Petition, told: Told) -> list[str]:
    organ = told.competent_organ
    return [_received(row), f"经审查，该事项不属于妇联职权范围，请您依法向{organ}提出。我会将在职责范围内提供帮助。"]


def _refusal(row: Petition, told: Told) -> list[str]:
    why = Refusal(told.refusal).label
    return [_received(row), f"经审查，该事项属于下列情形，不予受理：{why}。", f"具体理由：{told.note}"]


def _passing(row: Petition, told: Told) -> list[str]:
    receiver = told.receiver.name if told.receiver else ""
    return [
        _received(row),
        f"经审查，该事项属于{receiver}职责范围，已于 {_on(told.at)} 转送{receiver}办理。",
        f"{receiver}将自收到之日起 15 日内书面告知您是否受理。",
    ]


def _extension(row: Petition, told: Told) -> list[str]:
    return [
        _received(row),
        f"因情况复杂，经我会负责人批准，该事项延长办理期限 {told.days} 日，至 {_on(told.due_at)} 前办结。",
        f"延期理由：{told.note}",
    ]


def _diversion(row: Petition, told: Told) -> list[str]:
    lines = [
        _received(row),
        f"经审查，该事项应当通过“{Remedy(told.remedy).label}”程序处理，请您依法向{told.competent_organ}提出。",
    ]
    limitation = LIMITATIONS.get(told.remedy)
    if limitation and told.until:
        lines.append(
            f"请注意：根据{limitation.article}，申请期限自{limitation.starts}起计算，"
            f"至 {told.until} 届满，请在此前提出。"
        )
    return lines


def _reply(row: Petition, told: Told) -> list[str]:
    return [_received(row), f"现答复如下：{told.note}"]


def _opinion(row: Petition, told: Told) -> list[str]:
    return [
        _received(row),
        f"经调查核实，查明：{told.findings}",
        f"依据：{told.basis}",
        f"处理意见：{Result(told.result).label}。{told.note}",
        _next_remedy("复查", "第三十五条", told),
    ]


def _review(row: Petition, told: Told) -> list[str]:
    return [
        _received(row),
        f"您不服原处理意见，申请复查。经审查，查明：{told.findings}",
        f"依据：{told.basis}",
        f"复查意见：{Outcome(told.outcome).label}。{told.note}",
        _next_remedy("复核", "第三十六条", told),
    ]


def _next_remedy(name: str, article: str, told: Told) -> str:
    where = told.superior or "上一级机关、单位"
    return f"您对本意见不服的，可以自收到之日起 30 日内向{where}申请{name}（{REGULATION}{article}）。"


def _recheck(row: Petition, told: Told) -> list[str]:
    return [
        _received(row),
        f"您不服复查意见，申请复核。经审查，查明：{told.findings}",
        f"依据：{told.basis}",
        f"复核意见：{Outcome(told.outcome).label}。{told.note}",
        f"本意见为信访终结意见。根据{REGULATION}第三十六条，您仍以同一事实和理由提出信访请求的，不再受理；"
        "我会将继续做好关心帮扶工作。",
    ]


def _mediation(row: Petition, told: Told) -> list[str]:
    return [
        f"就编号 {row.number} 的信访事项，经{MediationKind(told.mediation_kind).label}，双方自愿达成如下协议：",
        *told.terms.splitlines(),
        "双方可以自本协议生效之日起 30 日内，共同向人民法院申请司法确认（《人民调解法》第三十三条）。",
        "双方当事人（签名）：　　　　　　　　调解员（签名）：",
    ]


def _assignment(row: Petition, told: Told) -> list[str]:
    return [
        f"现将编号 {row.number} 的信访事项交你单位办理。诉求：{row.request.strip()}",
        f"请于 {told.until} 前办结，并书面报送办理结果。",
    ]


_DRAFTS: dict[DocumentKind, Callable[[Petition, Told], list[str]]] = {
    DocumentKind.ACCEPTANCE: _acceptance,
    DocumentKind.DIRECTION: _direction,
    DocumentKind.REFUSAL: _refusal,
    DocumentKind.PASSING: _passing,
    DocumentKind.ASSIGNMENT: _assignment,
    DocumentKind.EXTENSION: _extension,
    DocumentKind.DIVERSION: _diversion,
    DocumentKind.REPLY: _reply,
    DocumentKind.OPINION: _opinion,
    DocumentKind.REVIEW: _review,
    DocumentKind.RECHECK: _recheck,
    DocumentKind.MEDIATION: _mediation,
}
# Kinds whose note stands within their sentences.
_NOTE_WITHIN = frozenset(
    {
        *(DocumentKind.REFUSAL, DocumentKind.REPLY, DocumentKind.OPINION, DocumentKind.EXTENSION),
        *(DocumentKind.REVIEW, DocumentKind.RECHECK, DocumentKind.PASSING),
    }
)
_BASIS = {
    DocumentKind.EXTENSION: f"{REGULATION}第三十四条",
    DocumentKind.DIVERSION: f"{REGULATION}第三十一条",
    DocumentKind.OPINION: f"{REGULATION}第三十二条",
    DocumentKind.MEDIATION: f"{REGULATION}第三十三条",
}
