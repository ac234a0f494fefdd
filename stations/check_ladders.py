"""Who is told when a check, a rectification or a judgement is late, or a name nears its end (all POLICY)."""

from fedportal.deadlines.ladders import (
    CITY_OFFICER,
    COUNTY_HEAD,
    RECEPTIONIST,
    SECTION_HEAD,
    TOWNSHIP,
    UNIT_HEAD,
    VILLAGE,
    WD,
    to_county,
)
from fedportal.deadlines.limits import Base, LadderPlan, Light, Step, Unit
from fedportal.orgs.models import Level

# Stations of townships and villages put right what was missing there, and townships apply for names: their own
# workers are told, the township's of what a village owes too, and from the due day on the county's head.
OURS = (RECEPTIONIST, SECTION_HEAD, TOWNSHIP, VILLAGE)
HEADS = (UNIT_HEAD, TOWNSHIP, COUNTY_HEAD)

# A year ahead, the calendar of working days may not reach yet: the first reminder counts days.
STATION_CHECK = LadderPlan(
    "station_check",
    "站点年度检查逾期",
    base=Base.DUE,
    remind_amount=20,
    remind_unit=WD,
    steps=(
        Step(0, -30, Unit.DAY, Light.BLUE, "站点年度检查 30 日内到期，请安排", tells=(SECTION_HEAD,)),
        Step(1, 0, WD, Light.ORANGE, "站点年度检查已到期，请抓紧检查", tells=(SECTION_HEAD, UNIT_HEAD)),
        Step(
            2,
            20,
            WD,
            Light.RED,
            "站点年度检查超期 20 个工作日，请市级督促",
            desk_level=Level.CITY,
            tells=(UNIT_HEAD, CITY_OFFICER),
        ),
    ),
)
STATION_RECTIFY = LadderPlan(
    "station_rectify",
    "站点整改、复查逾期",
    base=Base.DUE,
    remind_amount=20,
    remind_unit=WD,
    steps=(
        Step(0, -5, WD, Light.YELLOW, "站点整改或者复查仅剩 5 个工作日", tells=OURS),
        to_county(1, 0, WD, "站点整改或者复查已到期，请抓紧办理", tells=(*OURS, UNIT_HEAD, TOWNSHIP)),
        Step(
            2,
            20,
            WD,
            Light.RED,
            "站点整改或者复查超期 20 个工作日，请市级督促",
            desk_level=Level.CITY,
            tells=(*HEADS, CITY_OFFICER),
        ),
    ),
)
ACCREDITATION = LadderPlan(
    "accreditation",
    "创建申报审核逾期",
    base=Base.DUE,
    remind_amount=10,
    remind_unit=WD,
    steps=(
        Step(0, -3, WD, Light.YELLOW, "创建申报仅剩 3 个工作日，请审核或者补正", tells=OURS),
        to_county(1, 0, WD, "创建申报已到期，请立即审核或者补正", tells=(*OURS, UNIT_HEAD, TOWNSHIP)),
        Step(
            2,
            10,
            WD,
            Light.RED,
            "创建申报超期 10 个工作日没有审核，请市级督促",
            desk_level=Level.CITY,
            tells=(*HEADS, CITY_OFFICER),
        ),
    ),
)
# A name ends by itself: its lateness rises to nobody.
ACCREDITATION_REVIEW = LadderPlan(
    "accreditation_review",
    "命名到期复查",
    base=Base.DUE,
    remind_amount=30,
    remind_unit=Unit.DAY,
    steps=(
        Step(0, -90, Unit.DAY, Light.BLUE, "命名 90 日内到期，请安排复查", tells=(SECTION_HEAD,)),
        Step(1, -30, Unit.DAY, Light.YELLOW, "命名 30 日内到期，请完成复查", tells=(SECTION_HEAD, UNIT_HEAD)),
        Step(2, 0, WD, Light.ORANGE, "命名已到期，没有延续的不再是示范单位", tells=(SECTION_HEAD, UNIT_HEAD)),
    ),
)
CHECK_LADDERS = (STATION_CHECK, STATION_RECTIFY, ACCREDITATION, ACCREDITATION_REVIEW)
