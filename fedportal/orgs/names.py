"""How a region is called in short, and what its women's federation is called in full."""

import re

from pypinyin import Style, lazy_pinyin

from fedportal.orgs.models import Level

PROVINCE_LETTERS = {
    11: "京", 12: "津", 13: "冀", 14: "晋", 15: "蒙", 21: "辽", 22: "吉", 23: "黑", 31: "沪", 32: "苏", 33: "浙",
    34: "皖", 35: "闽", 36: "赣", 37: "鲁", 41: "豫", 42: "鄂", 43: "湘", 44: "粤", 45: "桂", 46: "琼", 50: "渝",
    51: "川", 52: "贵", 53: "云", 54: "藏", 61: "陕", 62: "甘", 63: "青", 64: "宁", 65: "新",
}  # fmt: skip

_PEOPLES = """
    蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇
    柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固
    京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各
"""
# A name of one character means a people only with 族 after it: 水族, but not the water in 响水.
_PEOPLE = "(?:" + "|".join(f"{name}族?" if len(name) > 1 else f"{name}族" for name in _PEOPLES.split()) + ")"
_AUTONOMOUS = re.compile(rf"(?<=..)(?:{_PEOPLE})*(?:族?自治(?:州|县|旗)|(?<=族)区)$")
_ZONES = (
    (re.compile(r"高新技术(?:产业)?(?:开发区|园区)$"), "高新"),
    (re.compile(r"(?:经济技术|经济)开发区$"), "经开"),
)
_COUNTY_ENDS = re.compile(
    r"(?<=..)(?:管理区|(?<!高)新区|林区|特区|联合旗|地区|盟|市|(?<!矿)区|县|(?<![前后左右中])旗)$"
)
_TOWN_ENDS = re.compile(rf"(?<=..)(?:街道办事处|街道|地区办事处|地区|(?:{_PEOPLE})*(?:民族)?乡|镇|苏木)$")
_COMMITTEE = re.compile(r"(?<=.)(?:居民?委员?会)$")
_VILLAGE_COMMITTEE = re.compile(r"(?<=.)(?:村民?委员?会|(?<=嘎查)委员会)$")
_VILLAGE_ENDS = re.compile(r"(?<=..)(?:社区|村)$")
_NAMED_ALREADY = re.compile(r"(?:村|社区|嘎查|区)$")


def region_name(raw: str, level: Level) -> str:
    """The region's name without the committee that the statistics bureau lists for it: 新兴社区居委会 → 新兴社区."""
    if level == Level.TOWNSHIP:
        return raw.removesuffix("办事处") if raw.endswith("街道办事处") else raw
    if level != Level.VILLAGE:
        return raw
    if _VILLAGE_COMMITTEE.search(raw):
        return _with_kind(_VILLAGE_COMMITTEE.sub("", raw), "村")
    if _COMMITTEE.search(raw):
        return _with_kind(_COMMITTEE.sub("", raw), "社区")
    return raw


def _with_kind(name: str, kind: str) -> str:
    return name if _NAMED_ALREADY.search(name) else name + kind


def federation_name(region: str) -> str:
    """The federation of a region: 滨城区妇女联合会."""
    return f"{region}妇女联合会"


def short_name(region: str, level: Level) -> str:
    """What colleagues call the place: 滨城区 → 滨城, 恩施土家族苗族自治州 → 恩施, 莒县 stays 莒县."""
    if level == Level.VILLAGE:
        return _VILLAGE_ENDS.sub("", region)
    if level == Level.TOWNSHIP:
        return _TOWN_ENDS.sub("", region)
    for zone, short in _ZONES:
        if zone.search(region):
            return zone.sub(short, region)
    if _AUTONOMOUS.search(region):
        return _AUTONOMOUS.sub("", region)
    return _COUNTY_ENDS.sub("", region)


def initials(region: str) -> str:
    """The first letters of the pinyin, for picking a place by typing: 滨城区 → bcq."""
    return "".join(lazy_pinyin(region, style=Style.FIRST_LETTER)).lower()
