"""The numbers of the law that bind petitions, each once, beside its article (domain.md 2.1 and 3.7)."""

from cases.referral_law import REFERRAL_LIMITS
from cases.supervision_law import SUPERVISION_LIMITS
from cases.violence_law import VIOLENCE_LIMITS
from fedportal.deadlines.limits import Limit, Unit
from fedportal.orgs.models import Level

REGULATION = "《信访工作条例》"
RIGHTS_LAW = "《妇女权益保障法》"

# Tell the petitioner in writing what becomes of her matter; on the spot, else within 15 days of receipt.
# Each hop down the federation's own system starts it anew for the receiver (art. 23, paras 2 and 3).
NOTICE = Limit("notice", "notice", "告知受理情况", 15, Unit.DAY, f"{REGULATION}第二十三条", starts="收到之日")
# Only a matter to be investigated and decided by opinion (art. 31, item 6) starts this clock.
HANDLE = Limit("handle", "handle", "办结", 60, Unit.DAY, f"{REGULATION}第三十四条", starts="受理之日")
# Article 25 says 及时 and gives no hours; the four hours to the first written report are POLICY.
URGENT_REPORT = Limit(
    "urgent_report",
    "urgent_report",
    "报送首次书面报告",
    4,
    Unit.HOUR,
    f"{REGULATION}第二十五条（及时；时数为内部规定）",
    starts="列为重大紧急之时",
    ladder="urgent",
    policy=True,
)
# After each report but the last the next one is owed within a day, until the final report (domain.md 3.7).
URGENT_FOLLOW_UP = Limit(
    "urgent_follow_up",
    "urgent_follow_up",
    "报送续报或者终报",
    24,
    Unit.HOUR,
    f"{REGULATION}第二十五条（及时；时数为内部规定）",
    starts="上一次报告报送之时",
    ladder="urgent_follow_up",
    policy=True,
)
URGENT_KINDS = (URGENT_REPORT.kind, URGENT_FOLLOW_UP.kind)
# Demo mode only: the notice clock in a minute, on the fast ladder.
NOTICE_DEMO = Limit(
    "notice_demo",
    "notice",
    "告知受理情况（演示快钟）",
    1,
    Unit.MINUTE,
    "仅供演示，非法定时限",
    starts="登记之时",
    ladder="demo_fast",
    policy=True,
)

# Simple procedure for clear, small, first-time matters: an opinion within ten working days of acceptance (X42).
HANDLE_SIMPLE = Limit(
    "handle_simple",
    "handle",
    "办结（简易办理）",
    10,
    Unit.WORKING_DAY,
    "《信访事项简易办理办法（试行）》",
    starts="受理之日",
)
# A unit that finds a matter mis-sent objects within five working days of receiving it (art. 23, para 3): its right,
# no duty, so no clock climbs; the last moment is kept on the transfer.
OBJECTION = Limit(
    "objection", "objection", "提出转送异议", 5, Unit.WORKING_DAY, f"{REGULATION}第二十三条", starts="收到转送之日"
)
# The regulation names no days for the sender's answer, the superior's decision or the head's approval: POLICY.
OBJECTION_DECISION = Limit(
    "objection_decision",
    "objection_decision",
    "核定转送异议",
    5,
    Unit.WORKING_DAY,
    f"{REGULATION}第二十三条（时数为内部规定）",
    starts="收到异议之日",
    policy=True,
)
DISPUTE_DECISION = Limit(
    "dispute_decision",
    "dispute_decision",
    "裁定管辖",
    5,
    Unit.WORKING_DAY,
    f"{REGULATION}第二十四条（时数为内部规定）",
    starts="收到争议之日",
    policy=True,
)
EXTENSION_DECISION = Limit(
    "extension_decision",
    "extension_decision",
    "审批延期申请",
    3,
    Unit.WORKING_DAY,
    f"{REGULATION}第三十四条（时数为内部规定）",
    starts="提出申请之日",
    policy=True,
)
# An assignment names its own day for reporting back; this is what the page offers first.
REPORT_BACK = Limit(
    "report_back",
    "report_back",
    "上报办理结果",
    30,
    Unit.DAY,
    f"{REGULATION}第二十三条（交办；日期由交办单位确定）",
    starts="交办之日",
    policy=True,
)
# What another organ, such as a bureau for petitions, handed over: the day on which it wants to hear (art. 22).
SOURCE_REPORT = Limit(
    "source_report",
    "report_back",
    "向交转单位反馈办理结果",
    30,
    Unit.DAY,
    f"{REGULATION}第二十二条（日期由交转单位确定）",
    starts="收到交转之日",
    policy=True,
)
# The petitioner's rights to ask for a review and a re-review: windows that close by themselves.
REVIEW_WINDOW = Limit(
    "review_window", "review_window", "申请复查", 30, Unit.DAY, f"{REGULATION}第三十五条", starts="收到书面答复之日"
)
RECHECK_WINDOW = Limit(
    "recheck_window", "recheck_window", "申请复核", 30, Unit.DAY, f"{REGULATION}第三十六条", starts="收到书面答复之日"
)
REVIEW = Limit("review", "review", "提出复查意见", 30, Unit.DAY, f"{REGULATION}第三十五条", starts="收到复查请求之日")
# The time that a hearing takes is not counted (art. 36, para 2).
RECHECK = Limit(
    "recheck", "recheck", "提出复核意见", 30, Unit.DAY, f"{REGULATION}第三十六条", starts="收到复核请求之日"
)
MEDIATION = Limit(
    "mediation",
    "mediation",
    "结束调解",
    1,
    Unit.MONTH,
    "《人民调解工作若干规定》第三十三条",
    starts="受理调解之日",
    policy=True,
)
JUDICIAL_CONFIRM = Limit(
    "judicial_confirm",
    "judicial_confirm",
    "提醒双方申请司法确认",
    30,
    Unit.DAY,
    "《人民调解法》第三十三条",
    starts="调解协议生效之日",
)
# An agreement's performance is supervised (人民调解法 art. 31), which names no days: POLICY.
PERFORMANCE = Limit(
    "performance",
    "performance",
    "回访调解协议履行情况",
    30,
    Unit.DAY,
    "《人民调解法》第三十一条（天数为内部规定）",
    starts="达成协议之日",
    policy=True,
)
DIVERSION_FOLLOW_UP = Limit(
    "diversion_follow_up",
    "diversion_follow_up",
    "跟踪分流结果",
    30,
    Unit.DAY,
    "内部规定",
    starts="分流之日",
    policy=True,
)

# The law names no days for the answer to a letter under articles 73 to 78: POLICY (domain.md section 0, finding 2).
LETTER_REPLY = Limit(
    "letter_reply",
    "letter_reply",
    "收取答复、跟进",
    30,
    Unit.DAY,
    f"{RIGHTS_LAW}第七十三条（日数为内部规定）",
    starts="函件送达之日",
    policy=True,
)
URGING_REPLY = Limit(
    "urging_reply",
    "urging_reply",
    "收取督促处理意见的答复、跟进",
    30,
    Unit.DAY,
    f"{RIGHTS_LAW}第七十三条（日数为内部规定）",
    starts="意见书送达之日",
    policy=True,
)
# Legal aid is decided within seven days, and a lawyer named within three days of that (D34).
LEGAL_AID = Limit(
    "legal_aid", "legal_aid", "收取法律援助决定、跟进", 7, Unit.DAY, "《法律援助法》第四十三条", starts="收到申请之日"
)
LEGAL_AID_ASSIGNMENT = Limit(
    "legal_aid_assignment",
    "legal_aid_assignment",
    "跟进法律援助人员指派",
    3,
    Unit.DAY,
    "《法律援助法》第四十三条",
    starts="作出决定之日",
)
# A return visit names its own day; it is the unit's own plan that climbs where nobody goes (规程 art. 13 gives none).
FOLLOW_UP = Limit(
    "follow_up",
    "follow_up",
    "回访",
    7,
    Unit.DAY,
    "《妇联组织受理家庭暴力投诉工作规程》第十三条（日期由承办单位确定）",
    starts="安排之日",
    policy=True,
)
# Nobody may make the petitioner pay for complaining (art. 18, 46, item 6); days are POLICY.
COMPLAINT = Limit(
    "complaint",
    "complaint",
    "答复对办理工作的投诉",
    15,
    Unit.DAY,
    f"{REGULATION}第十八条（时数为内部规定）",
    starts="收到投诉之日",
    policy=True,
)
# 个人信息保护法 art. 50 bids to have a convenient way, and names no days: POLICY.
RIGHTS_REQUEST = Limit(
    "rights_request",
    "rights_request",
    "答复个人信息申请",
    30,
    Unit.DAY,
    "《个人信息保护法》第四十五条、第五十条（及时；天数为内部规定）",
    starts="收到申请之日",
    policy=True,
)
# How much of the fifteen days each level may use before it passes a matter down (X41, repealed): a hint, no clock.
_HOP = "内部规定（参照已废止的 2014 年满意度评价办法的分级时限）"
HOP_BUDGETS = {
    Level.PROVINCE: Limit(
        "hop_province", "hop_budget", "转送、交办（省级）", 3, Unit.DAY, _HOP, "收到之日", policy=True
    ),
    Level.CITY: Limit("hop_city", "hop_budget", "转送、交办（市级）", 3, Unit.DAY, _HOP, "收到之日", policy=True),
    Level.COUNTY: Limit("hop_county", "hop_budget", "转送、交办（县级）", 4, Unit.DAY, _HOP, "收到之日", policy=True),
}

# Leaders receive visitors regularly (art. 18); each week by the rules of city federations (X45). No clock climbs:
# the page of reception days names the units that have none within it.
RECEPTION_DAY = Limit(
    "reception_day",
    "reception_day",
    "举行领导接待日",
    7,
    Unit.DAY,
    f"{REGULATION}第十八条（定期；天数为内部规定）",
    starts="上一次接待日",
    policy=True,
)

LIMITS = (
    SOURCE_REPORT,
    RIGHTS_REQUEST,
    *(NOTICE, HANDLE, HANDLE_SIMPLE, OBJECTION, OBJECTION_DECISION, DISPUTE_DECISION, EXTENSION_DECISION),
    *(REPORT_BACK, REVIEW_WINDOW, REVIEW, RECHECK_WINDOW, RECHECK, MEDIATION, JUDICIAL_CONFIRM, PERFORMANCE),
    *(DIVERSION_FOLLOW_UP, URGENT_REPORT, URGENT_FOLLOW_UP, RECEPTION_DAY, NOTICE_DEMO),
    *(LETTER_REPLY, URGING_REPLY, *REFERRAL_LIMITS, LEGAL_AID, LEGAL_AID_ASSIGNMENT),
    *(FOLLOW_UP, COMPLAINT, *HOP_BUDGETS.values()),
    *SUPERVISION_LIMITS,
    *VIOLENCE_LIMITS,
)

EXTENSION_AT_MOST = 30  # days, once (art. 34)
REPRESENTATIVES_AT_MOST = 5  # persons of a group visit (art. 20, para 3)

# POLICY (domain.md 3.7, skip rules): from these numbers on, the ladder starts at its third step.
GROUP_SKIPS_FROM = 5  # persons
REPEAT_SKIPS_FROM = 3  # contacts
# POLICY (domain.md section 5): a first-time matter is settled where nobody comes back with it within so many days of
# its conclusion (初次化解率).
SETTLED_AFTER = 90  # days
# POLICY: so many days an agency may answer a letter by its one-time link.
REPLY_LINK_DAYS = 30
# Age of majority (Civil Code art. 17), and of the elderly (《老年人权益保障法》第二条), years.
MAJORITY, ELDERLY = 18, 60
