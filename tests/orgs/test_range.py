"""A place is a range of codes."""

import pytest

from fedportal.accounts.roles import Role
from fedportal.orgs.codes import code_end, full_code, level_of
from fedportal.orgs.models import Level, Organization
from tests.factories import ProvinceTree, user


@pytest.mark.parametrize(
    ("short", "level", "end"),
    [
        ("37", Level.PROVINCE, 380000000000),
        ("3716", Level.CITY, 371700000000),
        ("371602", Level.COUNTY, 371603000000),
        ("419001", Level.COUNTY, 419002000000),
        ("371602003", Level.TOWNSHIP, 371602004000),
        ("371602003001", Level.VILLAGE, 371602003002),
    ],
)
def test_a_code_tells_its_level_and_where_its_range_ends(short: str, level: Level, end: int) -> None:
    code = full_code(short)

    assert (level_of(code), code_end(code)) == (level, end)


@pytest.mark.parametrize("short", ["3", "371", "37160200", "37160x", "３７"])
def test_a_code_of_another_length_or_with_letters_is_refused(short: str) -> None:
    with pytest.raises(ValueError, match="not a code"):
        full_code(short)


def test_a_city_sees_its_own_line_and_nothing_else(tree: ProvinceTree) -> None:
    officer = user(tree.binzhou, Role.RECEPTIONIST)

    seen = set(Organization.objects.visible_to(officer))

    assert seen == {tree.binzhou, tree.bincheng, tree.beizhen, tree.village, tree.huimin, tree.zouping}


def test_a_village_sees_itself_alone(tree: ProvinceTree) -> None:
    assert set(Organization.objects.visible_to(user(tree.village))) == {tree.village}
