"""The numbers that bind work orders of 12345 and missed calls, each once, with its source (domain.md L4, L5, L7)."""

from fedportal.deadlines.limits import Limit, Unit
from hotline.desk_law import DESK_LIMITS

# Provincial practice and no statute: a province may set its own either way.
PRACTICE = "山东省 12345 热线工单办理要求（地方做法）"

# What is not ours goes back within two working days, with the reason; what is neither taken nor returned climbs (L4).
TICKET_RETURN = Limit(
    "ticket_return",
    "ticket_return",
    "签收或者退回 12345 工单",
    2,
    Unit.WORKING_DAY,
    PRACTICE,
    starts="收到工单之日",
    ladder="ticket",
    policy=True,
)
# Handle and answer within five working days (L4); an order sent back to be done again starts it anew.
TICKET_ANSWER = Limit(
    "ticket_12345",
    "ticket_12345",
    "答复 12345 工单",
    5,
    Unit.WORKING_DAY,
    PRACTICE,
    starts="收到工单或者退回重办之日",
    ladder="ticket",
    policy=True,
)
# The other side owes its answer within the same five days; ours is to ask for it when they are over.
TICKET_CHASE = Limit(
    "ticket_chase",
    "ticket_chase",
    "催收 12345 答复",
    5,
    Unit.WORKING_DAY,
    PRACTICE,
    starts="转出之日",
    ladder="ticket",
    policy=True,
)
# Who rang and was not answered is called back on the next working day at the latest (no rule says so: POLICY).
CALL_BACK = Limit(
    "call_back",
    "call_back",
    "回拨未接来电",
    1,
    Unit.WORKING_DAY,
    "12338 热线未接来电回拨（内部口径）",
    starts="来电之时",
    ladder="call_back",
    policy=True,
)
LIMITS = (TICKET_RETURN, TICKET_ANSWER, TICKET_CHASE, CALL_BACK, *DESK_LIMITS)

ATTEMPTS = 3  # at different times of day, before a caller counts as not reached (POLICY)

EXTENSION_AT_MOST = 10  # working days, once for each time that it is handled (L4)
