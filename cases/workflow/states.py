"""Where a petition may stand (domain.md 3.2)."""

from django.db import models


class Status(models.TextChoices):
    """Where a petition stands."""

    REGISTERED = "registered", "已登记"
    PASSED_DOWN = "passed_down", "已转送"
    ASSIGNED = "assigned", "已交办"
    OBJECTED = "objected", "异议待核"
    DISPUTED = "disputed", "管辖待定"
    ACCEPTED = "accepted", "已受理"
    HANDLING = "handling", "办理中"
    EXTENDED = "extended", "延期办理"
    MEDIATING = "mediating", "调解中"
    REOPENED = "reopened", "重新办理"
    REDIRECTED = "redirected", "已告知去向"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    DIVERTED = "diverted", "已导入其他程序"
    OPINION_ISSUED = "opinion_issued", "已出具意见"
    REPLIED = "replied", "已答复"
    UNDER_REVIEW = "under_review", "复查中"
    REVIEWED = "reviewed", "已复查"
    UNDER_RECHECK = "under_recheck", "复核中"
    TERMINATED = "terminated", "复核终结"
    CLOSED = "closed", "办结"
    WITHDRAWN = "withdrawn", "撤回"
    MERGED = "merged", "并案"
    ARCHIVED = "archived", "归档"


# Concluded, whichever way; everything else is open. The database keeps `closed_at` in step with this.
ENDED = frozenset({Status.TERMINATED, Status.CLOSED, Status.WITHDRAWN, Status.MERGED, Status.ARCHIVED})
OPEN = frozenset(Status) - ENDED
# Sent down, and not yet taken up by the receiver.
SENT = frozenset({Status.PASSED_DOWN, Status.ASSIGNED})
# Being worked on.
AT_WORK = frozenset({Status.HANDLING, Status.EXTENDED})
# The petitioner has her answer.
ANSWERED = frozenset({Status.OPINION_ISSUED, Status.REVIEWED, Status.REPLIED, Status.DIVERTED, Status.REDIRECTED})
