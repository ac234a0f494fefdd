"""Moves about what a leader answers for in person, and about what is major and urgent (art. 18 and 25)."""

from cases.law import URGENT_REPORT
from cases.workflow.move import Doer, Move
from cases.workflow.states import OPEN
from fedportal.accounts.roles import Can

LEADING = (
    Move(
        "take_in_person",
        "领导包案",
        OPEN,
        (),
        Can.DECIDE,
        doer=Doer.LINE,
        asks=("leader",),
        note_required=True,
        note_label="包案理由和要求",
        consequence="由该领导包案督促化解（条例第十八条）；办理责任和时限仍由承办单位承担。",
        rare=True,
    ),
    Move(
        "end_in_person",
        "结束包案",
        OPEN,
        (),
        Can.DECIDE,
        doer=Doer.LINE,
        note_required=True,
        note_label="包案结果",
        consequence="登记包案结果，该领导不再包案。",
        rare=True,
    ),
    Move(
        "mark_urgent",
        "列为重大紧急",
        OPEN,
        (),
        Can.HANDLE,
        doer=Doer.HOLDER,
        opens=(URGENT_REPORT,),
        note_required=True,
        note_label="情况和理由",
        consequence="立即告知本单位负责人，无人签收的逐级上报；应当向同级党委、政府和上级妇联书面报告，此后每日续报直至终报。",
        rare=True,
    ),
    Move(
        "unmark_urgent",
        "撤销重大紧急",
        OPEN,
        (),
        Can.APPROVE,
        doer=Doer.HOLDER,
        note_required=True,
        note_label="撤销理由",
        final=True,
        consequence="只用于误列的事项：紧急报告时限停止，理由留在办理过程中。隐瞒、谎报、缓报的要追究责任（条例第四十六条）。",
        rare=True,
    ),
)
