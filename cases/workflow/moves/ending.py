"""Moves that end a matter, and those that change who works on it."""

from cases.workflow.move import Doer, Move
from cases.workflow.states import ANSWERED, OPEN, Status
from fedportal.accounts.roles import Can

ENDING = (
    Move(
        "close",
        "办结",
        ANSWERED | {Status.NOT_ACCEPTED},
        (Status.CLOSED,),
        Can.CLOSE,
        may_say=("agreed",),
        final=True,
        consequence="办结后不能再办理或修改，其余时限一并结束。生活困难的，请告知或者帮助其申请社会救助（条例第三十七条）。",
    ),
    Move(
        "archive",
        "归档",
        frozenset({Status.CLOSED, Status.TERMINATED, Status.WITHDRAWN}),
        (Status.ARCHIVED,),
        Can.ARCHIVE,
        asks=("retention",),
        final=True,
        consequence="归档后卷宗锁定，并计算校验值，任何改动都能被发现。",
    ),
    Move(
        "reassign",
        "指定承办人",
        OPEN,
        (),
        Can.DECIDE,
        doer=Doer.HOLDER,
        asks=("handler",),
        consequence="本件由指定的人承办。",
        rare=True,
    ),
    Move(
        "recuse",
        "申请回避",
        OPEN,
        (),
        Can.HANDLE,
        doer=Doer.HOLDER,
        note_required=True,
        note_label="与本件的利害关系",
        consequence="您不再承办本件，请负责人另行指定承办人（条例第二十八条）。",
        rare=True,
    ),
    Move(
        "withdraw",
        "信访人撤回",
        OPEN,
        (Status.WITHDRAWN,),
        Can.DECIDE,
        doer=Doer.HOLDER,
        asks=("withdrawn_how", "safety"),
        note_required=True,
        note_label="撤回理由",
        final=True,
        consequence="事项终止办理，时限结束。涉及家庭暴力、未成年人的，撤回不免除强制报告义务。",
        rare=True,
    ),
)
