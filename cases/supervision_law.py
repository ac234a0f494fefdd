"""The numbers of supervision and advice, each beside its article: a part of cases.law, which lists its limits."""

from fedportal.deadlines.limits import Limit, Unit

_ARTICLE = "《信访工作条例》第四十条"

# A superior's order names its own last day for the answer; this is what holds where it names none. The regulation
# gives none (art. 40): POLICY. The clock starts anew when an answer is sent back.
SUPERVISION_REPLY = Limit(
    "supervision_reply",
    "supervision_reply",
    "回复督办单",
    10,
    Unit.WORKING_DAY,
    f"{_ARTICLE}（时数为内部规定）",
    starts="签发或者退回之日",
    ladder="supervision",
    policy=True,
)
# What becomes of a suggestion is answered in writing (art. 40, para 4, which gives no days): POLICY.
SUGGESTION_REPLY = Limit(
    "suggestion_reply",
    "suggestion_reply",
    "书面反馈采纳情况",
    30,
    Unit.DAY,
    f"{_ARTICLE}（日数为内部规定）",
    starts="提出之日",
    ladder="advice",
    policy=True,
)
SUPERVISION_LIMITS = (SUPERVISION_REPLY, SUGGESTION_REPLY)

# POLICY (domain.md 3.7, steps 4 and 5): an order is drafted when a duty has climbed there.
DRAFTS_ORDER_AT = {"ordinary": (4, 5), "demo_fast": (5,)}  # steps by ladder
# POLICY (3.7, step 6): from so many orders that nobody answered in time, talks and the like may be proposed.
UNANSWERED_FROM = 2
