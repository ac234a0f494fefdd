"""The numbers of the law that bind petitions, each once, beside its article (domain.md 2.1 and 3.7)."""

from fedportal.deadlines.limits import Limit, Unit

REGULATION = "《信访工作条例》"

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
    starts="登记之时",
    ladder="urgent",
    policy=True,
)
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

LIMITS = (NOTICE, HANDLE, URGENT_REPORT, NOTICE_DEMO)

# POLICY (domain.md 3.7, skip rules): from these numbers on, the ladder starts at its third step.
GROUP_SKIPS_FROM = 5  # persons
REPEAT_SKIPS_FROM = 3  # contacts
# Age of majority (Civil Code art. 17), years.
MAJORITY = 18
