"""The ladders of domain.md 3.7 as data. POLICY: the law gives limits and causes of supervision, not a ladder."""

from decimal import Decimal

from fedportal.accounts.roles import Role
from fedportal.deadlines.limits import Base, LadderPlan, Light, Step, Tell, Unit
from fedportal.orgs.models import Level

RECEPTIONIST = (Tell.OWN, Role.RECEPTIONIST.value)
HANDLER = (Tell.OWN, Role.HANDLER.value)
SECTION_HEAD = (Tell.OWN, Role.SECTION_HEAD.value)
UNIT_HEAD = (Tell.OWN, Role.UNIT_HEAD.value)
# A township has its one worker, who is its head too; nobody there holds the roles of a county's desk.
TOWNSHIP = (Tell.TOWNSHIP, Role.TOWNSHIP_WORKER.value)
VILLAGE = (Tell.OWN, Role.VILLAGE_WORKER.value)
COUNTY_HEAD = (Tell.COUNTY, Role.UNIT_HEAD.value)
CITY_OFFICER = (Tell.CITY, Role.SUPERVISOR.value)
CITY_HEAD = (Tell.CITY, Role.UNIT_HEAD.value)
PROVINCE_OFFICER = (Tell.PROVINCE, Role.SUPERVISOR.value)
PROVINCE_HEAD = (Tell.PROVINCE, Role.UNIT_HEAD.value)

WD = Unit.WORKING_DAY


def to_county(number: int, amount: int, unit: Unit, words: str, *, tells: tuple[tuple[Tell, str], ...]) -> Step:
    """What a township or a village owes comes before the county (domain.md X47: 五级), whose head is told; what a
    county owes stays with it."""
    told = (*tells, COUNTY_HEAD)
    return Step(number, amount, unit, Light.ORANGE, words, desk_level=Level.COUNTY, tells=told)


def to_city(number: int, amount: int, unit: Unit, words: str) -> Step:
    """The lateness comes before the city: its officer pushes, the unit's head answers for it."""
    tells = (UNIT_HEAD, CITY_OFFICER)
    return Step(number, amount, unit, Light.RED, words, desk_level=Level.CITY, tells=tells)


def to_province(number: int, amount: int, unit: Unit, words: str) -> Step:
    """The lateness comes before the province, and the city's head answers for it too."""
    tells = (UNIT_HEAD, CITY_HEAD, PROVINCE_OFFICER)
    return Step(number, amount, unit, Light.DEEP_RED, words, desk_level=Level.PROVINCE, tells=tells)


ORDINARY = LadderPlan(
    "ordinary",
    "普通事项逾期升级",
    base=Base.DUE,
    remind_amount=5,
    remind_unit=WD,
    steps=(
        Step(
            0,
            -5,
            Unit.DAY,
            Light.BLUE,
            "时限过半或仅剩 5 日，请抓紧办理",
            share=Decimal("0.5"),
            tells=(HANDLER,),
        ),
        Step(1, -2, WD, Light.YELLOW, "仅剩 2 个工作日，请权益部负责人过问", tells=(HANDLER, SECTION_HEAD)),
        to_county(2, 0, WD, "已超期，自动催办第 1 次，请说明超期原因", tells=(HANDLER, SECTION_HEAD, UNIT_HEAD)),
        to_city(3, 3, WD, "超期 3 个工作日，催办第 2 次，请在 3 个工作日内向市级答复"),
        Step(
            4,
            7,
            WD,
            Light.RED,
            "超期 7 个工作日，拟发督办单（条例第四十条）",
            desk_level=Level.CITY,
            tells=(UNIT_HEAD, CITY_HEAD, PROVINCE_OFFICER),
        ),
        to_province(5, 15, WD, "超期 15 个工作日，请书面说明，市级现场督查，省级督办"),
        Step(
            6,
            30,
            WD,
            Light.DEEP_RED,
            "超期 30 个工作日，建议提请联席会议约谈、通报或挂牌督办，计入考核",
            desk_level=Level.PROVINCE,
            tells=(UNIT_HEAD, CITY_HEAD, PROVINCE_HEAD),
        ),
    ),
)

URGENT = LadderPlan(
    "urgent",
    "重大紧急事项报告",
    base=Base.OPENED,
    remind_amount=24,
    remind_unit=Unit.HOUR,
    steps=(
        to_county(
            0, 0, Unit.MINUTE, "重大紧急事项：提示 110，请带班领导立即处置", tells=(HANDLER, SECTION_HEAD, UNIT_HEAD)
        ),
        Step(
            1,
            30,
            Unit.MINUTE,
            Light.RED,
            "30 分钟无人签收，报县级主席和市级值班",
            desk_level=Level.CITY,
            unless_acknowledged=True,
            tells=(UNIT_HEAD, CITY_OFFICER),
        ),
        to_province(2, 2, Unit.HOUR, "2 小时，报市级主席和省级值班"),
        to_province(3, 4, Unit.HOUR, "4 小时，请向同级党委政府报送首次书面报告"),
        Step(
            4,
            24,
            Unit.HOUR,
            Light.DEEP_RED,
            "24 小时，请报送续报；此后每日一报直至处置完毕",
            desk_level=Level.PROVINCE,
            tells=(UNIT_HEAD, CITY_HEAD, PROVINCE_HEAD),
        ),
    ),
)

# The daily reports after the first one: a reminder before, then up at once.
URGENT_FOLLOW_UP = LadderPlan(
    "urgent_follow_up",
    "重大紧急事项续报",
    base=Base.DUE,
    remind_amount=24,
    remind_unit=Unit.HOUR,
    steps=(
        Step(
            0,
            -2,
            Unit.HOUR,
            Light.YELLOW,
            "2 小时内应当报送续报，处置完毕的报送终报",
            tells=(HANDLER, SECTION_HEAD),
        ),
        to_city(1, 0, Unit.HOUR, "已超期，续报没有报送，报市级值班"),
        to_province(2, 4, Unit.HOUR, "超期 4 小时，续报没有报送，报市级主席和省级值班，请说明迟报原因"),
    ),
)

# Demo mode only: a newcomer sees a petition climb to the province within two minutes of registering it.
DEMO_FAST = LadderPlan(
    "demo_fast",
    "演示用快速阶梯",
    base=Base.DUE,
    remind_amount=5,
    remind_unit=WD,
    steps=(
        Step(0, -20, Unit.SECOND, Light.BLUE, "演示：时限过半", tells=(HANDLER,)),
        Step(1, -10, Unit.SECOND, Light.YELLOW, "演示：即将到期", tells=(HANDLER, SECTION_HEAD)),
        to_county(2, 0, Unit.SECOND, "演示：已超期，自动催办第 1 次", tells=(HANDLER, SECTION_HEAD, UNIT_HEAD)),
        to_city(3, 20, Unit.SECOND, "演示：上报市级"),
        to_province(5, 40, Unit.SECOND, "演示：上报省级"),
    ),
)

# A superior's order that is not answered in time: the order itself is the supervision, so none is drafted about it.
SUPERVISION = LadderPlan(
    "supervision",
    "督办回复逾期升级",
    base=Base.DUE,
    remind_amount=5,
    remind_unit=WD,
    steps=(
        Step(0, -2, WD, Light.YELLOW, "督办回复仅剩 2 个工作日，请负责人过问", tells=(SECTION_HEAD, UNIT_HEAD)),
        to_county(1, 0, WD, "督办单已逾期未回复，请立即回复并说明原因", tells=(SECTION_HEAD, UNIT_HEAD, CITY_OFFICER)),
        Step(
            2,
            3,
            WD,
            Light.RED,
            "督办单逾期 3 个工作日未回复，请市级当面督促",
            desk_level=Level.CITY,
            tells=(UNIT_HEAD, CITY_OFFICER, CITY_HEAD),
        ),
        to_province(3, 10, WD, "督办单逾期 10 个工作日未回复，报省级；两张以上的，可以提请联席会议"),
    ),
)

# Advice is answered, not obeyed: its lateness reminds, and rises to nobody.
ADVICE = LadderPlan(
    "advice",
    "建议反馈催办",
    base=Base.DUE,
    remind_amount=10,
    remind_unit=WD,
    steps=(
        Step(0, -5, Unit.DAY, Light.BLUE, "建议的书面反馈仅剩 5 日", tells=(SECTION_HEAD,)),
        Step(1, 0, WD, Light.ORANGE, "建议的书面反馈已到期，请反馈采纳情况或者催办", tells=(SECTION_HEAD, UNIT_HEAD)),
    ),
)

LADDERS = (ORDINARY, URGENT, URGENT_FOLLOW_UP, DEMO_FAST, SUPERVISION, ADVICE)

# Skip rule of domain.md 3.7: where it holds, the ordinary ladder starts here, on registration.
SKIP_TO_STEP = 3
