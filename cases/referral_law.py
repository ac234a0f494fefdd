"""Within which time an answer to a referral is due: three working days, and as soon as its urgency says (D33)."""

from fedportal.deadlines.limits import Limit, Unit

_PRACTICE = "多部门联动试点做法（内部规定）"
_FROM = "转介函送达之时"

# Who receives a referral tells within three working days how it goes, or returns it with the reason.
REFERRAL_FEEDBACK = Limit(
    "referral_feedback",
    "referral_feedback",
    "收取转介反馈、跟进",
    3,
    Unit.WORKING_DAY,
    _PRACTICE,
    starts="转介函送达之日",
    policy=True,
)
# The pilot county says hours, and one day: four hours are POLICY.
REFERRAL_HOURS = Limit(
    "referral_feedback_hours",
    REFERRAL_FEEDBACK.kind,
    "收取转介反馈、跟进（非常紧急）",
    4,
    Unit.HOUR,
    _PRACTICE,
    starts=_FROM,
    ladder="violence_hours",
    policy=True,
)
REFERRAL_DAY = Limit(
    "referral_feedback_day",
    REFERRAL_FEEDBACK.kind,
    "收取转介反馈、跟进（紧急）",
    24,
    Unit.HOUR,
    _PRACTICE,
    starts=_FROM,
    ladder="violence_hours",
    policy=True,
)
REFERRAL_LIMITS = (REFERRAL_FEEDBACK, REFERRAL_HOURS, REFERRAL_DAY)
