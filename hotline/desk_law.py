"""The numbers that bind what stands behind the telephone: knowledge base, rota and hand-over. All are POLICY."""

from fedportal.deadlines.limits import Limit, Unit

# Laws change: what callers are told is looked at again every year.
KNOWLEDGE_REVIEW = Limit(
    "knowledge_review",
    "knowledge_review",
    "复核知识条目",
    12,
    Unit.MONTH,
    "12338 热线知识库年度复核（内部口径）",
    starts="发布或者上次复核之日",
    ladder="knowledge",
    policy=True,
)
# A shift that nobody has taken is filled before it begins: its own start is the last moment, whatever the amount.
SHIFT_GAP = Limit(
    "shift_gap",
    "shift_gap",
    "排定班次的接线员",
    1,
    Unit.HOUR,
    "12338 热线排班（内部口径）",
    starts="排定班次之时",
    ladder="shift_gap",
    policy=True,
)
# What one agent leaves for the next is taken up within a working day.
HANDOVER = Limit(
    "handover",
    "handover",
    "签收交班事项",
    1,
    Unit.WORKING_DAY,
    "12338 热线交接班（内部口径）",
    starts="交班之日",
    ladder="handover",
    policy=True,
)
DESK_LIMITS = (KNOWLEDGE_REVIEW, SHIFT_GAP, HANDOVER)
