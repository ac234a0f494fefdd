"""The numbers that bind shelters, each once, with its source (domain.md H1-H12)."""

import datetime as dt
from dataclasses import dataclass

from fedportal.deadlines.limits import Limit, Unit

OPINION = "民政部、全国妇联《关于做好家庭暴力受害人庇护救助工作的指导意见》（民发〔2015〕189号）三（一）"

# Adults stay ten days as a rule (H4). Nobody is put out when they are over: the duty is to agree what comes next.
STAY = Limit(
    "shelter_stay",
    "shelter_stay",
    "商定去向或者办理延期",
    10,
    Unit.DAY,
    OPINION,
    starts="入住之日",
    ladder="shelter_stay",
)
# Who said when she would be back, and is not: an hour for finding her before it goes to the police (no rule: POLICY).
ABSENCE = Limit(
    "shelter_absence",
    "shelter_absence",
    "联系没有按时归所的人",
    1,
    Unit.HOUR,
    "庇护所外出未归处置（内部口径）",
    starts="说好归所之时",
    ladder="shelter_absence",
    policy=True,
)
# Whether she is safe where she went: within a week (no rule names a day: POLICY).
FOLLOW_UP = Limit(
    "shelter_follow_up",
    "shelter_follow_up",
    "离所回访",
    7,
    Unit.DAY,
    "庇护离所回访（内部口径）",
    starts="离所之日",
    ladder="shelter_follow_up",
    policy=True,
)
# What a shelter must have (H2-H12) is looked at once a year, as of stations (no rule names how often: POLICY).
SHELTER_CHECK = Limit(
    "shelter_check",
    "shelter_check",
    "自查庇护所条件",
    12,
    Unit.MONTH,
    "庇护所年度自查（内部口径）",
    starts="启用或者上次自查之日",
    ladder="shelter_check",
    policy=True,
)
SHELTER_LIMITS = (STAY, ABSENCE, FOLLOW_UP, SHELTER_CHECK)

HOLD_LASTS = dt.timedelta(hours=2)  # the way to the shelter, with a police car or without; then others need it. POLICY
# How long what was typed for the way stays, where nobody came: until the next day, when the keeper who rang and those
# who held the beds may still ask what became of her (个人信息保护法 第十九条: no longer than needed). POLICY
HOLD_WORDS_KEPT = dt.timedelta(hours=24)
MOST_HELD = 6  # beds of one hold: a mother with five children. POLICY
OPENING_LASTS = dt.timedelta(hours=24)  # of what two keys have opened. POLICY
# How long a household is kept in the books once its stay is closed, or it was not received: as long as the files of
# petitions (no rule names a time, domain.md 759: POLICY).
SHELTER_KEPT_YEARS = 10
ADULT_AT = 18  # 未成年人保护法 第二条
BOY_WITH_HIS_MOTHER = 12  # up to that age he may sleep in the women's zone with her. POLICY


@dataclass(frozen=True)
class RegionRule:
    """How a region prolongs a stay: `consent` asks the civil-affairs department, else it is told (报备案).

    `days` is the first stay, `most` how many days may be added in all; None where no rule names a number.
    """

    first: int  # codes of twelve digits, from
    last: int  # up to, without
    days: int
    consent: bool
    most: int | None
    source: str


NATIONAL = RegionRule(0, 10**12, STAY.amount, consent=False, most=None, source=OPINION)
# The nearest rule counts: what stands first.
REGION_RULES = (
    RegionRule(510900000000, 511000000000, 7, consent=False, most=3, source="遂宁市家庭暴力庇护救助办法"),
    RegionRule(500000000000, 510000000000, STAY.amount, consent=True, most=None, source="重庆市反家庭暴力庇护规定"),
    NATIONAL,
)


def rule_of(code: int) -> RegionRule:
    """The rule for a shelter of the unit with this code."""
    return next(rule for rule in REGION_RULES if rule.first <= code < rule.last)
