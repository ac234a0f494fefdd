"""Who is told when training, a credential or the review of a post is late (POLICY, as fedportal.deadlines.ladders)."""

from fedportal.deadlines.ladders import CITY_OFFICER, SECTION_HEAD
from fedportal.deadlines.limits import Base, LadderPlan, Light, Step, Unit
from fedportal.orgs.models import Level
from stations.check_ladders import HEADS, OURS

# Years ahead nobody knows the working days: these ladders count in days alone.
_DAY = Unit.DAY
TRAINING_LADDER = LadderPlan(
    "network_training",
    "信访干部逾期未参训",
    base=Base.DUE,
    remind_amount=60,
    remind_unit=_DAY,
    steps=(
        Step(
            0,
            -365,
            _DAY,
            Light.BLUE,
            "信访干部已满 24 个月没有参加全省信访业务培训，请安排参训",
            tells=OURS,
        ),
        Step(1, -60, _DAY, Light.YELLOW, "信访干部 60 日内将满 36 个月没有参训，请落实", tells=OURS),
        Step(
            2,
            0,
            _DAY,
            Light.ORANGE,
            "信访干部已满 36 个月没有参加全省信访业务培训",
            tells=(SECTION_HEAD, *HEADS),
        ),
        Step(
            3,
            30,
            _DAY,
            Light.RED,
            "信访干部超过 36 个月没有参训已 30 日，请市级统筹安排",
            desk_level=Level.CITY,
            tells=(*HEADS, CITY_OFFICER),
        ),
    ),
)
CREDENTIAL_LADDER = LadderPlan(
    "credential_expiry",
    "资质证书到期",
    base=Base.DUE,
    remind_amount=30,
    remind_unit=_DAY,
    steps=(
        Step(0, -60, _DAY, Light.BLUE, "资质证书 60 日内到期，请提醒本人换证", tells=OURS),
        Step(
            1,
            0,
            _DAY,
            Light.ORANGE,
            "资质证书已经到期，换证以前不再安排需要该资质的工作",
            tells=OURS,
        ),
    ),
)
# Whose term is over holds the role as long as nobody says otherwise: her own unit knows, and it rises to nobody.
TERM_LADDER = LadderPlan(
    "role_term",
    "任期届满",
    base=Base.DUE,
    remind_amount=30,
    remind_unit=_DAY,
    steps=(
        Step(0, -60, _DAY, Light.BLUE, "任期 60 日内届满，请办理续任或者离任", tells=OURS),
        Step(1, 0, _DAY, Light.ORANGE, "任期已经届满，请登记续任或者离任", tells=OURS),
    ),
)
POST_LADDER = LadderPlan(
    "post_review",
    "妇女维权岗逾期未复核",
    base=Base.DUE,
    remind_amount=30,
    remind_unit=_DAY,
    steps=(
        Step(0, -30, _DAY, Light.BLUE, "妇女维权岗 30 日内应当年度复核", tells=OURS),
        Step(1, 0, _DAY, Light.ORANGE, "妇女维权岗已满一年没有复核，请复核或者撤销", tells=(SECTION_HEAD, *HEADS)),
        Step(
            2,
            30,
            _DAY,
            Light.RED,
            "妇女维权岗超期 30 日没有复核，请市级督促",
            desk_level=Level.CITY,
            tells=(*HEADS, CITY_OFFICER),
        ),
    ),
)
NETWORK_LADDERS = (TRAINING_LADDER, CREDENTIAL_LADDER, TERM_LADDER, POST_LADDER)
