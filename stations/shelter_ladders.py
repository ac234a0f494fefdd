"""Who is told when a stay comes to its last days, when somebody does not come back, or nobody has asked how she is
(POLICY). Only the keepers: no unit above learns of a stay by its lateness."""

from fedportal.accounts.roles import Role
from fedportal.deadlines.limits import Base, LadderPlan, Light, Step, Tell, Unit

KEEPER = (Tell.OWN, Role.SHELTER_WORKER.value)
_D, _H = Unit.DAY, Unit.HOUR
# Of ten days the seventh and the ninth, at eight in the morning; counted from the end of the last day, so that an
# extension warns as early again.
_THREE_MORE, _ONE_MORE = -(3 * 24 + 16), -(24 + 16)
STAY = LadderPlan(
    "shelter_stay",
    "庇护期临近、届满",
    base=Base.DUE,
    remind_amount=1,
    remind_unit=_D,
    steps=(
        Step(0, _THREE_MORE, _H, Light.YELLOW, "庇护期还剩 3 日，请与本人商定去向", tells=(KEEPER,)),
        Step(1, _ONE_MORE, _H, Light.ORANGE, "庇护期还剩 1 日，需要延期的请办理", tells=(KEEPER,)),
        Step(2, 0, _D, Light.RED, "庇护期已满，没有办理延期；不得因此让本人离所", tells=(KEEPER,)),
    ),
)
ABSENCE = LadderPlan(
    "shelter_absence",
    "外出未归",
    base=Base.DUE,
    remind_amount=2,
    remind_unit=_H,
    steps=(
        Step(0, -1, _H, Light.ORANGE, "到了约定时间没有归所，请立即联系本人", tells=(KEEPER,)),
        Step(1, 0, _H, Light.RED, "超过约定时间 1 小时联系不上的，请报警", tells=(KEEPER,)),
    ),
)
FOLLOW_UP = LadderPlan(
    "shelter_follow_up",
    "离所回访逾期",
    base=Base.DUE,
    remind_amount=2,
    remind_unit=_D,
    steps=(
        Step(0, -2, _D, Light.YELLOW, "离所回访还剩 2 日", tells=(KEEPER,)),
        Step(1, 0, _D, Light.ORANGE, "离所回访已逾期，请立即回访", tells=(KEEPER,)),
    ),
)
# Its keepers alone: what a shelter lacks, or nobody has looked for, is a way in.
SHELTER_CHECK = LadderPlan(
    "shelter_check",
    "庇护所年度自查逾期",
    base=Base.DUE,
    remind_amount=30,
    remind_unit=_D,
    steps=(
        Step(0, -30, _D, Light.BLUE, "庇护所年度自查 30 日内到期，请安排", tells=(KEEPER,)),
        Step(1, 0, _D, Light.ORANGE, "庇护所年度自查已到期，请抓紧自查", tells=(KEEPER,)),
    ),
)
SHELTER_LADDERS = (STAY, ABSENCE, FOLLOW_UP, SHELTER_CHECK)
