"""The words before 妇信 in a number belong to one unit for ever."""

import pytest

from fedportal.orgs.codes import full_code, level_of
from fedportal.orgs.division_tables import Division, to_the_county
from fedportal.orgs.prefixes import assign_prefixes


def division(code: str, region: str, parent: str = "") -> Division:
    full = full_code(code)
    return Division(full, level_of(full), full_code(parent) if parent else None, region)


SHANDONG = [
    division("37", "山东省"),
    division("3701", "济南市", "37"),
    division("370103", "市中区", "3701"),
    division("3708", "济宁市", "37"),
    division("370811", "市中区", "3708"),
    division("370829", "嘉祥县", "3708"),
]


def prefixes(divisions: list[Division]) -> dict[str, str]:
    chosen = assign_prefixes(divisions, {}, set())
    return {str(code).rstrip("0"): prefix for code, prefix in chosen.items()}


@pytest.fixture(scope="module")
def to_counties() -> dict[int, str]:
    """The prefixes of all provinces, cities and counties."""
    chosen: dict[int, str] = {}
    divisions = to_the_county()
    for province in {d.code // 10**10 for d in divisions}:
        chosen |= assign_prefixes([d for d in divisions if d.code // 10**10 == province], {}, set())
    return chosen


def test_counties_of_one_name_all_take_their_citys_name() -> None:
    assert prefixes(SHANDONG) == {
        "37": "鲁",
        "3701": "鲁济南",
        "3708": "鲁济宁",
        "370103": "鲁济南市中",
        "370811": "鲁济宁市中",
        "370829": "鲁嘉祥",
    }


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("371602", "鲁滨城"),
        ("430121", "湘长沙县"),  # the city is 湘长沙
        ("419001", "豫济源"),  # right under the province
        ("110105", "京朝阳"),
        ("4228", "鄂恩施"),
        ("422801", "鄂恩施市"),
        ("654002", "新伊犁伊宁市"),
        ("654021", "新伊犁伊宁县"),
    ],
)
def test_a_real_unit_has_the_prefix_people_expect(to_counties: dict[int, str], code: str, prefix: str) -> None:
    assert to_counties[full_code(code)] == prefix


def test_all_units_to_the_county_have_a_prefix_of_their_own(to_counties: dict[int, str]) -> None:
    assert len(to_counties) == len(to_the_county()) == len(set(to_counties.values()))


def test_towns_and_villages_follow_their_superior() -> None:
    below = [
        division("370829001", "嘉祥街道", "370829"),
        division("370829102", "嘉祥镇", "370829"),
        division("370829103", "纸坊镇", "370829"),
        division("370829103201", "东村", "370829103"),
        division("370829103202", "张庄村", "370829103"),
        division("370829103203", "张庄社区", "370829103"),
    ]

    given = prefixes([*SHANDONG, *below])

    assert [given[str(d.code).rstrip("0")] for d in below] == [
        "鲁嘉祥嘉祥街道",
        "鲁嘉祥嘉祥镇",
        "鲁嘉祥纸坊",
        "鲁嘉祥纸坊东村",
        "鲁嘉祥纸坊张庄村",
        "鲁嘉祥纸坊张庄社区",
    ]


def test_a_town_is_not_called_by_its_superiors_name_twice() -> None:
    line = [
        division("41", "河南省"),
        division("419001", "济源市", "41"),
        division("419001001", "济源市沁园街道", "419001"),
    ]

    assert prefixes(line)["419001001"] == "豫济源沁园"


def test_villages_of_one_name_are_told_apart_by_their_number() -> None:
    below = [
        division("370829103", "纸坊镇", "370829"),
        division("370829103201", "朱家村", "370829103"),
        division("370829103306", "朱家村", "370829103"),
    ]

    given = prefixes([*SHANDONG, *below])

    assert (given["370829103201"], given["370829103306"]) == ("鲁嘉祥纸坊朱家村201", "鲁嘉祥纸坊朱家村306")


def test_a_prefix_given_stays_and_a_late_comer_avoids_it() -> None:
    first = assign_prefixes(SHANDONG, {}, set())
    late = division("370702", "嘉祥区", "3708")

    second = assign_prefixes([*SHANDONG, late], first, set(first.values()))

    assert second == {late.code: "鲁济宁嘉祥"}


def test_a_prefix_once_used_by_a_unit_that_ended_is_not_given_again() -> None:
    assert assign_prefixes([SHANDONG[0]], {}, {"鲁"}) == {370000000000: "鲁山东省"}
