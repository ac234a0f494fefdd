"""Moves between units that differ about who is competent (art. 23, para 3; art. 24)."""

from cases.law import DISPUTE_DECISION, NOTICE, OBJECTION_DECISION
from cases.workflow.move import Move
from cases.workflow.states import SENT, Status
from fedportal.accounts.roles import Can

OBJECTING = (
    Move(
        "object",
        "提出异议",
        SENT,
        (Status.OBJECTED,),
        Can.DECIDE,
        note_required=True,
        note_label="异议理由",
        consequence="请转送单位核定。核定之前仍由本单位承办，告知时限继续计算。",
    ),
    Move(
        "object_agree",
        "同意异议，收回",
        frozenset({Status.OBJECTED}),
        (Status.REGISTERED,),
        Can.DECIDE,
        meets=(OBJECTION_DECISION.kind,),
        opens=(NOTICE,),
        note_label="核定意见",
        answers="object",
        consequence="事项退回本单位，由本单位重新处理；告知时限自收回之日起算。",
    ),
    Move(
        "object_reject",
        "不同意异议",
        frozenset({Status.OBJECTED}),
        (Status.PASSED_DOWN, Status.ASSIGNED),
        Can.DECIDE,
        meets=(OBJECTION_DECISION.kind,),
        note_required=True,
        note_label="核定意见",
        answers="object",
        consequence="事项仍由接收单位承办，接收单位不能再次提出异议；仍有争议的，可以提请共同上级裁定。",
    ),
    Move(
        "dispute",
        "提请裁定管辖",
        frozenset({Status.REGISTERED}) | SENT,
        (Status.DISPUTED,),
        Can.DECIDE,
        asks=("other_unit",),
        note_required=True,
        note_label="争议情况",
        consequence="由两单位的共同上级妇联裁定承办单位（条例第二十四条）。裁定之前仍由本单位承办，告知时限继续计算。",
        rare=True,
    ),
    Move(
        "decide_dispute",
        "裁定管辖",
        frozenset({Status.DISPUTED}),
        (Status.PASSED_DOWN,),
        Can.DECIDE,
        meets=(DISPUTE_DECISION.kind,),
        opens=(NOTICE,),
        asks=("decided_unit",),
        note_required=True,
        note_label="裁定理由",
        answers="dispute",
        consequence="事项由裁定的单位承办，不能再提异议；告知时限自该单位收到之日起算。",
    ),
)
