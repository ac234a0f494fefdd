"""What forbids a move although its state allows it: the law's conditions, each with the sentence that says so."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from cases.actions import joining
from cases.actions.leading import open_case
from cases.actions.letter_guards import why_letters_keep_open
from cases.actions.papers import answer_document
from cases.actions.supervision import why_orders_keep_open
from cases.actions.turns import last_transfer, superior
from cases.actions.urgent_chain import open_duty, sent_of_chain
from cases.actions.violence import guards as violence
from cases.models import Document, Petition, Transfer
from cases.workflow import DocumentKind, Procedure, Route
from fedportal.accounts.models import User
from fedportal.deadlines.querysets import DeadlineQuerySet

Guard = Callable[[Petition, User, dt.datetime], str]


def why_not(row: Petition, move: str, *, by: User, at: dt.datetime) -> str:
    """Why this move may not be made now, whatever is answered; empty if it may."""
    guard = _GUARDS.get(move)
    return guard(row, by, at) if guard else ""


def _object(row: Petition, by: User, at: dt.datetime) -> str:
    transfer = last_transfer(row)
    if transfer is None or transfer.object_until is None:
        return "上级裁定的承办单位不能提出异议。"
    if transfer.objected_at is not None:
        return "转送单位已核定过异议，不能再次提出；仍有争议的，请提请共同上级裁定。"
    if at > transfer.object_until:
        last_day = timezone.localdate(transfer.object_until)
        return f"收到转送之日起 5 个工作日内可以提出异议，{last_day} 已截止。"
    return ""


def _dispute(row: Petition, by: User, at: dt.datetime) -> str:
    transfer = last_transfer(row)
    decided = transfer is not None and transfer.mode == Transfer.Mode.DECISION
    return "上级已裁定承办单位，不能再次提请。" if decided else ""


def _start(row: Petition, by: User, at: dt.datetime) -> str:
    return _recused(row, by) or violence.why_report_first(row)


def _recused(row: Petition, by: User) -> str:
    return "您已申请回避，不能承办本件。" if row.recusals.filter(user=by).exists() else ""


def _leave_intake(row: Petition, by: User, at: dt.datetime) -> str:
    return violence.why_report_first(row)


def _assess_danger(row: Petition, by: User, at: dt.datetime) -> str:
    return violence.why_not_typed(row)


def wrong_way(row: Petition, move: str) -> str:
    """Why its way (art. 31) forbids this answer; asks nothing of the database."""
    if move == "reply" and row.route == Route.OPINION:
        return "本件按第（六）项途径办理，应当出具信访处理意见书，不能以一般答复代替。"
    if move == "issue_opinion" and row.route != Route.OPINION:
        return "只有按第（六）项途径办理的，才出具信访处理意见书。"
    return ""


def _reply(row: Petition, by: User, at: dt.datetime) -> str:
    return wrong_way(row, "reply") or _recused(row, by) or violence.why_report_first(row)


def _opinion(row: Petition, by: User, at: dt.datetime) -> str:
    if reason := wrong_way(row, "issue_opinion"):
        return reason
    if row.extensions.filter(decided_at=None).exists():
        return "延期申请还没有审批，请先审批。"
    return _recused(row, by) or violence.why_report_first(row)


def _mediate(row: Petition, by: User, at: dt.datetime) -> str:
    return _recused(row, by) or violence.why_no_mediation(row)


def _mediate_on(row: Petition, by: User, at: dt.datetime) -> str:
    """What was learned of the danger meanwhile ends a mediation that had begun."""
    reason = violence.why_no_mediation(row)
    return f"{reason}不能继续调解的，请登记“调解未成”。" if reason else ""


def _accept(row: Petition, by: User, at: dt.datetime) -> str:
    return joining.why_not_accept(row, by, at) or violence.why_report_first(row)


def _request_extension(row: Petition, by: User, at: dt.datetime) -> str:
    if row.procedure == Procedure.SIMPLE:
        return "简易办理不能延期，请先转为普通程序。"
    if row.extensions.filter(decided_at=None).exists():
        return "延期申请正在审批。"
    if row.extensions.filter(approved=True).exists():
        return "延期只有一次，本件已经延期（条例第三十四条）。"
    if not _owed(row, "handle").exists():
        return "本件没有正在计算的办结时限。"
    return _recused(row, by)


def _decide_extension(row: Petition, by: User, at: dt.datetime) -> str:
    if not row.extensions.filter(decided_at=None).exists():
        return "没有待审批的延期申请。"
    return ""


def _approve_extension(row: Petition, by: User, at: dt.datetime) -> str:
    if not _owed(row, "handle").exists():
        return "本件没有正在计算的办结时限，请选择“不批准延期”。"
    return _decide_extension(row, by, at)


def _confirm(row: Petition, by: User, at: dt.datetime) -> str:
    return "" if _owed(row, "judicial_confirm").exists() else "没有等待司法确认的调解协议。"


def _performance(row: Petition, by: User, at: dt.datetime) -> str:
    return "" if _owed(row, "performance").exists() else "没有等待回访履行情况的调解协议。"


def _report_back(row: Petition, by: User, at: dt.datetime) -> str:
    return "" if _owed(row, "report_back").filter(org=by.org).exists() else "本单位没有需要上报的交办、交转。"


def _to_ordinary(row: Petition, by: User, at: dt.datetime) -> str:
    return "" if row.procedure == Procedure.SIMPLE else "本件不是简易办理。"


def _hold_hearing(row: Petition, by: User, at: dt.datetime) -> str:
    return "已有一场听证尚未登记结果。" if row.hearings.filter(held_until=None).exists() else ""


def _end_hearing(row: Petition, by: User, at: dt.datetime) -> str:
    return "" if row.hearings.filter(held_until=None).exists() else "没有正在进行的听证。"


def _decide(row: Petition, by: User, at: dt.datetime) -> str:
    return "听证尚未登记结果，请先登记。" if row.hearings.filter(held_until=None).exists() else ""


def _ask_review(row: Petition, by: User, at: dt.datetime) -> str:
    if superior(row.org) is None:
        return "复查由全国妇联受理，请告知信访人向其提出。"
    return _unserved(row)


def _ask_recheck(row: Petition, by: User, at: dt.datetime) -> str:
    above = superior(row.org)
    if above is None or superior(above) is None:
        return "复核由全国妇联受理，请告知信访人向其提出。"
    return _unserved(row)


def _unserved(row: Petition) -> str:
    paper = answer_document(row)
    if paper is not None and paper.served_at is None:
        return f"{paper.get_kind_display()}（{paper.number}）还没有送达，期限自送达之日起算，请先登记送达。"
    return ""


def _close(row: Petition, by: User, at: dt.datetime) -> str:
    waiting = unserved_papers(row)
    if waiting:
        return f"还有公文没有登记送达：{'、'.join(waiting)}。"
    if _owed(row, "report_back").filter(org=row.org).exists():
        return "交办、交转的事项应当先上报办理结果。"
    unreported = _unreported(row) or violence.why_report_first(row)
    return unreported or why_orders_keep_open(row) or why_letters_keep_open(row)


def _withdraw(row: Petition, by: User, at: dt.datetime) -> str:
    return _unreported(row) or violence.why_report_first(row)


def _unreported(row: Petition) -> str:
    """What is urgent is reported to its end, whatever becomes of the petition (art. 25)."""
    return "重大紧急事项还没有报送终报，请先报送。" if row.urgent and open_duty(row) else ""


def _take_in_person(row: Petition, by: User, at: dt.datetime) -> str:
    taken = open_case(row)
    return f"本件已由{taken.leader.org.name}{taken.leader.name}包案。" if taken else ""


def _end_in_person(row: Petition, by: User, at: dt.datetime) -> str:
    taken = open_case(row)
    if taken is None:
        return "本件没有领导包案。"
    if taken.leader.org_id != by.org_id:
        return f"由{taken.leader.org.name}领导包案，只有该单位可以结束。"
    return ""


def _mark_urgent(row: Petition, by: User, at: dt.datetime) -> str:
    return "本件已经列为重大紧急，正在报告。" if row.urgent and open_duty(row) else ""


def _unmark_urgent(row: Petition, by: User, at: dt.datetime) -> str:
    if not row.urgent or open_duty(row) is None:
        return "本件没有正在报告的重大紧急情况。"
    return "已经报送过紧急报告，处置完毕的请报送终报。" if sent_of_chain(row) else ""


def _archive(row: Petition, by: User, at: dt.datetime) -> str:
    if waiting := unserved_papers(row):
        return f"卷宗不全，还有公文没有登记送达：{'、'.join(waiting)}。"
    planned = row.follow_ups.planned().first()
    return f"{planned.planned_on} 安排的回访还没有登记，请先登记或者取消。" if planned else _unended(row)


def _unended(row: Petition) -> str:
    return _unreported(row) or violence.why_course_keeps_open(row)


def unserved_papers(row: Petition) -> list[str]:
    """Papers for the petitioner that were written and never served; a mediation agreement is signed by both."""
    told = Document.objects.filter(petition=row, served_at=None, kind__in=TOLD_BY)
    return list(told.order_by("made_at").values_list("number", flat=True))


TOLD_BY = (
    *(DocumentKind.ACCEPTANCE, DocumentKind.DIRECTION, DocumentKind.REFUSAL, DocumentKind.PASSING),
    *(DocumentKind.EXTENSION, DocumentKind.DIVERSION, DocumentKind.REPLY, DocumentKind.OPINION),
    *(DocumentKind.REVIEW, DocumentKind.RECHECK),
)


def _owed(row: Petition, kind: str) -> DeadlineQuerySet:
    return row.deadlines.open().filter(kind=kind)


_GUARDS: dict[str, Guard] = {
    "object": _object,
    "dispute": _dispute,
    "start": _start,
    "reply": _reply,
    "issue_opinion": _opinion,
    "mediate": _mediate,
    **dict.fromkeys(("mediation_agreed", "prolong_mediation"), _mediate_on),
    "divert": _start,
    "request_extension": _request_extension,
    "approve_extension": _approve_extension,
    "refuse_extension": _decide_extension,
    "confirm_agreement": _confirm,
    "record_performance": _performance,
    "report_back": _report_back,
    "to_ordinary": _to_ordinary,
    "hold_hearing": _hold_hearing,
    "end_hearing": _end_hearing,
    "ask_review": _ask_review,
    "ask_recheck": _ask_recheck,
    "decide_review": _decide,
    "decide_recheck": _decide,
    "close": _close,
    "withdraw": _withdraw,
    "take_in_person": _take_in_person,
    "end_in_person": _end_in_person,
    "mark_urgent": _mark_urgent,
    "unmark_urgent": _unmark_urgent,
    "archive": _archive,
    **dict.fromkeys(("pass_down", "assign", "redirect", "refuse"), _leave_intake),
    "assess_danger": _assess_danger,
    **dict.fromkeys(("accept", "take"), _accept),
    "merge": joining.why_not_merge,
    "split": joining.why_not_split,
    "unlink": joining.why_not_unlink,
}
