"""How colleagues call a place, and what its federation is called."""

import pytest

from fedportal.orgs.models import Level
from fedportal.orgs.names import federation_name, initials, region_name, short_name


@pytest.mark.parametrize(
    ("region", "level", "short"),
    [
        ("滨州市", Level.CITY, "滨州"),
        ("恩施土家族苗族自治州", Level.CITY, "恩施"),
        ("巴音郭楞蒙古自治州", Level.CITY, "巴音郭楞"),
        ("阿里地区", Level.CITY, "阿里"),
        ("兴安盟", Level.CITY, "兴安"),
        ("滨城区", Level.COUNTY, "滨城"),
        ("邹平市", Level.COUNTY, "邹平"),
        ("惠民县", Level.COUNTY, "惠民"),
        ("莒县", Level.COUNTY, "莒县"),
        ("城区", Level.COUNTY, "城区"),
        ("井陉矿区", Level.COUNTY, "井陉矿区"),
        ("浦东新区", Level.COUNTY, "浦东"),
        ("管城回族区", Level.COUNTY, "管城"),
        ("三都水族自治县", Level.COUNTY, "三都"),
        ("响水县", Level.COUNTY, "响水"),
        ("东乡族自治县", Level.COUNTY, "东乡"),
        ("鄂温克族自治旗", Level.COUNTY, "鄂温克"),
        ("积石山保安族东乡族撒拉族自治县", Level.COUNTY, "积石山"),
        ("科尔沁左翼中旗", Level.COUNTY, "科尔沁左翼中旗"),
        ("滨州高新区", Level.COUNTY, "滨州高新"),
        ("济南高新技术产业开发区", Level.COUNTY, "济南高新"),
        ("北镇街道", Level.TOWNSHIP, "北镇"),
        ("三河湖镇", Level.TOWNSHIP, "三河湖"),
        ("鲁布革布依族苗族乡", Level.TOWNSHIP, "鲁布革"),
        ("新兴社区", Level.VILLAGE, "新兴"),
        ("李家庄村", Level.VILLAGE, "李家庄"),
        ("肖村", Level.VILLAGE, "肖村"),
    ],
)
def test_the_short_name_is_the_one_people_use(region: str, level: Level, short: str) -> None:
    assert short_name(region, level) == short


@pytest.mark.parametrize(
    ("listed", "level", "region"),
    [
        ("新兴社区居委会", Level.VILLAGE, "新兴社区"),
        ("海宁居民委员会", Level.VILLAGE, "海宁社区"),
        ("李家庄村村民委员会", Level.VILLAGE, "李家庄村"),
        ("李家庄村委会", Level.VILLAGE, "李家庄村"),
        ("哈日淖尔嘎查委员会", Level.VILLAGE, "哈日淖尔嘎查"),
        ("曙光林场生活区", Level.VILLAGE, "曙光林场生活区"),
        ("北镇街道办事处", Level.TOWNSHIP, "北镇街道"),
        ("滨城区", Level.COUNTY, "滨城区"),
    ],
)
def test_a_region_is_named_without_its_committee(listed: str, level: Level, region: str) -> None:
    assert region_name(listed, level) == region


def test_a_federation_is_named_for_its_region() -> None:
    assert federation_name("北镇街道") == "北镇街道妇女联合会"


def test_initials_are_those_of_the_pinyin() -> None:
    assert [initials(region) for region in ("滨城区", "重庆市", "新兴社区")] == ["bcq", "cqs", "xxsq"]
