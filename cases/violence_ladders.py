"""Who is told when a duty of a case of violence is late (POLICY): in hours where she may be hurt tonight."""

from fedportal.deadlines.ladders import HANDLER, SECTION_HEAD, UNIT_HEAD, to_city, to_province
from fedportal.deadlines.limits import Base, LadderPlan, Light, Step, Unit

HOURS = LadderPlan(
    "violence_hours",
    "家庭暴力紧急处置逾期升级",
    base=Base.DUE,
    remind_amount=12,
    remind_unit=Unit.HOUR,
    steps=(
        Step(0, -1, Unit.HOUR, Light.YELLOW, "还剩 1 小时，请立即办理", tells=(HANDLER, SECTION_HEAD)),
        Step(1, 0, Unit.HOUR, Light.ORANGE, "已超期，请立即办理", tells=(HANDLER, SECTION_HEAD, UNIT_HEAD)),
        to_city(2, 2, Unit.HOUR, "超期 2 小时，报市级，请立即督促"),
        to_province(3, 12, Unit.HOUR, "超期 12 小时，报省级"),
    ),
)
VISITS = LadderPlan(
    "violence_visits",
    "家庭暴力查访、反馈逾期升级",
    base=Base.DUE,
    remind_amount=5,
    remind_unit=Unit.WORKING_DAY,
    steps=(
        Step(0, -2, Unit.DAY, Light.YELLOW, "还剩 2 日，请安排", tells=(HANDLER,)),
        Step(1, 0, Unit.DAY, Light.ORANGE, "已超期，请立即办理", tells=(HANDLER, SECTION_HEAD, UNIT_HEAD)),
        to_city(2, 3, Unit.WORKING_DAY, "超期 3 个工作日，请市级督促"),
        to_province(3, 10, Unit.WORKING_DAY, "超期 10 个工作日，报省级"),
    ),
)
# Reminded of thirty, fourteen and seven days before the end (domain.md D19), early enough to ask for an extension.
ORDER = LadderPlan(
    "protection_order",
    "人身安全保护令期满提醒",
    base=Base.DUE,
    remind_amount=5,
    remind_unit=Unit.WORKING_DAY,
    steps=(
        Step(0, -30, Unit.DAY, Light.BLUE, "保护令 30 日内期满，请问她是否需要延长", tells=(HANDLER,)),
        Step(
            1, -14, Unit.DAY, Light.YELLOW, "保护令 14 日内期满，需要延长的请协助申请", tells=(HANDLER, SECTION_HEAD)
        ),
        Step(2, -7, Unit.DAY, Light.ORANGE, "保护令 7 日内期满，失效前才能申请延长", tells=(HANDLER, SECTION_HEAD)),
        Step(3, 0, Unit.DAY, Light.RED, "保护令期满，请回访并向法院反馈", tells=(HANDLER, SECTION_HEAD, UNIT_HEAD)),
        to_city(4, 5, Unit.WORKING_DAY, "保护令期满 5 个工作日没有反馈，请市级督促"),
    ),
)
LADDERS = (HOURS, VISITS, ORDER)
