"""Moves at the door: what becomes of a registered matter (art. 23)."""

from cases.law import HANDLE, HANDLE_SIMPLE, NOTICE
from cases.workflow.move import Move
from cases.workflow.papers import DocumentKind
from cases.workflow.states import SENT, Status
from fedportal.accounts.roles import Can

HANDLE_CLOCKS = (HANDLE, HANDLE_SIMPLE)

INTAKE = (
    Move(
        "accept",
        "受理",
        frozenset({Status.REGISTERED}),
        (Status.ACCEPTED,),
        Can.DECIDE,
        paper=DocumentKind.ACCEPTANCE,
        serving_meets=(NOTICE.kind,),
        opens=HANDLE_CLOCKS,
        asks=("route", "told_how"),
        may_say=("procedure", "handler"),
        note_label="告知内容",
        consequence="本单位受理该事项，生成受理告知书；告知书送达时，告知时限停止。",
    ),
    Move(
        "take",
        "接收并受理",
        SENT,
        (Status.ACCEPTED,),
        Can.DECIDE,
        paper=DocumentKind.ACCEPTANCE,
        serving_meets=(NOTICE.kind,),
        opens=HANDLE_CLOCKS,
        asks=("route", "told_how"),
        may_say=("procedure", "handler"),
        note_label="告知内容",
        consequence="本单位接收并受理上级转来的事项，生成受理告知书；告知书送达时，告知时限停止。接收后不能再提异议。",
    ),
    Move(
        "redirect",
        "告知去向",
        frozenset({Status.REGISTERED}),
        (Status.REDIRECTED,),
        Can.DECIDE,
        paper=DocumentKind.DIRECTION,
        serving_meets=(NOTICE.kind,),
        asks=("competent_organ", "told_how"),
        note_label="告知内容",
        consequence="不属妇联职权，告知信访人向有权处理的机关提出；告知书送达时，告知时限停止。",
    ),
    Move(
        "pass_down",
        "转送下级妇联",
        frozenset({Status.REGISTERED}) | SENT,
        (Status.PASSED_DOWN,),
        Can.DECIDE,
        paper=DocumentKind.PASSING,
        serving_meets=(NOTICE.kind,),
        opens=(NOTICE,),
        asks=("receiver", "told_how"),
        note_label="转送说明",
        consequence="转出后由接收单位办理，本单位不再承办；告知时限自接收单位收到之日重新起算。",
    ),
    Move(
        "assign",
        "交办下级妇联",
        frozenset({Status.REGISTERED}) | SENT,
        (Status.ASSIGNED,),
        Can.DECIDE,
        paper=DocumentKind.PASSING,
        serving_meets=(NOTICE.kind,),
        opens=(NOTICE,),
        asks=("receiver", "report_due_on", "told_how"),
        note_label="交办要求",
        consequence="转出后由接收单位办理，并在限定日期前向本单位上报办理结果。",
    ),
    Move(
        "refuse",
        "不予受理",
        frozenset({Status.REGISTERED}),
        (Status.NOT_ACCEPTED,),
        Can.REFUSE,
        paper=DocumentKind.REFUSAL,
        serving_meets=(NOTICE.kind,),
        asks=("refusal", "told_how"),
        note_required=True,
        note_label="理由",
        consequence="不予受理，并书面告知信访人理由；告知书送达时，告知时限停止。",
    ),
)
