"""Who is told when an entry is not looked at again, a shift has nobody, or a hand-over is not taken up (POLICY)."""

from fedportal.accounts.roles import Role
from fedportal.deadlines.ladders import CITY_OFFICER, SECTION_HEAD, UNIT_HEAD, WD, to_county
from fedportal.deadlines.limits import Base, LadderPlan, Light, Step, Tell, Unit
from fedportal.orgs.models import Level

AGENT = (Tell.OWN, Role.AGENT.value)
KNOWLEDGE = LadderPlan(
    "knowledge",
    "知识条目逾期未复核",
    base=Base.DUE,
    remind_amount=10,
    remind_unit=WD,
    steps=(
        Step(0, -30, Unit.DAY, Light.BLUE, "知识条目 30 日内应当复核，请核对法律", tells=(AGENT, SECTION_HEAD)),
        Step(1, -5, WD, Light.YELLOW, "知识条目仅剩 5 个工作日应当复核", tells=(SECTION_HEAD,)),
        Step(
            2,
            0,
            WD,
            Light.ORANGE,
            "知识条目已满 12 个月没有复核，请立即复核或者停用",
            tells=(SECTION_HEAD, UNIT_HEAD),
        ),
        Step(
            3,
            10,
            WD,
            Light.RED,
            "知识条目超期 10 个工作日没有复核，仍在用来答复，请市级督促",
            desk_level=Level.CITY,
            tells=(UNIT_HEAD, CITY_OFFICER),
        ),
    ),
)
# Nobody answers: the day before it is still easily mended; an hour after it began the city hears of it.
SHIFT_GAP = LadderPlan(
    "shift_gap",
    "班次无人接听",
    base=Base.DUE,
    remind_amount=1,
    remind_unit=WD,
    steps=(
        Step(0, -1, Unit.DAY, Light.YELLOW, "1 日内有班次还没有接线员，请排定", tells=(SECTION_HEAD,)),
        to_county(1, 0, Unit.HOUR, "班次已经开始，没有接线员，请立即安排", tells=(SECTION_HEAD, UNIT_HEAD)),
        Step(
            2,
            1,
            Unit.HOUR,
            Light.RED,
            "班次开始 1 小时没有接线员，热线可能无人接听，请市级督促",
            desk_level=Level.CITY,
            tells=(UNIT_HEAD, CITY_OFFICER),
        ),
    ),
)
# What was left by one agent for the next stays in the unit: it tells of its callers.
HANDOVER = LadderPlan(
    "handover",
    "交班事项逾期未签收",
    base=Base.DUE,
    remind_amount=1,
    remind_unit=WD,
    steps=(
        Step(0, 0, WD, Light.ORANGE, "交班事项超过 1 个工作日没有签收，请接班的立即签收", tells=(AGENT, SECTION_HEAD)),
        Step(1, 2, WD, Light.RED, "交班事项多日没有签收，请负责人安排", tells=(SECTION_HEAD, UNIT_HEAD)),
    ),
)
DESK_LADDERS = (KNOWLEDGE, SHIFT_GAP, HANDOVER)
