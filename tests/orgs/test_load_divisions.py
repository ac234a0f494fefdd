"""Loading the federations of the country: the right ones, under the right superiors, twice without harm."""

import io
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F

from fedportal.audit.models import AccessEvent
from fedportal.orgs.models import Level, Organization

pytestmark = pytest.mark.usefixtures("no_places")

HEADINGS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def load(*args: str) -> None:
    call_command("load_divisions", *args, stdout=io.StringIO())


def levels(**place: int) -> dict[int, int]:
    """How many living units there are at each level."""
    units = Organization.objects.filter(valid_to=None, **place)
    return dict(units.order_by().values_list("level").annotate(Count("pk")))


def within(code: int) -> dict[str, int]:
    org = Organization.objects.get(code=code)
    return {"code__gte": org.code, "code__lt": org.code_end}


def line_of(code: int) -> list[int]:
    """The codes of a unit and its superiors, up to the province."""
    org = Organization.objects.select_related("parent__parent__parent__parent").get(code=code)
    line = [org]
    while line[-1].parent:
        line.append(line[-1].parent)
    return [unit.code for unit in line]


def assert_all_climb_to_their_province() -> None:
    """Each unit reaches a province over real federations only, higher at every step, ranges one in another."""
    units = {org.pk: org for org in Organization.objects.all()}
    for org in units.values():
        assert org.region_name not in HEADINGS, org
        assert org.parent_id is not None or (org.level == Level.PROVINCE and org.code % 10**10 == 0), org
        if org.parent_id is not None:
            parent = units[org.parent_id]
            assert parent.level < org.level, org
            assert parent.code <= org.code < org.code_end <= parent.code_end, org


def assert_no_ranges_of_one_level_overlap() -> None:
    for level in Level:
        ranges = Organization.objects.filter(level=level).order_by("code").values_list("code", "code_end")
        assert all(end <= start for (_, end), (start, _) in pairwise(ranges)), level


def assert_nobody_is_skipped() -> None:
    """No unit stands between another one and its superior: the superior is the nearest that encloses it."""
    units = list(Organization.objects.order_by("code", "-code_end").select_related("parent"))
    open_line: list[Organization] = []
    for org in units:
        while open_line and open_line[-1].code_end <= org.code:
            open_line.pop()
        assert org.parent == (open_line[-1] if open_line else None), org
        open_line.append(org)


def test_all_provinces_load_to_the_county() -> None:
    load()

    assert levels() == {Level.PROVINCE: 31, Level.CITY: 333, Level.COUNTY: 2975}
    assert_all_climb_to_their_province()
    assert_no_ranges_of_one_level_overlap()
    assert_nobody_is_skipped()


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (110105000000, [110105000000, 110000000000]),  # a district of Beijing
        (419001000000, [419001000000, 410000000000]),  # 济源
        (500233000000, [500233000000, 500000000000]),  # 忠县, under the heading 县 in the table
        (441900000000, [441900000000, 440000000000]),  # 东莞
        (371602000000, [371602000000, 371600000000, 370000000000]),
    ],
)
def test_a_unit_rises_past_the_headings_of_the_table(code: int, line: list[int]) -> None:
    load()

    assert line_of(code) == line


def test_loading_again_adds_nothing_and_keeps_what_was_changed() -> None:
    load("--province", "37")
    Organization.objects.filter(code=371602000000).update(phone="0543-3162338")
    before = list(Organization.objects.values_list("pk", "number_prefix"))

    load("--province", "37")

    assert list(Organization.objects.values_list("pk", "number_prefix")) == before
    assert Organization.objects.get(code=371602000000).phone == "0543-3162338"


def test_a_load_is_audited() -> None:
    load("--province", "46")

    event = AccessEvent.objects.get(verb="org.load")
    assert event.detail == {"added": {"PROVINCE": 1, "CITY": 4, "COUNTY": 26}}


@pytest.mark.slow
def test_shandong_loads_to_the_village_and_nobodys_prefix_changes() -> None:
    load("--province", "37")
    before = dict(Organization.objects.values_list("code", "number_prefix"))

    load("--province", "37", "--depth", "village")

    assert levels()[Level.VILLAGE] == 62_074
    assert levels(**within(371600000000)) == {
        Level.CITY: 1,
        Level.COUNTY: 7,
        Level.TOWNSHIP: 92,
        Level.VILLAGE: 3_209,
    }
    assert dict(Organization.objects.filter(code__in=before).values_list("code", "number_prefix")) == before
    assert_all_climb_to_their_province()
    assert_no_ranges_of_one_level_overlap()
    assert_nobody_is_skipped()


@pytest.mark.slow
def test_hubei_loads_to_the_village() -> None:
    load("--province", "42", "--depth", "village")

    xiaogan = levels(**within(420900000000))
    assert levels()[Level.VILLAGE] == 27_057
    assert (xiaogan[Level.COUNTY], xiaogan[Level.TOWNSHIP], xiaogan[Level.VILLAGE]) == (7, 128, 2_263)
    assert_all_climb_to_their_province()


def test_towns_of_a_city_without_counties_rise_to_the_city() -> None:
    load("--province", "44", "--depth", "township")

    towns = Organization.objects.filter(parent__code=441900000000)
    assert towns.count() > 30
    assert set(towns.values_list("level", flat=True)) == {Level.TOWNSHIP}
    assert_nobody_is_skipped()


def test_a_region_that_was_moved_does_not_come_back() -> None:
    load("--province", "46")
    Organization.objects.filter(code=469029000000).update(valid_to="2026-01-01")

    load("--province", "46")

    assert Organization.objects.filter(code=469029000000).count() == 1


def test_without_the_package_the_command_says_what_to_do(settings: object, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]

    with pytest.raises(CommandError, match="npm ci"):
        load("--province", "37", "--depth", "village")


def test_no_unit_rises_above_the_one_it_stands_under() -> None:
    load()

    assert not Organization.objects.filter(parent__level__gte=F("level")).exists()
