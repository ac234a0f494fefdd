"""The numbers that bind work orders, calls and telephones, each once, with its source (domain.md L2-L7)."""

import datetime as dt
from dataclasses import replace

from cases.violence_law import MANDATORY
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
# A minor or who lacks capacity suffers: to the police at once, whatever becomes of the call; the hours are those of a
# matter (cases.violence_law.MANDATORY, POLICY).
CALL_REPORT = replace(MANDATORY, code="call_report", kind="call_report")
# The same practice within the federation: who took the call sends the order on the next working day at the latest (no
# rule says so: POLICY), the unit that gets it returns it within two or answers within five.
CALL_TICKET_SEND = Limit(
    "call_ticket_send",
    "call_ticket_send",
    "派单转办",
    1,
    Unit.WORKING_DAY,
    "12338 热线工单派单（内部口径）",
    starts="生成工单或者退回之时",
    ladder="call_ticket",
    policy=True,
)
CALL_TICKET_RETURN = Limit(
    "call_ticket_return",
    "call_ticket_return",
    "签收或者退回工单",
    2,
    Unit.WORKING_DAY,
    PRACTICE,
    starts="转办之日",
    ladder="call_ticket",
    policy=True,
)
CALL_TICKET_ANSWER = Limit(
    "call_ticket_answer",
    "call_ticket_answer",
    "办理工单并反馈",
    5,
    Unit.WORKING_DAY,
    PRACTICE,
    starts="转办或者退回重办之日",
    ladder="call_ticket",
    policy=True,
)
# Nothing ends without a call back; two working days after the feedback (POLICY).
CALL_TICKET_VISIT = Limit(
    "call_ticket_visit",
    "call_ticket_visit",
    "回访来电人",
    2,
    Unit.WORKING_DAY,
    "12338 热线工单回访（内部口径）",
    starts="反馈之日",
    ladder="call_ticket",
    policy=True,
)
OF_CALL_TICKETS = (CALL_TICKET_SEND, CALL_TICKET_RETURN, CALL_TICKET_ANSWER, CALL_TICKET_VISIT)
LIMITS = (TICKET_RETURN, TICKET_ANSWER, TICKET_CHASE, CALL_BACK, CALL_REPORT, *OF_CALL_TICKETS, *DESK_LIMITS)

ATTEMPTS = 3  # at different times of day, before a caller counts as not reached (POLICY)

EXTENSION_AT_MOST = 10  # working days, once for each time that it is handled (L4)

# A call should be answered so quickly, and so many of all calls at all (GB/T 33358-2016, domain.md L2; 12338 is not
# bound by it).
ANSWERED_WITHIN = dt.timedelta(seconds=15)
CONNECTED_PERCENT = 95
NIGHT = (18, 8)  # from that hour until that one of the next morning (POLICY)

# Of telephone systems (POLICY). A message is good for so long after it was signed; an event may come so late, and is
# forgotten so long after it came, later than any that could still change what it says.
SIGNED_LASTS = dt.timedelta(minutes=5)
EVENT_LATEST = dt.timedelta(days=7)
EVENT_LASTS = dt.timedelta(days=90)
FORMER_KEY_LASTS = dt.timedelta(days=7)
SEAT_LASTS = dt.timedelta(hours=16)  # a long shift; who goes home without leaving the seat holds it no longer
