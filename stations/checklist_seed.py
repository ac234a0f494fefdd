"""The national checklists as data, version by version; a later one is added below, an earlier one never changed."""

import datetime as dt
from dataclasses import dataclass

from stations.check_facts import ListKind, Section


@dataclass(frozen=True)
class Item:
    """One thing that is looked at. `graded` ones get any number of their points, others all or none; where
    `evidence` is asked, what is there is shown by a photo."""

    code: str
    section: Section
    label: str
    points: int
    evidence: bool = False
    graded: bool = False


@dataclass(frozen=True)
class Version:
    """One version of a list, in force from that day until the next."""

    kind: ListKind
    number: int
    valid_from: dt.date
    reason: str  # where it comes from
    items: tuple[Item, ...]


def _plain(section: Section, points: int, *pairs: tuple[str, str]) -> tuple[Item, ...]:
    return tuple(Item(code, section, label, points) for code, label in pairs)


_HAVES, _ONES, _SYSTEMS = Section.FOUR_HAVES, Section.FIVE_ONES, Section.SYSTEMS
_PREVENTIONS, _ABSENCES = Section.PREVENTIONS, Section.ABSENCES
# domain.md 3.6 and rows 29, 30; the points are POLICY: a hundred together.
STATION_1 = Version(
    ListKind.STATION,
    1,
    dt.date(2000, 1, 1),
    "四有、五个一、制度上墙（分值为内部规定）",
    (
        Item("people", _HAVES, "有人员：负责人、值班人员明确，联系方式公开", 10),
        Item("sign", _HAVES, "有牌子：站点标识规范，挂在显眼处", 10, evidence=True),
        Item("place", _HAVES, "有场所：有固定、便于保护隐私的接待场所", 10, evidence=True),
        Item("goals", _HAVES, "有任务目标：有年度任务目标和工作安排", 10),
        Item("office", _ONES, "一间办公室", 8, evidence=True),
        Item("line", _ONES, "一条热线：12338 或者对外公布的电话打得通、有人接", 8),
        Item("computer", _ONES, "一台电脑：能登录维权工作平台", 8, evidence=True),
        Item("rules", _ONES, "一套制度：工作制度成册，人员知晓", 8),
        Item("team", _ONES, "一支队伍：有志愿者、调解员等队伍和活动记录", 8),
        Item("register", _SYSTEMS, "登记制度上墙并执行", 4, evidence=True, graded=True),
        Item("first_asked", _SYSTEMS, "首问负责制度上墙并执行", 4, evidence=True, graded=True),
        Item("secrecy", _SYSTEMS, "保密制度上墙并执行", 4, evidence=True, graded=True),
        Item("return_visit", _SYSTEMS, "回访制度上墙并执行", 4, evidence=True, graded=True),
        Item("files", _SYSTEMS, "档案制度上墙并执行", 4, evidence=True, graded=True),
    ),
)
# Row 54: the older list. Its source spells out the four preventions alone; the absences are the first four of today's.
PEACE_FAMILY_1 = Version(
    ListKind.PEACE_FAMILY,
    1,
    dt.date(2000, 1, 1),
    "四防四无（原标准）",
    _plain(
        _PREVENTIONS,
        1,
        ("trafficking", "防拐卖"),
        ("theft", "防盗窃"),
        ("robbery", "防抢劫"),
        ("hazard", "防隐患"),
    )
    + _plain(
        _ABSENCES,
        1,
        ("drugs", "无毒品"),
        ("gambling", "无赌博"),
        ("violence", "无暴力"),
        ("cults", "无邪教"),
    ),
)
# Row 53.
PEACE_FAMILY_2 = Version(
    ListKind.PEACE_FAMILY,
    2,
    dt.date(2011, 1, 1),
    "六防六无（现行标准）",
    _plain(
        _PREVENTIONS,
        1,
        ("trafficking", "防拐卖"),
        ("theft", "防盗窃"),
        ("robbery", "防抢劫"),
        ("infiltration", "防渗透"),
        ("hazard", "防隐患"),
        ("crime", "防犯罪"),
    )
    + _plain(
        _ABSENCES,
        1,
        ("drugs", "无毒品"),
        ("gambling", "无赌博"),
        ("violence", "无暴力"),
        ("cults", "无邪教"),
        ("pyramid", "无传销"),
        ("accidents", "无事故"),
    ),
)
VERSIONS = (STATION_1, PEACE_FAMILY_1, PEACE_FAMILY_2)
