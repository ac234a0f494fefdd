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
    source: str = ""  # the rule that asks for it, where the list as a whole has none


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
_CONDITIONS, _PROTECTION, _CARE, _LINKS = Section.CONDITIONS, Section.PROTECTION, Section.CARE, Section.LINKS
_OPINION = "民发〔2015〕189号"
_RESCUE = "城市生活无着的流浪乞讨人员救助管理办法"
_HUBEI = "参照湖北省反家庭暴力条例第二十八条"  # H11: where the region has no rule of its own


def _asked(section: Section, points: int, code: str, label: str, source: str, *, graded: bool = False) -> Item:
    return Item(code, section, label, points, graded=graded, source=source)


# domain.md 3.6, from H2 to H12; the points are POLICY: a hundred together. Nothing of it is shown by a photo, for the
# place is secret (H12).
SHELTER_1 = Version(
    ListKind.SHELTER,
    1,
    dt.date(2000, 1, 1),
    "庇护所条件（分值为内部规定）",
    (
        _asked(_CONDITIONS, 5, "funds", "经费有保障", _HUBEI),
        _asked(_CONDITIONS, 5, "place", "有固定场所和必要设备", _HUBEI),
        _asked(_CONDITIONS, 5, "zones", "按性别、年龄分区", f"{_OPINION}三（一）"),
        _asked(_CONDITIONS, 5, "apart", "与流浪乞讨人员救助区相对隔离", f"{_OPINION}四（二）"),
        _asked(_CONDITIONS, 5, "rooms", "有居住室、社工室、询问室、会见室", f"{_OPINION}四（二）", graded=True),
        _asked(_CONDITIONS, 5, "children", "有未成年人专门区域，幼儿有专人照料", f"{_OPINION}三（四）"),
        _asked(_PROTECTION, 5, "alarm", "有报警装置，或者与公安机关联网、联动", _HUBEI),
        _asked(_PROTECTION, 5, "no_sign", "对外不挂牌、不公开地址，知情人员限于个案人员", "权益工作手册第46—47页"),
        _asked(_PROTECTION, 5, "privacy", "有隐私保护制度", f"{_OPINION}四（二）"),
        _asked(_PROTECTION, 5, "access", "有信息查询制度：谁可以查、怎样留痕", f"{_OPINION}四（二）"),
        _asked(_PROTECTION, 5, "visitors", "有来访会见制度", f"{_OPINION}四（二）"),
        _asked(_CARE, 5, "women_staff", "女性区由女性工作人员管理", f"{_RESCUE}第八条"),
        _asked(_CARE, 5, "log", "有出入登记", f"{_OPINION}四（二）"),
        _asked(_CARE, 5, "belongings", "随身物品有登记、保管", f"{_RESCUE}第六条"),
        _asked(_CARE, 5, "meals", "提供符合卫生要求的饮食", f"{_RESCUE}第七条"),
        _asked(_CARE, 5, "first_aid", "有急救物品，突发急病及时送医", f"{_RESCUE}第七条"),
        _asked(_LINKS, 5, "police", "与公安机关有协作约定", _HUBEI),
        _asked(_LINKS, 3, "legal_aid", "与法律援助机构有协作约定", f"{_OPINION}三（二）"),
        _asked(_LINKS, 4, "hospital", "与医院有协作约定", f"{_OPINION}三（二）"),
        _asked(_LINKS, 3, "psychologist", "与心理辅导机构、人员有协作约定", f"{_OPINION}三（二）"),
        _asked(_LINKS, 5, "trained", "工作人员经过培训", f"{_HUBEI}、第二十九条", graded=True),
    ),
)
VERSIONS = (STATION_1, PEACE_FAMILY_1, PEACE_FAMILY_2, SHELTER_1)
