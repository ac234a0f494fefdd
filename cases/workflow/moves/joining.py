"""Moves that join matters and part them: merger, splitting, and the link to an earlier petition (X7, X31)."""

from cases.workflow.move import Doer, Move
from cases.workflow.states import OPEN, Status
from fedportal.accounts.roles import Can

JOINING = (
    Move(
        "split",
        "分案",
        frozenset({Status.MERGED}),
        tuple(status for status in Status if status in OPEN),
        Can.MERGE,
        doer=Doer.HOLDER,
        note_required=True,
        note_label="分案理由",
        consequence="本件恢复并案以前的状态，单独办理；时限仍按原来的截止日计算，已经超过的按超期处理。",
        rare=True,
    ),
    Move(
        "merge",
        "并案",
        OPEN,
        (Status.MERGED,),
        Can.MERGE,
        doer=Doer.HOLDER,
        asks=("survivor",),
        note_required=True,
        note_label="并案理由",
        consequence="本件并入所选的信访事项一并办理：本件的时限结束，来访来信次数计入所并入的事项。以后可以分案。",
        rare=True,
    ),
    Move(
        "unlink",
        "不是同一事项",
        OPEN,
        (),
        Can.DECIDE,
        doer=Doer.HOLDER,
        note_required=True,
        note_label="如何核实",
        consequence="取消与此前信访事项的关联，本件按新的事项办理。",
        rare=True,
    ),
)
