"""Who is told when a work order of 12345, or a call back, is late (POLICY, as fedportal.deadlines.ladders)."""

from decimal import Decimal

from fedportal.deadlines.ladders import (
    HANDLER,
    RECEPTIONIST,
    SECTION_HEAD,
    UNIT_HEAD,
    WD,
    to_city,
    to_county,
    to_province,
)
from fedportal.deadlines.limits import Base, LadderPlan, Light, Step
from hotline.desk_ladders import AGENT, DESK_LADDERS

# A work order of 12345 is answered within days: the city hears at once. After five working days of silence some
# cities name the unit (domain.md L5).
TICKET = LadderPlan(
    "ticket",
    "12345 工单逾期升级",
    base=Base.DUE,
    remind_amount=5,
    remind_unit=WD,
    steps=(
        Step(
            0,
            -1,
            WD,
            Light.YELLOW,
            "12345 工单时限过半或者仅剩 1 个工作日，请抓紧办理",
            share=Decimal("0.5"),
            tells=(RECEPTIONIST, HANDLER),
        ),
        to_county(1, 0, WD, "12345 工单已超期，请立即办理并说明原因", tells=(RECEPTIONIST, SECTION_HEAD, UNIT_HEAD)),
        to_city(2, 1, WD, "12345 工单超期 1 个工作日，请市级督促"),
        to_province(3, 5, WD, "12345 工单超期 5 个工作日，可能被通报，报省级"),
    ),
)

# A call that was missed: the unit's own people alone, for no unit above knows of its calls.
CALL_BACK = LadderPlan(
    "call_back",
    "未接来电逾期未回拨",
    base=Base.DUE,
    remind_amount=2,
    remind_unit=WD,
    steps=(
        Step(
            0,
            0,
            WD,
            Light.ORANGE,
            "未接来电超过 1 个工作日没有回拨，请立即回拨",
            tells=(AGENT, RECEPTIONIST, SECTION_HEAD),
        ),
        Step(1, 2, WD, Light.RED, "未接来电多日没有回拨，请负责人安排", tells=(SECTION_HEAD, UNIT_HEAD)),
    ),
)
# A work order within the federation: county, city, province, as those of 12345.
CALL_TICKET = LadderPlan(
    "call_ticket",
    "12338 工单逾期升级",
    base=Base.DUE,
    remind_amount=5,
    remind_unit=WD,
    steps=(
        Step(
            0,
            -1,
            WD,
            Light.YELLOW,
            "12338 工单时限过半或者仅剩 1 个工作日，请抓紧办理",
            share=Decimal("0.5"),
            tells=(AGENT, RECEPTIONIST, HANDLER),
        ),
        to_county(
            1, 0, WD, "12338 工单已超期，请立即办理并说明原因", tells=(AGENT, RECEPTIONIST, SECTION_HEAD, UNIT_HEAD)
        ),
        to_city(2, 2, WD, "12338 工单超期 2 个工作日，请市级督促"),
        to_province(3, 7, WD, "12338 工单超期 7 个工作日，报省级"),
    ),
)
LADDERS = (TICKET, CALL_BACK, CALL_TICKET, *DESK_LADDERS)
