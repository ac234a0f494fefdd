"""Moves of the units above: review and re-review (art. 35, 36)."""

from cases.law import RECHECK, REVIEW
from cases.workflow.move import Doer, Move
from cases.workflow.papers import DocumentKind
from cases.workflow.states import AT_WORK, Status
from fedportal.accounts.roles import Can

REVIEWING = (
    Move(
        "ask_review",
        "登记复查申请",
        frozenset({Status.OPINION_ISSUED}),
        (Status.UNDER_REVIEW,),
        Can.DECIDE,
        doer=Doer.LINE,
        asks=("requested_on",),
        note_required=True,
        note_label="申请理由",
        consequence="由上一级妇联复查，自收到请求之日起 30 日内提出复查意见（条例第三十五条）。",
    ),
    Move(
        "decide_review",
        "出具复查意见",
        frozenset({Status.UNDER_REVIEW}),
        (Status.REVIEWED, Status.REOPENED),
        Can.REVIEW,
        paper=DocumentKind.REVIEW,
        serving_meets=(REVIEW.kind,),
        asks=("outcome", "findings", "basis", "told_how"),
        note_required=True,
        note_label="复查意见",
        consequence="生成复查意见书；送达时复查时限停止，信访人自收到之日起 30 日内可以申请复核。",
    ),
    Move(
        "ask_recheck",
        "登记复核申请",
        frozenset({Status.REVIEWED}),
        (Status.UNDER_RECHECK,),
        Can.DECIDE,
        doer=Doer.LINE,
        asks=("requested_on",),
        note_required=True,
        note_label="申请理由",
        consequence="由复查单位的上一级妇联复核，自收到请求之日起 30 日内提出复核意见（条例第三十六条）。",
    ),
    Move(
        "hold_hearing",
        "举行听证",
        frozenset({Status.UNDER_REVIEW, Status.UNDER_RECHECK}) | AT_WORK,
        (),
        Can.REVIEW,
        asks=("hearing_from", "hearing_until"),
        note_required=True,
        note_label="听证事项和参加人员",
        consequence="复核中的听证，所需时间不计算在复核期限内（条例第三十六条）；其他阶段的听证不影响时限。",
    ),
    Move(
        "end_hearing",
        "登记听证结果",
        frozenset({Status.UNDER_REVIEW, Status.UNDER_RECHECK}) | AT_WORK,
        (),
        Can.REVIEW,
        asks=("held_until",),
        note_required=True,
        note_label="听证笔录摘要",
        consequence="按听证实际所用天数核定复核期限。",
    ),
    Move(
        "decide_recheck",
        "出具复核意见",
        frozenset({Status.UNDER_RECHECK}),
        (Status.TERMINATED,),
        Can.REVIEW,
        paper=DocumentKind.RECHECK,
        serving_meets=(RECHECK.kind,),
        asks=("outcome", "findings", "basis", "told_how"),
        note_required=True,
        note_label="复核意见",
        final=True,
        consequence="复核意见为终结意见：信访人仍以同一事实和理由提出的，不再受理；帮扶、疏导继续（条例第三十六、三十七条）。",
    ),
)
